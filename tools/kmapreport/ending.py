# SPDX-License-Identifier: MIT
"""ending.py - how the run ended, and what is wrong with its records."""
from kmapreport.numbers import plural
from kmapreport.scenarios import is_good

STATUS = {
    "ok": "all as expected",
    "unexpected": "NOT ALL AS EXPECTED",
    "panic": "THE KERNEL STOPPED WITH A PANIC",
    "bad-parameter": "bad parameter, nothing was run",
}


def end_line(run):
    """The end record in words."""
    end = run.end
    if end is None:
        step = run.last("progress")
        text = "THE RUN DID NOT FINISH: there is no end record"
        return text + (f"; it was at: {step['label']}" if step else "")
    return (f"{STATUS.get(end['status'], end['status'])}: "
            f"{end['passed']} passed, {end['failed']} failed, "
            f"{end['skipped']} skipped")


def rows_line(run):
    """The records do not say which benchmark row was not as claimed; that
    there are some shows in the count."""
    seen = sum(not is_good(r) for r in run.of("scenario")) + sum(
        not t["ok"] for t in run.of("test"))
    rows = run.end["failed"] - seen if run.end else 0
    if rows <= 0 or not run.of("bench"):
        return []
    return [f"!! {plural(rows, 'benchmark row')} broke what the strategy "
            "claims"]


def lines(run, options):
    """The last lines of a report."""
    del options
    out = rows_line(run)
    if run.broken:
        number, problem = run.broken[0]
        out.append(f"BROKEN RECORDS: {plural(len(run.broken), 'line')}; "
                   f"the first is line {number}: {problem}")
    return out + [f"Result: {end_line(run)}"]
