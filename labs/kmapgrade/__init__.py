# SPDX-License-Identifier: MIT
"""kmapgrade - grades labs: see labs/README.md."""
