# SPDX-License-Identifier: MIT
"""table.py - the tables: this kernel and Linux side by side, from records."""
from statistics import median

from kmapreport.numbers import short

BEST = "best"   # of the strategies that hand out good addresses
HELD = "held"
LINUX = "linux"
# (what it means, platform, CPUs, workload, field)
ROWS = (
    ("hit: map a page that is mapped, and unmap it", "exact", 1, "hot",
     "mean"),
    ("the same in turn for more pages than slots: a pair, on average",
     "exact", 1, "cycle", "mean"),
    ("the same, 8 CPUs, 7 of them idle", "exact", 8, "cycle", "mean"),
    ("the longest of these pairs: it recycles the window", "exact", 1,
     "cycle", "max"),
    ("the same, 8 CPUs, 7 of them idle", "exact", 8, "cycle", "max"),
    ("kmap_local_page() and kunmap_local()", "exact", 1, "local", "mean"),
    ("empty cross call to 1 idle CPU", "exact", 2, "ipi", "p50"),
    ("to 7 idle CPUs", "exact", 8, "ipi", "p50"),
    ("flush the whole window on 2 CPUs, the other idle", "exact", 2,
     "shootdown", "p50"),
    ("on 8 CPUs, the others idle", "exact", 8, "shootdown", "p50"),
    ("pair with more pages than slots", "tcg", 8, "cycle", "p50"),
    ("empty cross call to 7 idle CPUs", "tcg", 8, "ipi", "p50"),
    ("flush the whole window, 8 CPUs", "tcg", 8, "shootdown", "p50"),
    ("from power-on to the first row", "tcg", 8, "boot", "elapsed"),
)
PLATFORMS = {"exact": "instructions (QEMU, icount)",
             "tcg": "cycles (QEMU, one host thread)"}
HEADS = ["what", ">Linux", ">ours, held", ">ours / Linux", ">ours, best",
         ">ours / Linux"]
# What a strategy has to claim, or its figures are no offer.
RIGHT = {"no-stale", "no-double-map", "no-lost-wakeup", "any-cpu"}


def is_linux(run):
    """Whether a run is of Linux; the kernels say so themselves."""
    return bool(run.env) and run.env["version"].startswith("Linux ")


def version(results):
    """Linux's, as it says it; None if no run of it got so far."""
    return next((run.env["version"] for run in results.runs if is_linux(run)),
                None)


def runs_of(results, linux, platform, cpus):
    """The runs of one kernel on one machine, in order."""
    out = []
    for run in results.runs:
        asked = run.last("run")
        if asked and run.env and is_linux(run) == linux and (
                asked["platform"], asked["cpus"]) == (platform, cpus):
            out.append(run)
    return out


def value(run, workload, field, strategy):
    """The figure of one run; None if it has none. Where a baseline has several
    rows, the last counts: it is in batches."""
    found = [r[field] for r in run.of("bench")
             if r["workload"] == workload and r[field] is not None
             and r["strategy"] in (strategy, None)]
    return found[-1] if found else None


def values(runs, workload, field, strategy):
    """Those of all runs that have one."""
    found = [value(run, workload, field, strategy) for run in runs]
    return [v for v in found if v is not None]


def strategies(results):
    """Those that are right, and hand out addresses for any CPU: by what the
    kernel claims of them."""
    return [name for name in results.catalog.names("strategy")
            if set(results.catalog.claims(name)) >= RIGHT]


def spread(found):
    """How far the figures of several runs are apart, in words."""
    if len(found) < 2 or min(found) == max(found):
        return ""
    return f" ({short(min(found))} to {short(max(found))})"


def figures(results, row):
    """{LINUX, HELD, BEST: list of figures}, and the best strategy's name. A
    baseline uses none: its name is None, and it has the same under both."""
    _, platform, cpus, workload, field = row
    theirs = runs_of(results, True, platform, cpus)
    ours = runs_of(results, False, platform, cpus)
    by_name = {name: values(ours, workload, field, name)
               for name in (None, *strategies(results))}
    baseline = by_name.pop(None)
    by_name = {name: found for name, found in by_name.items() if found}
    best = None if baseline else min(
        by_name, key=lambda name: (median(by_name[name]), name), default=None)
    return {LINUX: values(theirs, workload, field, LINUX),
            HELD: baseline or by_name.get(HELD, []),
            BEST: baseline or by_name.get(best, [])}, best


def cell(found):
    return short(round(median(found))) + spread(found) if found else "-"


def ratio(ours, theirs):
    """Their medians' quotient."""
    if not ours or not theirs or not median(theirs):
        return "-"
    return f"{median(ours) / median(theirs):.2f}"


def line(results, row):
    """A line of the table; None if neither kernel has a figure."""
    its, best = figures(results, row)
    if not any(its.values()):
        return None
    name = f" `{best}`" if its[BEST] and best else ""
    return (row[0], cell(its[LINUX]), cell(its[HELD]),
            ratio(its[HELD], its[LINUX]), cell(its[BEST]) + name,
            ratio(its[BEST], its[LINUX]))


def speed(results, platform):
    """The lines of a platform: cells, in the order of HEADS."""
    lines = [line(results, row) for row in ROWS if row[1] == platform]
    return [cells for cells in lines if cells]


FOUND = ["Linux", "lock", "pages", ">maps", ">wrong reads", ">lost writes",
         ">wrong accesses in a million maps", "what happened"]
NAMES = {"linux": "as released", "linux-dropped": "with the patch"}


def million(row):
    """Wrong accesses in a million maps."""
    wrong = row["stale_reads"] + row["stale_writes"]
    return f"{wrong * 1e6 / row['ops']:,.0f}" if row["ops"] else "-"


def found_in(run):
    """A line of the second table: what a run under stress came to."""
    args = run.last("run")["args"]
    asked = dict(word.partition("=")[::2] for word in args)
    name = NAMES.get(asked.get("kmap_strategy"), "?")
    pages = "shared" if asked.get("kmap_run") == "shared" else "their own"
    start = (name, asked.get("kmap_lock", "?"), pages)
    row = next((r for r in run.of("bench") if r["workload"] == "stress"), None)
    if row is None:
        why = next((r["detail"] for r in run.of("test")), "it did not start")
        return (*start, "-", "-", "-", "-", why)
    return (*start, f"{row['ops']:,}", f"{row['stale_reads']:,}",
            f"{row['stale_writes']:,}", million(row),
            row["reason"] or ("nothing wrong" if row["verdict"] == "safe"
                              else "ran to its end"))


def looked_for(run):
    """Whether wrong accesses were looked for in it."""
    asked = run.last("run")
    return bool(asked) and bool({"kmap_run=stress", "kmap_run=shared"}
                                & set(asked["args"]))


def patched(results):
    """All of them."""
    return [found_in(run) for run in results.runs if looked_for(run)]
