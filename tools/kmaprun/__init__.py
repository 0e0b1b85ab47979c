# SPDX-License-Identifier: MIT
"""Booting the kernel on an emulator, watching it, and judging how it ended."""
