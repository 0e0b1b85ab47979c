#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""image.py - build/kmaplab.iso as a user gets it: its menu, on the serial
console, as a CD and as a USB disk; and it is the same image each time."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import BUILD, KERNEL, ROOT, RUN, Tap, call, out_dir, read
from kmapreport import records

IMAGE = os.path.join(BUILD, "kmaplab.iso")
MKISO = os.path.join(ROOT, "tools/mkiso.sh")


def from_menu(tap, media, key, run):
    """Press a key in GRUB's menu."""
    out = out_dir("image", media)
    done = call([*RUN, "--image", IMAGE, "--media", media, "--out", out,
                 "--cpus", "8", "--mem", "1G", "--quiet", "--no-report",
                 "--type", f"automatically in={key}"])
    tap.ok(done.returncode == 0, f"{media}: the menu's entry {key}",
           done.stdout)
    env = records.load(os.path.join(out, "results.jsonl")).env
    tap.equal(env and env["parameters"]["run"], run, f"{media}: run={run}")
    tap.is_in("loaded by GRUB", read(out, "console.log"),
              f"{media}: loaded by GRUB")


def same_bytes(tap):
    """Made twice."""
    images = []
    for number in "12":
        path = os.path.join(out_dir("image"), f"{number}.iso")
        call([MKISO, KERNEL, path, "run=tests"])
        with open(path, "rb") as file:
            images.append(file.read())
    tap.ok(images[0] == images[1], "the same kernel: the same bytes")
    tap.ok(len(images[0]) < 3 << 20, "less than 3 MiB", len(images[0]))
    done = call([MKISO, "/no/such/kernel", "/no/such/image"])
    tap.ok(done.returncode != 0 and "there is no" in done.stdout,
           "no kernel: no image", done.stdout)


def main():
    tap = Tap()
    from_menu(tap, "cd", "t", "tests")
    from_menu(tap, "usb", "s", "scenarios")
    same_bytes(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
