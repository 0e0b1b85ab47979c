# SPDX-License-Identifier: MIT
"""tests.py - the tests inside the kernel."""
from kmapreport.layout import MARK, wrapped


def lines(results, options):
    """Counts, and a line for each test that failed or was skipped."""
    del options
    tests = results.of("test")
    if not tests:
        return []
    failed = [t for t in tests if not t["ok"]]
    skipped = [t for t in tests if t["ok"] and t["skipped"]]
    passed = len(tests) - len(failed) - len(skipped)
    out = [f"Kernel tests: {passed} passed, {len(failed)} failed, "
           f"{len(skipped)} skipped"]
    for test in failed:
        out += wrapped(f"{test['name']} FAILED: {test['detail']}", MARK)
    for why in dict.fromkeys(t["detail"] for t in skipped):
        names = ", ".join(t["name"] for t in skipped if t["detail"] == why)
        out += wrapped(f"{why}: {names}", "   skipped, ")
    return out
