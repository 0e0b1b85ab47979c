# SPDX-License-Identifier: MIT
"""test_kvm.py - the probe that decides whether this host's KVM will do, on
hosts that are all fake: scripts that stand in for QEMU."""
import shutil
import time

import pytest

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
BUSY = 5  # times as long a probe may take, as other tests run


@pytest.fixture(name="probe")
def probe_host(monkeypatch, kernel, tmp_path):
    """probe(script): (model, why not) of such a host."""
    monkeypatch.setattr(kvm, "SECONDS", kvm.SECONDS * BUSY)

    def probe(script, device="/dev/null", wanted=None):
        program = shutil.which("qemu-system-x86_64")
        if script:
            program = str(tmp_path / "qemu")
            (tmp_path / "qemu").write_text(script, encoding="utf-8")
            (tmp_path / "qemu").chmod(0o755)
        monkeypatch.setattr(kvm, "DEVICE", device)
        model, why = kvm.find_model(program, str(kernel), wanted)
        return model, why or ""
    return probe


def test_good_host(probe):
    """-cpu host."""
    assert probe(HOST % ("host", "pentium3")) == ("host", "")


def test_next_model_is_tried(probe):
    """A host that cannot give its own CPU."""
    assert probe(HOST % ("kvm32", "pentium3")) == ("kvm32", "")


def test_model_that_was_asked_for(probe):
    """And no other."""
    assert probe(HOST % ("kvm32", "pentium3"), wanted="kvm32")[0] == "kvm32"


def test_no_pae(probe):
    """A host without PAE."""
    assert probe(HOST % ("host", "pentium"), wanted="host")[0] is None


def test_no_model(probe):
    """A host that has no model; QEMU's words are passed on."""
    model, why = probe(HOST % ("none", "none"))
    assert model is None
    assert "no such CPU here" in why


def test_qemu_hangs(probe, monkeypatch):
    """That takes no time."""
    monkeypatch.setattr(kvm, "SECONDS", kvm.SECONDS / BUSY)
    start = time.monotonic()
    assert probe("#!/bin/sh\nexec sleep 100\n")[0] is None
    assert time.monotonic() - start < 3


def test_no_device(probe):
    """No /dev/kvm; and it says so."""
    model, why = probe(None, "/no/such/device")
    assert model is None
    assert "/no/such/device is not there" in why
