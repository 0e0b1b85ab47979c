# SPDX-License-Identifier: MIT
"""windows.py - figures over the size of the window, from runs that differ in
it: what `make window` leaves."""
from kmapreport import rows
from kmapreport.numbers import per_thousand


def fields(strategy, lock, accounting):
    return {"strategy": strategy, "lock": lock, "workload": "cycle",
            "threads": 1, "accounting": accounting}


def speed_row(run, strategy, lock):
    """The row with nothing measured but the time of the maps."""
    return rows.row_of(run, **fields(strategy, lock, "none"))


def cost(run, strategy, lock):
    """Ticks of a map and its unmap that need a new slot."""
    return rows.cost(speed_row(run, strategy, lock), run.env)


def hold(run, strategy, lock):
    """The longest hold of the lock."""
    row = rows.row_of(run, **fields(strategy, lock, "all"))
    return row["hold_max"] if rows.has_speed(row) else None


def interrupts(run, strategy, lock):
    """To other CPUs, for 1000 maps."""
    row = speed_row(run, strategy, lock)
    return per_thousand(row["ipis"], row["ops"]) if rows.has_speed(row) \
        else None


def over_windows(results, figure, strategy, lock):
    """[(slots, figure)], the slots rising; a figure that there is not is left
    out."""
    found = {run.env["slots"]: figure(run, strategy, lock)
             for run in results.runs if run.env}
    return sorted((slots, value) for slots, value in found.items()
                  if value is not None)
