# SPDX-License-Identifier: MIT
"""disk.py - can what comes out be written at all?

QEMU and Bochs say nothing about a full disk: records are then cut off, as if
the guest had gone mad.
"""
import shutil

from kmaprun.exits import NOT_STARTED

LEAST_KIB = 1024  # for console and records until somebody looks again
ELSEWHERE = "For a folder elsewhere: make run BUILD=/some/folder"


class HostFailed(Exception):
    """The host cannot go on; says why and what to do."""
    status = NOT_STARTED


def check_space(folder):
    """Raises HostFailed if there is next to none."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise HostFailed(f"{folder}: {error.strerror}") from None
    if free < LEAST_KIB * 1024:
        raise HostFailed(
            f"the disk is full: {folder} has {free // 1024} KiB left. "
            + ELSEWHERE)


def cannot_write(error):
    """A HostFailed for an OSError that came up on the way."""
    what = error.filename or "what the run leaves"
    return HostFailed(f"cannot write {what}: {error.strerror}. {ELSEWHERE}")
