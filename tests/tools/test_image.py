# SPDX-License-Identifier: MIT
"""test_image.py - the images as a user gets them: their menu, on the serial
console, from each medium; and they are the same images each time."""
import os
import re
import struct
import subprocess

import pytest

from kmaptest import sources
from kmaptest.project import BUILD, ROOT, call, read

MKISO = ROOT / "tools/mkiso.sh"
MKFLOPPY = ROOT / "tools/mkfloppy.sh"
MKPXE = ROOT / "tools/mkpxe.sh"
MENU = read("boot/grub.cfg")
RARE = [pytest.mark.rare, pytest.mark.takes(20)]


@pytest.mark.takes(20)
@pytest.mark.parametrize("media, key, run", [("cd", "t", "tests"),
                                             ("usb", "s", "scenarios")])
def test_menu(boot, image, media, key, run):
    """Press a key in GRUB's menu."""
    booted = boot("--image", image, "--media", media, "--cpus", "1",
                  "--mem", "1G", "--no-report",
                  "--type", f"automatically in={key}")
    assert booted.status == 0
    assert booted.run.env["parameters"]["run"] == run
    assert "loaded by GRUB" in booted.console


@pytest.mark.parametrize("maker, media, firmware", [
    pytest.param(MKFLOPPY, "floppy", "bios", marks=RARE),
    *(pytest.param(MKPXE, "pxe", firmware, marks=RARE)
      for firmware in ("bios", "uefi64"))])
def test_small_media(boot, kernel, out, maker, media, firmware):
    """The same menu from a floppy disk, and from the network. (Debian's UEFI
    with 32 bits does not know QEMU's network cards.)"""
    assert call([maker, kernel, out / "image"]).returncode == 0
    booted = boot("--image", out / "image", "--media", media,
                  "--firmware", firmware, "--cpus", "2",
                  "--mem", "512M", "--no-report",
                  "--type", "automatically in=t")
    assert booted.status == 0
    assert booted.run.env["parameters"]["run"] == "tests"
    assert "loaded by GRUB" in booted.console


@pytest.mark.rare
@pytest.mark.takes(20)
def test_ipxe(boot, kernel, out):
    """iPXE loads the kernel itself."""
    folder = out / "pxe"
    assert call([MKPXE, kernel, folder]).returncode == 0
    script = folder / "boot.ipxe"
    script.write_text(script.read_text().replace(
        "kmaplab.elf", "kmaplab.elf run=scenarios strategy=held"))
    booted = boot("--image", folder, "--media", "ipxe", "--cpus", "2",
                  "--mem", "512M", "--no-report")
    assert booted.status == 0
    assert booted.run.env["parameters"]["strategy"] == ["held"]


def contents(path):
    """{name: bytes} of a file or folder."""
    files = [p for p in path.rglob("*") if p.is_file()] \
        if path.is_dir() else [path]
    return {str(p.relative_to(path)): p.read_bytes() for p in files}


@pytest.mark.parametrize("maker, most", [(MKISO, 4 << 20),
                                         (MKFLOPPY, 1440 << 10),
                                         (MKPXE, 4 << 20)])
def test_same_bytes(kernel, out, maker, most):
    """Made twice, in different time zones; and it is small."""
    images = []
    for name, zone in (("1", "Asia/Tokyo"), ("2", "UTC+7")):
        done = subprocess.run([maker, kernel, out / name], check=False,
                              env={**os.environ, "TZ": zone})
        assert done.returncode == 0
        images.append(contents(out / name))
    same = images[0] == images[1]
    assert same
    assert sum(map(len, images[0].values())) <= most


def test_date_is_the_commits(kernel, out):
    """What has a date has that of SOURCE_DATE_EPOCH."""
    done = subprocess.run([MKPXE, kernel, out / "pxe"], check=False, env={
        **os.environ, "SOURCE_DATE_EPOCH": "1234567890"})
    assert done.returncode == 0
    assert (out / "pxe/boot.ipxe").stat().st_mtime == 1234567890


def test_partitions(image):
    """An active one, for strict BIOSes, and that for UEFI; no GPT."""
    sector = image.read_bytes()[:1024]
    table = [struct.unpack_from("<B3xB3xII", sector, 446 + 16 * i)
             for i in range(4)]
    assert sector[510:512] == b"\x55\xaa" and sector[512:520] != b"EFI PART"
    assert [entry[0] for entry in table] == [0x80, 0, 0, 0]
    kind, start, count = table[1][1:]
    assert kind == 0xef
    assert (start + count) * 512 <= image.stat().st_size
    # Its file system
    assert image.read_bytes()[start * 512:][:512][510:] == b"\x55\xaa"


def test_menu_has_all_strategies():
    """An entry each."""
    names = {name.split("/")[-1][:-2] for name in sources.all_files()
             if re.fullmatch(r"mm/strategy/\w+\.c", name)}
    listed = re.search(r"for name in (.*); do", MENU)[1].split()
    assert set(listed) == names and len(listed) == len(names)


def test_no_kernel(out):
    """No kernel: no image."""
    for maker in (MKISO, MKFLOPPY, MKPXE):
        done = call([maker, "/no/such/kernel", out / "image"])
        assert done.returncode != 0
        assert "there is no" in done.stdout


def test_iso_says_what_is_next():
    """How it gets onto a stick."""
    done = call(["make", "-C", ROOT, f"BUILD={BUILD}", "SETUP=no", "iso"])
    assert "make usb DEV=" in done.stdout
