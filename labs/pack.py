#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""pack.py handout FILE.tar.gz | gradescope N FILE.zip - what a lecturer hands
out, and what Gradescope grades with: the project without the solutions, and
without the strategies that give an answer away."""
import argparse
import os
import tarfile
import zipfile
from pathlib import Path

from kmapgrade import labs

NAME = "kmaplab"
# held is Linux, dropped is the patch that lab 5 reviews. The rest are answers.
KEPT = {"held", "dropped"}
NO_SOURCES = {".git", "build", "__pycache__", "solutions"}

SETUP = """\
#!/bin/sh
# Installs what the grader needs, and builds all but the student's file.
set -e
apt-get update
apt-get install -y --no-install-recommends make gcc libc6-dev binutils \\
	gcc-i686-linux-gnu qemu-system-x86 python3 util-linux
cd /autograder/source && tar xzf kmaplab.tar.gz
cd kmaplab && make SETUP=no lab-build
"""
AUTOGRADER = """\
#!/bin/sh
# Grades what was handed in. The exit status is about the grader.
cd /autograder/source/kmaplab || exit 1
make SETUP=no lab N=@N@ FILE=/autograder/submission/@SOURCE@ \\
	RESULTS=/autograder/results/results.json
test -s /autograder/results/results.json
"""


def sources():
    """Paths of what is handed out, from the root."""
    for at, folders, names in os.walk(labs.ROOT):
        folders[:] = sorted(set(folders) - NO_SOURCES)
        for name in sorted(names):
            path = (Path(at) / name).relative_to(labs.ROOT)
            if name != ".git" and not (path.parent == Path("mm/strategy")
                                       and path.stem not in KEPT):
                yield path


def handout(target):
    """The tarball. The same sources give the same bytes but for the time."""
    with tarfile.open(target, "w:gz") as tar:
        for path in sources():
            tar.add(labs.ROOT / path, arcname=f"{NAME}/{path}",
                    recursive=False)


def gradescope(lab, target):
    """The autograder's zip."""
    handout_to = Path(f"{target}.tar.gz")
    handout(handout_to)
    inside = handout_to.read_bytes()
    handout_to.unlink()
    run = AUTOGRADER.replace("@N@", lab.number).replace("@SOURCE@",
                                                        lab.source)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("kmaplab.tar.gz", inside)
        for name, text in (("setup.sh", SETUP), ("run_autograder", run)):
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o755 << 16
            archive.writestr(info, text)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("handout", "gradescope"))
    parser.add_argument("words", nargs="+", metavar="[N] FILE")
    args = parser.parse_args()
    target = Path(args.words[-1])
    target.parent.mkdir(parents=True, exist_ok=True)
    if args.what == "handout":
        handout(target)
    else:
        gradescope(labs.find(args.words[0]), target)
    print(f"{target} is ready: {target.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
