# SPDX-License-Identifier: MIT
"""exits.py - the runner's exit status. The guest's own, 0 to 3, pass through.
"""
OK = 0
UNEXPECTED = 1
PANIC = 2
BAD_PARAMETER = 3
HUNG = 4
RESET = 5
NOT_STARTED = 6
USAGE = 64         # the runner's own arguments are wrong
INTERRUPTED = 130  # Ctrl-C

# The end record that belongs to each of the guest's.
END_STATUS = {
    "ok": OK,
    "unexpected": UNEXPECTED,
    "panic": PANIC,
    "bad-parameter": BAD_PARAMETER,
}

WORDS = {
    OK: "all as expected",
    UNEXPECTED: "a verdict or a test was not as expected",
    PANIC: "the kernel stopped with a panic",
    BAD_PARAMETER: "the kernel refused a parameter",
}
