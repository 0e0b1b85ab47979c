#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""pack.py - pack the labs for students: `make handout`; or, with a number, as
an autograder for Gradescope: `make lab-gradescope N=2`. Both have the same
files, those that labs/handout.txt does not leave out. So a file has the same
score at home and there. Students get some sources as objects, which no student
sees at Gradescope."""
import argparse
import subprocess
import sys
import tarfile
import zipfile
from fnmatch import fnmatch

from kmapgrade import labs, recipe
from kmapgrade.labs import LABS, ROOT

NAME = "kmaplab"  # the folder in the packages
NOT_SOURCES = {".git", "__pycache__"}
SCRIPTS = LABS / "gradescope"


def rules(text):
    """(patterns that are left out, exceptions)."""
    words = [line.split()[0] for line in text.splitlines()
             if line and line[0] not in "#="]
    return ([word for word in words if word[0] != "!"],
            [word[1:] for word in words if word[0] == "!"])


def answers(text, over=0):
    """Sources that answer a lab which is not over."""
    words = [line.split() for line in text.splitlines() if line[:1] == "="]
    return [name for lab, name, *_ in words if int(lab[1:]) > over]


def sources():
    """All files, from the root; not what was built."""
    build = recipe.BUILD.resolve()
    for path in sorted(ROOT.rglob("*")):
        name = path.relative_to(ROOT)
        if (path.is_file() and not NOT_SOURCES & set(name.parts)
                and name.parts[0] not in NOT_SOURCES | {"build"}
                and build not in path.resolve().parents):
            yield name.as_posix()


def chosen():
    """Those that students get."""
    out, kept = rules((LABS / "handout.txt").read_text(encoding="utf-8"))
    for name in sources():
        if (not any(fnmatch(name, pattern) for pattern in out)
                or any(fnmatch(name, pattern) for pattern in kept)):
            yield name


def objects_of(name):
    """A source's objects, for the kernel and for the explorer; as they are
    below build/, with what they are called in a package."""
    for folder in ("kernel", "explore/portable"):
        name_there = f"{folder}/{name.removesuffix('.c')}.o"
        yield recipe.BUILD / name_there, f"prebuilt/{name_there}"


def add_object(archive, path, name):
    """Without what debuggers want to know, such as names of variables."""
    bare = recipe.LAB_DIR / "bare.o"
    subprocess.run(["objcopy", "--strip-debug", path, bare], check=True)
    archive.add(bare, f"{NAME}/{name}")


def handout(target, over=0):
    """A tarball, for a course in which labs 1 to `over` are over. Its own
    README.md says where to begin."""
    hidden = answers((LABS / "handout.txt").read_text("utf-8"), over)
    with tarfile.open(target, "w:gz") as archive:
        for name in chosen():
            if name not in hidden:
                archive.add(ROOT / name, f"{NAME}/{name}")
                continue
            for path, there in objects_of(name):
                add_object(archive, path, there)
        archive.add(LABS / "START.md", f"{NAME}/README.md")


def gradescope(lab, target):
    """A zip with Gradescope's two scripts in it."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in chosen():
            archive.write(ROOT / name, f"{NAME}/{name}")
        archive.writestr("lab", f"{lab.number} {lab.source}\n")
        for path in sorted(SCRIPTS.iterdir()):
            archive.write(path, path.name)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gradescope", metavar="N", nargs="?", const="")
    parser.add_argument("--over", metavar="N", type=int, default=0)
    args = parser.parse_args()
    recipe.LAB_DIR.mkdir(parents=True, exist_ok=True)
    if args.gradescope is None:
        target = recipe.BUILD / f"{NAME}-labs.tar.gz"
        handout(target, args.over)
    else:
        try:
            lab = labs.find(args.gradescope)
        except labs.NoSuchLab as error:
            sys.exit(f"make lab-gradescope: {error}")
        target = recipe.LAB_DIR / f"gradescope-{lab.number}.zip"
        gradescope(lab, target)
    print(f"{target}: {target.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
