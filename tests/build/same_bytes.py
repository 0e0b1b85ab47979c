#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""same_bytes.py - the same sources give the same bytes, wherever they are and
wherever it is built; kernel and image."""
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import Tap
from copy_tree import copy_to, make  # pylint: disable=wrong-import-order


def build(tap, tree, folder, *words):
    """(kernel, image) as bytes."""
    copy_to(tree)
    done = make(tree, f"BUILD={folder}", *words, "build", "iso")
    if not tap.ok(done.returncode == 0, f"builds with BUILD={folder}",
                  done.stdout):
        return None
    out = []
    for name in ("kmaplab.elf", "kmaplab.iso"):
        with open(os.path.join(tree, folder, name), "rb") as file:
            out.append(file.read())
    return out


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="kmaplab-same-") as place:
        for words in ([], ["LLVM=1"]):
            one = build(tap, os.path.join(place, "one"), "build", *words)
            two = build(tap, os.path.join(place, "another/place"),
                        os.path.join(place, "elsewhere"), *words)
            name = " ".join(words) or "gcc"
            if one and two:
                tap.ok(one[0] == two[0], f"{name}: the same kernel")
                tap.ok(one[1] == two[1], f"{name}: the same image")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
