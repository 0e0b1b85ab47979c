# SPDX-License-Identifier: MIT
"""tests.py - the tests inside the kernel, and the stress runs."""
from kmapreport.numbers import plural
from kmapreport.scenarios import wrapped
from kmapreport.table import stale_of


def test_lines(run):
    """Counts, and a line for each test that failed or was skipped."""
    tests = run.of("test")
    if not tests:
        return []
    failed = [t for t in tests if not t["ok"]]
    skipped = [t for t in tests if t["ok"] and t["skipped"]]
    passed = len(tests) - len(failed) - len(skipped)
    out = [f"Kernel tests: {passed} passed, {len(failed)} failed, "
           f"{len(skipped)} skipped"]
    out += [f"!! {t['name']} FAILED: {t['detail']}" for t in failed]
    for why in dict.fromkeys(t["detail"] for t in skipped):
        names = ", ".join(t["name"] for t in skipped if t["detail"] == why)
        out += wrapped(f"{why}: {names}", "   skipped, ")
    return out


def stress_found(row):
    """What a stress run came upon, in words."""
    found = [plural(count, word) for count, word in (
        (stale_of(row), "stale access"),
        (row["double_maps"], "double map"),
        (row["deadlocks"], "deadlock")) if count]
    text = ", ".join(found).replace("accesss", "accesses")
    if row["reason"]:
        text = f"{text} ({row['reason']})" if text else row["reason"]
    return text or "nothing found"


def stress_lines(run):
    """A line for each strategy and lock."""
    rows = [r for r in run.of("bench") if r["workload"] == "stress"]
    if not rows:
        return []
    return ["Stress: random delays, windows and workloads"] + [
        f"  {r['strategy']}, lock={r['lock']}: "
        f"{plural(r['ops'], 'map')}, {stress_found(r)}" for r in rows]


def lines(run, options):
    """The tests' and the stress runs' section."""
    del options
    tests, stress = test_lines(run), stress_lines(run)
    return tests + ([""] if tests and stress else []) + stress
