# SPDX-License-Identifier: MIT
"""Readers of the result records: what tools/report.py prints."""
