# SPDX-License-Identifier: MIT
"""test_image.py - build/kmaplab.iso as a user gets it: its menu, on the serial
console, as a CD and as a USB disk; and it is the same image each time."""
import pytest

from kmaptest.project import ROOT, call

MKISO = ROOT / "tools/mkiso.sh"


@pytest.mark.takes(20)
@pytest.mark.parametrize("media, key, run", [("cd", "t", "tests"),
                                             ("usb", "s", "scenarios")])
def test_menu(boot, image, media, key, run):
    """Press a key in GRUB's menu."""
    booted = boot("--image", image, "--media", media, "--cpus", "8",
                  "--mem", "1G", "--no-report",
                  "--type", f"automatically in={key}")
    assert booted.status == 0
    assert booted.run.env["parameters"]["run"] == run
    assert "loaded by GRUB" in booted.console


def test_same_bytes(kernel, out):
    """Made twice; and it is small."""
    images = []
    for path in (out / "1.iso", out / "2.iso"):
        call([MKISO, kernel, path, "run=tests"])
        images.append(path.read_bytes())
    same = images[0] == images[1]
    assert same
    assert len(images[0]) < 4 << 20


def test_no_kernel():
    """No kernel: no image."""
    done = call([MKISO, "/no/such/kernel", "/no/such/image"])
    assert done.returncode != 0
    assert "there is no" in done.stdout
