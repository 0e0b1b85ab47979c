# SPDX-License-Identifier: MIT
"""A strategy of one's own, tried against its claims: tools/try.py."""
