# SPDX-License-Identifier: MIT
"""table.py - the benchmark rows of a workload: a table for each platform.

Speed comes from the rows with the least accounting, the lock's times from those
with the most: measuring them takes time, too. A row that something cut short
has no speed; it says what, and keeps the columns of what was counted.
"""
from kmapreport import noise, platforms, rows
from kmapreport.layout import line, wrapped
from kmapreport.numbers import few, per_thousand, plural, short

ACCOUNTING = ("none", "contended", "all")
NAMES = (-10, -4, 3)
INDENT = sum(map(abs, NAMES)) + len(NAMES)
WIDTHS = (*NAMES, *[5] * 9, 6)
COUNTS = 3  # the last columns; before them are times

# Heads, and the fields that stand below. On a clock that the host disturbs, a
# longest time is the host's doing.
STEADY = ((("", "mean"), ("", "p99"), ("", "max"), ("max", "hold"),
           ("max", "wait"), ("IRQs", "off")),
          ("p99", "max", "hold_max", "wait_max", "irqoff_max"))
DISTURBED = ((("", "p50"), ("", "p99"), ("", "p999"), ("p50", "hold"),
              ("p99", "hold"), ("p99", "wait")),
             ("p99", "p999", "hold_p50", "hold_p99", "wait_p99"))


def columns(env):
    return STEADY if env["repeatable"] else DISTURBED


def heads(env):
    """Two lines."""
    per = "/1M" if env["unit"] == "instructions" else "/s"
    heads = (("", "strategy"), ("", "lock"), ("", "thr"), ("ops", per),
             *columns(env)[0], ("IPIs", "/1000"), ("wrong", "acc."),
             ("twice", "mapped"))
    return [line([head[i] for head in heads], WIDTHS) for i in (0, 1)]


def times(speed, lock, env):
    """The cells of a row that has a speed."""
    cells = [rows.rate(speed, env), rows.cost(speed, env)]
    for name in columns(env)[1]:
        cells.append((speed if name in ("p99", "p999", "max") else lock)[name])
    return list(map(short, cells))


def counts(row):
    return [few(per_thousand(row["ipis"], row["ops"])),
            short(rows.wrong_accesses(row)), short(row["double_maps"])]


def row_lines(run, speed, lock):
    """One line; more, if it was not run for a long reason."""
    names = [speed["strategy"] or "-", speed["lock"] or "-",
             str(speed["threads"])]
    start = line(names, NAMES).ljust(INDENT)
    if speed["ops"] is None:
        return wrapped(f"n/a: {speed['reason']}", start, " " * INDENT)
    if rows.has_speed(speed):
        return [line([*names, *times(speed, lock, run.env), *counts(speed)],
                     WIDTHS)]
    words = (f"{run.catalog.word(speed['verdict'])} after "
             f"{plural(speed['ops'], 'op')}")
    room = sum(WIDTHS[len(NAMES):-COUNTS]) + len(WIDTHS) - len(NAMES) - COUNTS
    return [start + words.ljust(room) + line(counts(speed), WIDTHS[-COUNTS:])]


def pairs_of(run, workload):
    """[(row for the speed, row for the lock's times)] for each strategy, lock
    and number of threads."""
    found = {}
    for row in rows.rows_of(run, workload=workload):
        key = (row["strategy"], row["lock"], row["threads"])
        found.setdefault(key, {})[row["accounting"]] = row
    for its in found.values():
        have = [its[mode] for mode in ACCOUNTING if mode in its]
        yield have[0], have[-1]


def table(run, workload):
    """The table of one workload; a blank line where threads begin anew."""
    out = wrapped(f"{workload}: {run.catalog.title('workload', workload)}")
    out += heads(run.env)
    before = 0
    for speed, lock in pairs_of(run, workload):
        if speed["threads"] < before:
            out.append("")
        before = speed["threads"]
        out += row_lines(run, speed, lock)
    return out


def legend(run):
    """What the columns say."""
    unit = run.env["unit"]
    per = "million instructions" if unit == "instructions" else "second"
    return wrapped(
        f"ops: of all threads, per {per}. Times of one op, hold of kmap_lock "
        f"and wait for it: {unit}. IPIs: interrupts to other CPUs per 1000 "
        "ops. wrong acc.: accesses that reached another page.") + \
        noise.lines(run)


def wanted(results, name):
    """The workloads whose tables to print, and what is wrong with `name`."""
    found = {r["workload"] for r in results.of("bench")}
    known = [n for n in results.catalog.names("workload") if n in found]
    if not known:
        return [], "These records have no benchmark rows."
    if name == "all":
        return known, None
    if name is None:
        return ["cycle" if "cycle" in known else known[0]], None
    if name in known:
        return [name], None
    return [], f"No rows of workload {name}; there are: {', '.join(known)}"


def run_lines(run, names):
    """One platform's tables."""
    tables = [table(run, name) for name in names
              if run.env and rows.row_of(run, workload=name)]
    return platforms.one_after_the_other(
        [platforms.heading(run), *tables, legend(run)]) if tables else []


def lines(results, options):
    """The tables that were asked for."""
    names, problem = wanted(results, options.workload)
    return wrapped(problem) if problem else platforms.one_after_the_other(
        run_lines(run, names) for run in results.runs)
