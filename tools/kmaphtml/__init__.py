# SPDX-License-Identifier: MIT
"""kmaphtml - the report as one HTML page; report.py --html writes it."""
