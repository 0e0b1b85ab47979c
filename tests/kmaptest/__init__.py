# SPDX-License-Identifier: MIT
"""kmaptest - what the tests share: the project's files, running its tools,
judging records."""
