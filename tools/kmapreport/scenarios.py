# SPDX-License-Identifier: MIT
"""scenarios.py - one verdict line per scenario and strategy, in plain words.

Where both lock forms of a strategy come to the same verdict they share a line,
and so do strategies that come to it in the same words. What is not as expected
never shares one, and is marked.
"""
import re
import textwrap
from itertools import groupby

WORDS = {
    "safe": "safe",
    "stale": "STALE",
    "double-map": "DOUBLE MAP",
    "deadlock": "DEADLOCK",
    "irq-state": "IRQ STATE",
    "window-exhausted": "WINDOW EXHAUSTED",
    "timeout": "TIMEOUT",
    "n/a": "n/a",
}
MARK = "!! "
FORCING_ENDED = "forcing ended: "
HAD_TO = (  # forcing ended because the CPU could go no further
    (re.compile(r"^forcing ended: (CPU \d+)(?: holds [\w, ]+?)?"
                r"(?:, interrupts \w+,)? waits for "),
     r"\1 had to wait for "),
    (re.compile(r"^forcing ended: (CPU \d+) sleeps for "),
     r"\1 had to sleep for "),
)


def words_of(verdict):
    return WORDS.get(verdict, verdict.upper())


def is_good(record):
    """As expected, and proven by a control that was safe."""
    if record["verdict"] == "n/a":
        return True
    return (record["verdict"] == record["expected"]
            and record["control"] == "safe")


def detail_of(record):
    """What was seen. That a CPU could not be forced on matters where nothing
    else happened."""
    parts = [p for p in (record["detail"] or "").split("; ") if p]
    if record["verdict"] != "safe":
        return "; ".join(p for p in parts
                         if not p.startswith(FORCING_ENDED))
    for pattern, words in HAD_TO:
        parts = [pattern.sub(words, part) for part in parts]
    return "; ".join(parts)


def verdict_text(record):
    """The line without its name."""
    text = words_of(record["verdict"])
    detail = detail_of(record)
    if detail:
        text += ", " + detail
    if record["verdict"] not in (record["expected"], "n/a"):
        text += f" [UNEXPECTED: it should be {words_of(record['expected'])}]"
    if record["control"] not in ("safe", "n/a"):
        text += (f" [ITS CONTROL FAILED: {words_of(record['control'])}"
                 " without the defect, so this verdict proves nothing]")
    return text


def merge_locks(records):
    """(strategy, lock or None for both, record) for one strategy's records."""
    if len({r["verdict"] for r in records}) == 1 and len(records) > 1 and \
            all(is_good(r) for r in records):
        best = max(records, key=lambda r: len(detail_of(r)))
        return [(best["strategy"], None, best)]
    return [(r["strategy"], r["lock"], r) for r in records]


def names_text(members):
    """[(strategy, lock or None)] as: held, polled; dropped with lock=irq"""
    out = []
    for lock in (None, "spin", "irq"):
        names = ", ".join(name for name, its in members if its == lock)
        if names:
            out.append(names + (f" with lock={lock}" if lock else ""))
    return "; ".join(out)


def merge_strategies(entries):
    """(names, text, good) for all lines of a scenario: what went wrong first.
    Who came to the same end in the same words shares a line."""
    groups = {}
    for strategy, lock, record in entries:
        good = is_good(record)
        key = (good and record["verdict"] == "safe", verdict_text(record),
               good or (strategy, lock))
        groups.setdefault(key, []).append((strategy, lock))
    for (safe, text, good), members in sorted(
            groups.items(), key=lambda item: item[0][0]):
        del safe
        yield names_text(members), text, good is True


def wrapped(text, first):
    return textwrap.wrap(text, width=100, initial_indent=first,
                         subsequent_indent="      ",
                         break_on_hyphens=False, break_long_words=False)


def scenario_lines(name, records):
    """All lines of one scenario."""
    reasons = {(r["verdict"], r["detail"]) for r in records}
    if len(reasons) == 1 and records[0]["verdict"] == "n/a":
        return [f"{name}: n/a, {records[0]['detail']}"]
    entries = []
    for _, group in groupby(records, key=lambda r: r["strategy"]):
        entries += merge_locks(list(group))
    out = [name]
    for names, text, good in merge_strategies(entries):
        out += wrapped(f"{names}: {text}", "  " if good else MARK)
    return out


def summary(records):
    """How many were as expected."""
    bad = sum(not is_good(r) for r in records)
    skipped = sum(r["verdict"] == "n/a" for r in records)
    text = f"{len(records) - skipped - bad} verdicts as expected"
    if skipped:
        text += f", {skipped} n/a"
    if bad:
        text += f", {bad} NOT AS EXPECTED (marked {MARK.strip()})"
    return text


def lines(run, options):
    """The scenarios' section."""
    del options
    records = run.of("scenario")
    if not records:
        return []
    out = [f"Scenarios, each held at the worst moment: {summary(records)}"]
    for name in dict.fromkeys(r["name"] for r in records):
        out += scenario_lines(name,
                              [r for r in records if r["name"] == name])
    return out
