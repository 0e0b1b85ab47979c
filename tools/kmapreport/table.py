# SPDX-License-Identifier: MIT
"""table.py - the benchmark rows of one workload as a table.

A row that deadlocked has no speed; one that a broken invariant cut short or
that could not be run says why. They keep the columns of what was counted.
"""
from kmapreport.numbers import per_second, per_thousand, plural, short

# Heading in two lines, width (below 0: to the left). The first three name the
# row, the last three count; those between are times, and make room for words.
COLUMNS = (
    ("", "strategy", -10), ("", "lock", -4), ("", "threads", 7),
    ("UNIT", "/s", 6), ("", "p50", 6), ("", "p99", 6), ("", "max", 6),
    ("longest", "hold", 7), ("longest", "wait", 7),
    ("IPIs per", "1000 UNIT", 10), ("stale", "accesses", 8),
    ("double", "maps", 6),
)
NAMES = COLUMNS[:3]
TIMES = COLUMNS[3:-3]
COUNTS = COLUMNS[-3:]

# What the figures of a workload are of; of the others, a map and its unmap.
TITLES = {
    "hot": "each thread maps its own page again and again",
    "cycle": "each thread maps more pages than the window has slots",
    "shared": "all threads map the same pages",
    "pressure": "more pages are held than there are slots: threads sleep",
    "copy": "4 KiB are copied from page to page",
    "irqmix": "pages are mapped in interrupt handlers too",
    "ipi": "floor: an empty cross call to all other CPUs",
    "shootdown": "floor: all CPUs forget the whole window",
    "shootdown-broadcast": "the same, told by one message",
    "shootdown-serial": "the same, own flush last",
    "shootdown-early": "the same, acknowledged before it is done",
    "shootdown-part": "floor: all CPUs forget 8 slots",
    "local": "floor: kmap_local_page(), which needs no other CPU",
}
CALLS = ("ipi", "shootdown")  # where nothing is mapped, and kinds of them

LEGEND = ("p50, p99, max, hold (of kmap_lock), wait (for it): cycles. "
          "IPIs: interrupts sent to other CPUs.")


def stale_of(row):
    """Stale accesses, reads and writes; None if the row was not run."""
    if row["stale_reads"] is None:
        return None
    return row["stale_reads"] + row["stale_writes"]


def words_of(row):
    """What stands in place of times, or None for a row that has them."""
    if row["ops"] is None:
        return f"n/a: {row['reason']}"
    if row["deadlocks"]:
        return f"DEADLOCK after {plural(row['ops'], 'map')}"
    if not row["complete"]:
        return f"cut short after {plural(row['ops'], 'map')}: {row['reason']}"
    return None


def times_of(row, env):
    return [short(value) for value in (
        per_second(row, env), row["p50"], row["p99"], row["max"],
        row["hold_max"], row["wait_max"])]


def counts_of(row):
    ipis = per_thousand(row["ipis"], row["ops"])
    few = ipis is not None and 0 < ipis < 10
    return [f"{ipis:.1f}" if few else short(ipis),
            short(stale_of(row)), short(row["double_maps"])]


def line(cells, columns):
    """One cell after the other, each as wide as its column."""
    return " ".join(
        cell.rjust(width) if width > 0 else cell.ljust(-width)
        for cell, (_, _, width) in zip(cells, columns))


def row_line(row, env):
    """One row of the table."""
    names = line([row["strategy"] or row["workload"], row["lock"] or "-",
                  str(row["threads"])], NAMES)
    words = words_of(row)
    if words is None:
        times = line(times_of(row, env), TIMES)
    elif row["ops"] is None:
        return f"{names}  {words}"
    else:
        room = sum(width + 1 for _, _, width in TIMES) - 1
        times = f" {words}".ljust(room)
    return f"{names} {times} {line(counts_of(row), COUNTS)}"


def table(rows, env, workload):
    """The table of one workload."""
    unit = "calls" if workload.split("-")[0] in CALLS else "maps"
    out = [": ".join(filter(None, (workload, TITLES.get(workload))))]
    out += [line([c[i].replace("UNIT", unit) for c in COLUMNS], COLUMNS)
            for i in (0, 1)]
    before = None
    for row in rows:
        group = (row["strategy"], row["lock"])
        if before is not None and group != before:
            out.append("")
        before = group
        out.append(row_line(row, env).rstrip())
    return out


def workloads_of(run):
    """Their names, in the order they were run; stress is none."""
    names = [r["workload"] for r in run.of("bench")]
    return [n for n in dict.fromkeys(names) if n != "stress"]


def wanted(run, name):
    """The workloads whose tables to print, and what is wrong with `name`."""
    known = workloads_of(run)
    if not known:
        return [], "This run has no benchmark rows."
    if name == "all":
        return known, None
    if name is None:
        return ["cycle" if "cycle" in known else known[0]], None
    kinds = [k for k in known if k == name or k.startswith(name + "-")]
    if kinds:
        return kinds, None
    return [], f"No rows of workload {name}; there are: {', '.join(known)}"


def lines(run, options):
    """The tables that were asked for."""
    names, problem = wanted(run, options.workload)
    if problem:
        return [problem] if workloads_of(run) or options.only else []
    out = []
    for name in names:
        rows = [r for r in run.of("bench") if r["workload"] == name]
        if any(r["strategy"] for r in rows):  # and the floor, to compare
            rows += [r for r in run.of("bench") if r["workload"] == "local"]
        out += table(rows, run.env, name) + [""]
    return out + [LEGEND]
