# SPDX-License-Identifier: MIT
"""What tools/figures.py writes into the documents."""
