# SPDX-License-Identifier: MIT
"""ending.py - how the runs ended, and what is wrong with the records."""
from kmapreport.layout import MARK, wrapped
from kmapreport.numbers import plural

STATUS = {
    "ok": "all as expected",
    "unexpected": "NOT ALL AS EXPECTED",
    "panic": "THE KERNEL STOPPED WITH A PANIC",
    "bad-parameter": "bad parameter, nothing was run",
}


def is_good(results):
    """Whether all runs ended well, and all records can be read."""
    return not results.broken and results.end is not None \
        and results.end["status"] == "ok"


def counts(end):
    """140 passed, 2 skipped"""
    return ", ".join(f"{end[word]} {word}"
                     for word in ("passed", "failed", "skipped")
                     if end[word] or word == "passed")


def end_text(run):
    """One run's end record in words."""
    if run.end:
        return f"{STATUS[run.end['status']]}, {counts(run.end)}"
    step = run.last("progress")
    return "THE RUN DID NOT FINISH: there is no end record" + (
        f"; it was at: {step['label']}" if step else "")


def one_kernel(results):
    """Whether all runs are of the same kernel."""
    return len({r["kernel"] for r in results.of("run")} - {None}) < 2


def end_lines(results):
    """How each run ended; in one line if all ended well."""
    if is_good(results):
        return wrapped("All as expected: " + "; ".join(
            f"{run.platform} {counts(run.end)}" for run in results.runs))
    return [text for run in results.runs
            for text in wrapped(f"{run.platform}: {end_text(run)}", "" if (
                run.end and run.end["status"] == "ok") else MARK)]


def lines(results, options):
    """The last lines of a report."""
    del options
    out = []
    if results.broken:
        number, problem = results.broken[0]
        out += wrapped(f"BROKEN RECORDS: {plural(len(results.broken), 'line')}"
                       f"; the first is line {number}: {problem}", MARK)
    if not one_kernel(results):
        out.append(f"{MARK}The runs are of different kernels.")
    return out + end_lines(results)
