# SPDX-License-Identifier: MIT
"""disk.py - notice a full disk.

QEMU and Bochs say nothing about it: records are just cut off, as if the guest
were at fault.
"""
import shutil

from kmaprun.exits import NOT_STARTED

LEAST_KIB = 1024  # enough for console and records until the next check
ELSEWHERE = "To use another folder: make run BUILD=/some/folder"


class HostFailed(Exception):
    """The host cannot go on; the message says why, and what to do."""
    status = NOT_STARTED


def check_space(folder):
    """Raises HostFailed if there is almost none left."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise HostFailed(f"{folder}: {error.strerror}") from None
    if free < LEAST_KIB * 1024:
        raise HostFailed(
            f"the disk is full: {folder} has {free // 1024} KiB left. "
            + ELSEWHERE)


def cannot_write(error):
    """A HostFailed for an OSError."""
    what = error.filename or "the results"
    return HostFailed(f"cannot write {what}: {error.strerror}. {ELSEWHERE}")
