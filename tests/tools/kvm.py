#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""kvm.py - the probe that decides whether this host's KVM will do, on hosts
that are all fake: scripts that stand in for QEMU."""
import os
import shutil
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import KERNEL, Tap
from kmaprun import kvm

# Takes -accel kvm and the models that the host is to have, and runs TCG.
HOST = """#!/bin/bash
args=()
for arg; do
    case $arg in
    kvm) arg=tcg,thread=single ;;
    %s) arg=%s ;;
    host | kvm32) echo "no such CPU here" >&2; exit 1 ;;
    esac
    args+=("$arg")
done
exec qemu-system-x86_64 "${args[@]}"
"""


def probe(folder, script, device="/dev/null", wanted=None):
    """(model, why not, seconds) of a host."""
    program = shutil.which("qemu-system-x86_64")
    if script:
        program = os.path.join(folder, "qemu")
        with open(program, "w", encoding="utf-8") as file:
            file.write(script)
        os.chmod(program, 0o755)
    kvm.DEVICE = device
    start = time.monotonic()
    model, why = kvm.find_model(program, KERNEL, wanted)
    return model, why or "", time.monotonic() - start


def main():
    tap = Tap()
    kvm.SECONDS *= 5  # other tests run at the same time
    with tempfile.TemporaryDirectory(prefix="kmaplab-kvm-") as folder:
        model, why, _ = probe(folder, HOST % ("host", "pentium3"))
        tap.equal((model, why), ("host", ""), "a good host: -cpu host")
        model, why, _ = probe(folder, HOST % ("kvm32", "pentium3"))
        tap.equal((model, why), ("kvm32", ""), "the next model is tried")
        model, why, _ = probe(folder, HOST % ("kvm32", "pentium3"),
                              wanted="kvm32")
        tap.equal(model, "kvm32", "the model that was asked for")
        model, why, _ = probe(folder, HOST % ("host", "pentium"),
                              wanted="host")
        tap.equal(model, None, "a host without PAE: no")
        model, why, _ = probe(folder, HOST % ("none", "none"))
        tap.equal(model, None, "a host that has no model: no")
        tap.is_in("no such CPU here", why, "and what QEMU said")
        kvm.SECONDS /= 5
        model, why, took = probe(folder, "#!/bin/sh\nexec sleep 100\n")
        tap.equal(model, None, "QEMU hangs: no")
        tap.ok(took < 3, "and it takes no time", took)
        model, why, _ = probe(folder, None, "/no/such/device")
        tap.equal(model, None, "no /dev/kvm: no")
        tap.is_in("/no/such/device is not there", why, "and says so")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
