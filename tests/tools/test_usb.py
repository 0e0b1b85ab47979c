# SPDX-License-Identifier: MIT
"""test_usb.py - writing an image to a stick: what is refused, on machines whose
disks are made up; and the writing itself, to files."""
import argparse

import pytest

import usb
from kmaptest.project import ROOT, call

USB = ROOT / "tools/usb.py"


@pytest.fixture(name="host")
def make_host(out):
    """A machine with a disk sda that is in use, and a stick sdb."""
    files = {
        "sys/class/block/sda/removable": "0\n",
        "sys/class/block/sda/sda1/partition": "1\n",
        "sys/class/block/sda1/partition": "1\n",
        "sys/class/block/sdb/removable": "1\n",
        "sys/class/block/sdb/device/vendor": "ACME\n",
        "sys/class/block/sdb/device/model": "Stick\n",
        "sys/class/block/sdb/sdb1/partition": "1\n",
        "sys/class/block/sdb/sdb1/size": "2000000\n",
        "sys/class/block/sdb1/partition": "1\n",
        "sys/class/block/sdc/removable": "0\n",
        "proc/self/mounts": "/dev/sda1 / ext4 rw 0 0\n",
        "proc/swaps": "Filename Type Size\n",
    }
    for name, text in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(text)
    return usb.Host(str(out / "sys"), str(out / "proc"))


def refusal(host, path, force=None):
    """Why; None if it is not refused."""
    try:
        usb.check(host, path, force, True)
    except usb.Refused as why:
        return str(why)
    return None


def test_stick(host):
    """It is written to, and what is on it is named."""
    assert refusal(host, "/dev/sdb") is None
    said = usb.describe(host, "/dev/sdb", 2e9)
    assert "ACME Stick, 2.0 GB" in said
    assert "/dev/sdb1: 1.0 GB" in said
    assert "will be lost" in said


@pytest.mark.parametrize("path, why", [
    ("/dev/sda", "is mounted at /"),
    ("/dev/sdb1", "is a partition"),
    ("/dev/sdc", "FORCE=/dev/sdc")])
def test_refused(host, path, why):
    """What is mounted, a part, not removable."""
    assert why in refusal(host, path)


@pytest.mark.parametrize("path, force, refused", [
    ("/dev/sdc", "/dev/sdc", False), ("/dev/sdc", "/dev/sdb", True),
    ("/dev/sdb", "/dev/sdc", True), ("/dev/sda", "/dev/sda", True),
    ("/dev/sdb1", "/dev/sdb1", True)])
def test_force(host, path, force, refused):
    """It has to name the same disk; and does not help where that is in use."""
    assert bool(refusal(host, path, force)) == refused


def test_mounted_or_swap_or_held(host, out):
    """A part of the stick is in use."""
    mounts = out / "proc/self/mounts"
    mounts.write_text("/dev/sdb1 /media/a b ext4 rw 0 0\n")
    assert "/dev/sdb1 is mounted at /media/a" in refusal(host, "/dev/sdb")
    mounts.write_text("")
    (out / "proc/swaps").write_text("Filename\n/dev/sdb1 partition 1\n")
    assert "swapping" in refusal(host, "/dev/sdb")
    (out / "proc/swaps").write_text("Filename\n")
    (out / "sys/class/block/sdb1/holders/dm-0").mkdir(parents=True)
    assert "is part of dm-0" in refusal(host, "/dev/sdb")


@pytest.fixture(name="files")
def make_files(out):
    """An image, and a file that stands for a stick."""
    (out / "image").write_bytes(bytes(range(256)) * 5000)
    (out / "stick").write_bytes(b"\xff" * 3000000)
    return out / "image", out / "stick"


def test_writes(files):
    """All of it, and no byte more."""
    image, stick = files
    done = call([USB, image, stick, "--force", stick, "--yes"])
    assert done.returncode == 0 and "was read back" in done.stdout
    size = image.stat().st_size
    assert stick.read_bytes()[:size] == image.read_bytes()
    assert stick.read_bytes()[size:] == b"\xff" * (3000000 - size)


def test_asks(files):
    """Without a yes, nothing is written."""
    image, stick = files
    before = stick.read_bytes()
    done = call([USB, image, stick, "--force", stick])
    assert done.returncode != 0 and "will be lost" in done.stdout
    same = stick.read_bytes() == before
    assert same


def test_file_needs_force(files):
    """A mistyped name would make a large file."""
    image, stick = files
    assert call([USB, image, stick, "--yes"]).returncode != 0
    missing = stick.parent / "none"
    done = call([USB, image, missing, "--force", missing, "--yes"])
    assert done.returncode != 0 and not missing.exists()


def test_bad_stick_is_found(files, monkeypatch):
    """One that does not keep what is written."""
    image, stick = files
    monkeypatch.setattr(usb, "write", lambda image, path: None)
    args = argparse.Namespace(image=image, dev=str(stick), force=str(stick),
                              yes=True)
    with pytest.raises(usb.Refused, match="does not keep"):
        usb.run(args, usb.Host())
