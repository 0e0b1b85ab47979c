# SPDX-License-Identifier: MIT
"""kvm.py - can this host's KVM run a 32-bit kernel? Not every one can.

The kernel itself is asked, with a parameter that it refuses: it ends at once
with status 3, and an end record that says so.
"""
import os
import shutil
import tempfile
from types import SimpleNamespace

from kmaprun import exits
from kmaprun.emulator import KERNEL, StartError
from kmaprun.outcome import of_qemu
from kmaprun.progress import Board
from kmaprun.qemu import Qemu
from kmaprun.watch import EXITED, Watch
from kmaprun.wiring import Wiring

DEVICE = "/dev/kvm"
SECONDS = 0.6  # for each model; it takes 0.2
MODELS = ("host", "kvm32")  # both have PAE; the first that works is used
REFUSED = "kvm-probe"


def try_model(program, kernel, model):
    """None if the kernel runs, else what went wrong."""
    options = ["-accel", "kvm", "-cpu", model, "-smp", "1", "-m", "64M",
               "-kernel", KERNEL, "-append", REFUSED]
    with tempfile.TemporaryDirectory(prefix="kmaplab-") as out:
        qemu = Qemu(out, program, options, Wiring([]))
        shutil.copyfile(kernel, qemu.path(KERNEL))
        try:
            qemu.start(SECONDS)
            watch = Watch(qemu, False, Board(None).line(),
                          SimpleNamespace(hang=None, timeout=SECONDS))
            if watch.until_end() != EXITED:
                return f"the kernel did not end within {SECONDS} s"
            status, words, _ = of_qemu(qemu, watch.run)
            return None if status == exits.BAD_PARAMETER else words
        except StartError as error:
            return str(error).splitlines()[0]
        finally:
            qemu.stop()


def find_model(program, kernel, wanted=None):
    """(the CPU model to use, None) or (None, why KVM is no use here)."""
    if not os.access(DEVICE, os.R_OK | os.W_OK):
        why = "not there" if not os.path.exists(DEVICE) else \
            "not for this user (join the group kvm)"
        return None, f"{DEVICE} is {why}"
    problems = []
    for model in (wanted,) if wanted else MODELS:
        problem = try_model(program, kernel, model)
        if problem is None:
            return model, None
        problems.append(f"-cpu {model}: {problem}")
    return None, "; ".join(problems)
