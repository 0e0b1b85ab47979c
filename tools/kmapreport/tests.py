# SPDX-License-Identifier: MIT
"""tests.py - the tests inside the kernel."""
from kmapreport.scenarios import wrapped


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


def lines(run, options):
    """The tests' section."""
    del options
    return test_lines(run)
