# SPDX-License-Identifier: MIT
"""repeat.py N [RUNNER'S OPTIONS] - run N times; all must come to the same.

Every run must succeed, and have the verdicts of the first one: of scenarios,
tests, and the counts of the end record. On a platform that says of
itself that it is repeatable (exact, bochs) the records must be the same, byte
for byte.
Logs and records are under build/repeat/N.
"""
import difflib
import sys
import time

from kmapreport.advice import ranking
from kmapreport.rulers import Rulers
from kmaprun import store
from kmaptest.booted import left_in, records_in
from kmaptest.project import BUILD, KERNEL, RUN, read, run as run_tool


def verdicts(run):
    """What must be the same, a line each."""
    out = [" ".join(("scenario", r["name"], r["strategy"], f"lock={r['lock']}:",
                     f"{r['verdict']}, its control {r['control']}"))
           for r in run.of("scenario")]
    out += [f"test {r['name']}: "
            f"{'skipped' if r['skipped'] else 'ok' if r['ok'] else 'not ok'}"
            for r in run.of("test")]
    end = run.end or {"status": "no end record"}
    return out + ["end: " + " ".join(str(end.get(key)) for key in (
        "status", "passed", "failed", "skipped"))]


def best(run):
    """What the report of this run says is to be used: it may vary, as long as
    it is as good."""
    names = [next((name for _, name in ranking(Rulers(run), run, any_cpu)),
                  "none") for any_cpu in (True, False)]
    return f"; to use: {names[0]}, by the caller only {names[1]}"


def one(number, options):
    """Run it once; (exit status, output, records as text, records)"""
    out = BUILD / "repeat" / str(number)
    out.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    done = run_tool([*RUN, "--kernel", KERNEL, "--out", out, "--quiet",
                     *options])
    took = time.monotonic() - start
    run = records_in(out)
    print(f"# run {number}: {took:.0f} s, exit status {done.returncode}"
          f"{best(run)}", flush=True)
    return done, read(left_in(out, store.RESULTS)), run


def differences(first, other):
    return "\n".join(list(difflib.unified_diff(
        first, other, "run 1", "this run", lineterm="", n=0))[:20])


def compare(number, first, this):
    """One run with the first: (is it the same, what, how not), several."""
    expected, found = verdicts(first[2]), verdicts(this[2])
    yield (expected == found, f"run {number}: {len(found)} verdicts, the same",
           differences(expected, found))
    env = first[2].env
    if env and env["repeatable"]:
        yield (first[1] == this[1], f"run {number}: the same bytes",
               differences(first[1].splitlines(), this[1].splitlines()))


def tell(good, what, why):
    """A line, and where it is not so, why; returns `good`."""
    print(f"{'' if good else 'NOT SO: '}{what}", flush=True)
    if not good:
        print(why, file=sys.stderr, flush=True)
    return good


def main():
    if len(sys.argv) < 2 or not sys.argv[1].isdigit() or \
            int(sys.argv[1]) < 2:
        print(__doc__, file=sys.stderr)
        return 64
    first = None
    good = True
    for number in range(1, int(sys.argv[1]) + 1):
        this = one(number, sys.argv[2:])
        good &= tell(this[0].returncode == 0, f"run {number}: exit status 0",
                     this[0].stdout[-2500:])
        first = first or this
        if number > 1:
            for result in compare(number, first, this):
                good &= tell(*result)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
