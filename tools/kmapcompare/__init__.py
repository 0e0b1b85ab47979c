# SPDX-License-Identifier: MIT
"""kmapcompare - real Linux beside this kernel: tools/compare.py."""
