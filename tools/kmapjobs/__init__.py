# SPDX-License-Identifier: MIT
"""Many command lines, run as jobs of GNU parallel: here, or on HOSTS by ssh."""
