# SPDX-License-Identifier: MIT
"""test_release.py - what is handed out of a version: from its tag alone, the
same bytes each time, with sums that are right."""
import re
import subprocess

import pytest

from kmaptest.project import ROOT, call, read

MKRELEASE = ROOT / "tools/mkrelease.sh"
VERSION = re.search(r'KMAPLAB_VERSION "(.*)"', read("lib/version.h"))[1]
NAMES = {"CONTENTS", "SHA256SUMS", *(f"kmaplab-{VERSION}{end}" for end in
                                     (".elf", ".iso", ".img", "-pxe.tar"))}


@pytest.fixture(name="tree")
def make_tree(out):
    """A repository with one commit, and stand-ins for the images beside it."""
    tree = out / "tree"
    (out / "pxe/boot").mkdir(parents=True)
    tree.mkdir()
    for path in ("kernel", "iso", "floppy", "pxe/boot/file", "tree/source"):
        (out / path).write_text(path)
    git(tree, "init", "-q")
    git(tree, "add", "source")
    git(tree, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q",
        "-m", "all")
    return tree


def git(tree, *words):
    """Must go well."""
    subprocess.run(["git", "-C", tree, *words], check=True)


def release(tree, name="release"):
    """Make one."""
    out = tree.parent
    return call([MKRELEASE, out / "kernel", out / "iso", out / "floppy",
                 out / "pxe", out / name], cwd=tree)


def contents(folder):
    """{name: bytes}"""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_release(tree):
    """All that belongs to it; the sums are right, and twice is the same."""
    git(tree, "tag", f"v{VERSION}")
    assert release(tree).returncode == 0
    (tree.parent / "pxe/boot/file").touch()  # another time
    assert release(tree, "again").returncode == 0
    made = contents(tree.parent / "release")
    assert made.keys() == NAMES
    assert made == contents(tree.parent / "again")
    assert call(["sha256sum", "-c", "SHA256SUMS"],
                cwd=tree.parent / "release").returncode == 0


def test_contents(tree):
    """Which commit, and which packages in which version."""
    git(tree, "tag", f"v{VERSION}")
    release(tree)
    text = (tree.parent / "release/CONTENTS").read_text("utf-8")
    commit = call(["git", "rev-parse", "HEAD"], cwd=tree).stdout.strip()
    assert f"kmaplab {VERSION}, commit {commit}" in text
    for package in ("grub-pc-bin", "grub-efi-amd64-bin", "fonts-spleen"):
        version = call(["dpkg-query", "-W", "-f", "${Version}",
                        package]).stdout
        assert re.search(rf"^ +{package} +{re.escape(version)}$", text, re.M)


@pytest.mark.parametrize("tag, change, said", [
    (None, False, f"does not have the tag v{VERSION}"),
    ("v99", False, f"does not have the tag v{VERSION}"),
    (f"v{VERSION}", True, "the tree is not as committed")])
def test_refused(tree, tag, change, said):
    """Nothing is made of what nobody could make again."""
    if tag:
        git(tree, "tag", tag)
    if change:
        (tree / "new").write_text("not committed")
    refuse(tree, said)


def test_version_is_used(tree):
    """A tag that is on another commit does not move."""
    git(tree, "tag", f"v{VERSION}")
    git(tree, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q",
        "--allow-empty", "-m", "more")
    refuse(tree, f"v{VERSION} is another commit")


def refuse(tree, said):
    """Neither a check nor a release passes."""
    for done in (call([MKRELEASE, "--check"], cwd=tree), release(tree)):
        assert done.returncode != 0 and said in done.stdout
    assert not (tree.parent / "release").exists()
