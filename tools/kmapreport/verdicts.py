# SPDX-License-Identifier: MIT
"""verdicts.py - every verdict with its evidence.

Strategies and locks that come to a verdict in the same words share a line. What
is not as expected is marked.
"""
from kmapreport import evidence, platforms
from kmapreport.layout import MARK, wrapped
from kmapreport.numbers import plural

BLOCKED = {  # why a scenario could not be forced any further
    "lock": "the other CPU had to wait for the lock",
    "acknowledgement": "a CPU had to wait until the others had flushed",
    "slot": "the other CPU had to sleep for a slot",
}


def is_expected(record):
    """As expected, and proven by a control that was safe."""
    return record["verdict"] == "n/a" or (
        record["verdict"] == record["expected"]
        and record["control"] == "safe")


def verdict_text(record, catalog):
    """The line without its names."""
    word, verdict = catalog.word, record["verdict"]
    blocked = verdict == "safe" and BLOCKED.get(record["blocked_on"])
    seen = blocked or record["detail"]
    text = ", ".join(filter(None, (word(verdict), seen)))
    if record["why"] and verdict == record["expected"]:
        text += f" [because {record['why']}]"
    if verdict not in (record["expected"], "n/a"):
        text += f" [UNEXPECTED: it should be {word(record['expected'])}]"
    if record["control"] not in ("safe", "n/a"):
        text += (f" [ITS CONTROL FAILED: {word(record['control'])} without "
                 "the defect, so this verdict proves nothing]")
    return text


def names_text(records):
    """held, polled; dropped with lock=irq"""
    locks = {}
    for r in records:
        locks.setdefault(r["strategy"], []).append(r["lock"])
    groups = {}
    for strategy, its in locks.items():
        words = "" if len(its) > 1 else f" with lock={its[0]}"
        groups.setdefault(words, []).append(strategy)
    return "; ".join(", ".join(groups[words]) + words
                     for words in sorted(groups))


def grouped(records, catalog):
    """[(as expected, the strategies and locks, what was found)] of one
    scenario; what went wrong comes first."""
    groups = {}
    for r in records:
        key = (is_expected(r), r["verdict"] == "safe",
               verdict_text(r, catalog))
        groups.setdefault(key, []).append(r)
    return [(key[0], names_text(groups[key]), key[2])
            for key in sorted(groups, key=lambda key: key[:2])]


def scenario_lines(name, records, catalog):
    """All lines of one scenario."""
    out = wrapped(f"{name}: {catalog.title('scenario', name)}")
    for expected, names, text in grouped(records, catalog):
        out += wrapped(f"{names}: {text}", "  " if expected else MARK,
                       "      ")
    return out


def summary(records):
    """How many were as expected."""
    bad = sum(not is_expected(r) for r in records)
    skipped = sum(r["verdict"] == "n/a" for r in records)
    text = f"{plural(len(records) - skipped - bad, 'verdict')} as expected"
    if skipped:
        text += f", {skipped} n/a"
    if bad:
        text += f", {bad} NOT AS EXPECTED (marked {MARK.strip()})"
    return text


def row_text(row, catalog):
    """A benchmark row in which something went wrong."""
    return (f"{row['strategy']} with lock={row['lock']}, {row['workload']}, "
            f"{plural(row['threads'], 'thread')}: "
            f"{catalog.word(row['verdict'])} after {plural(row['ops'], 'op')}"
            + (f", {row['reason']}" if row["reason"] else ""))


def run_lines(run):
    """One run's verdicts."""
    records, catalog = run.of("scenario"), run.catalog
    bad = [r for r in run.of("bench") if r["verdict"] not in evidence.GOOD]
    out = platforms.heading(run) if records or bad else []
    if records:
        out += ["Scenarios, each forced to its worst moment: "
                + summary(records)]
    for name in dict.fromkeys(r["name"] for r in records):
        out += scenario_lines(name, [r for r in records
                                     if r["name"] == name], catalog)
    out += ["In the benchmark:"] if bad else []
    for row in bad:
        out += wrapped(row_text(row, catalog), "  ", "      ")
    return out


def lines(results, options):
    """The section."""
    del options
    return platforms.one_after_the_other(map(run_lines, results.runs))
