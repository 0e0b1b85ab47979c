# SPDX-License-Identifier: MIT
"""test_setup.py - setup.sh on machines that lack something, all of them fake:
the package tools are scripts that write down how they were called."""
import os
import re
import shutil

import pytest

from kmaptest.project import ROOT, call, read

SETUP = ROOT / "tools/setup.sh"
LISTED = [line.split()[:2] for line in
          read("tools/packages.txt").splitlines()
          if line and line[0] != "#"]
GROUPS = list(dict.fromkeys(group for group, _ in LISTED))
# Those that `make test` has had installed.
OF_TEST = re.search(r"^SETUP_ALL +:= (.*)",
                    read("tools/setup.mk").replace("\\\n", ""), re.M)[1].split()

DPKG_QUERY = """#!/bin/sh
for name; do
    case $name in -*) ;; *)
        grep -qx "$name" $DIR/installed && echo "installed $name";;
    esac
done
exit 1
"""
APT_GET = """#!/bin/sh
echo "$DEBIAN_FRONTEND apt-get $*" >>$DIR/calls
case " $* " in
*" update "*) exit $(cat $DIR/update);;
*" install "*) echo "E: apt's own words"; exit $(cat $DIR/install);;
esac
"""
APT_CACHE = """#!/bin/sh
[ "$2" != xorriso ]
"""
ID = """#!/bin/sh
cat $DIR/user
"""
SUDO = """#!/bin/sh
echo "sudo $*" >>$DIR/calls
"$@"
"""
NEEDED = ("sh", "awk", "sed", "grep", "tr", "cat", "tail", "mktemp", "rm",
          "dirname", "env")


class Machine:
    """A PATH with the fakes and what else the script needs."""

    def __init__(self, path, installed=(), root=True, sudo=False, update=0,
                 install=0, commands=()):
        self.path = path
        for name in NEEDED:
            (path / name).symlink_to(shutil.which(name))
        scripts = {"dpkg-query": DPKG_QUERY, "apt-get": APT_GET,
                   "apt-cache": APT_CACHE, "id": ID,
                   **({"sudo": SUDO} if sudo else {}),
                   **dict.fromkeys(commands, "#!/bin/sh\n")}
        for name, text in scripts.items():
            self.write(name, text.replace("$DIR", str(path)))
            (path / name).chmod(0o755)
        for name, text in (("installed", "\n".join(installed)),
                           ("user", "0" if root else "1000"),
                           ("update", str(update)),
                           ("install", str(install))):
            self.write(name, text)

    def write(self, name, text):
        (self.path / name).write_text(text + "\n", encoding="utf-8")

    def setup(self, *groups):
        """Run setup.sh there."""
        return call(["/bin/sh", SETUP, *groups],
                    env={"PATH": str(self.path), "TMPDIR": str(self.path)})

    def calls(self):
        """What was asked of apt-get and sudo."""
        return read(self.path / "calls")


@pytest.fixture(name="machine")
def make_machine(tmp_path):
    """machine(what is special): one that is all fake."""
    return lambda *args, **kwargs: Machine(tmp_path, *args, **kwargs)


def test_nothing_missing(machine):
    """With everything there: not a word, not a call."""
    fake = machine([package for _, package in LISTED])
    done = fake.setup(*GROUPS)
    assert (done.returncode, done.stdout) == (0, "")
    assert fake.calls() == ""


def test_nothing_missing_here():
    """Nor on this machine, that runs all tests."""
    done = call([SETUP, *OF_TEST], env={
        **os.environ, "http_proxy": "http://127.0.0.1:9"})
    assert (done.returncode, done.stdout) == (0, "")


def test_missing(machine):
    """It says what it installs, and why; and installs only that."""
    fake = machine(["qemu-system-x86"])
    done = fake.setup("run")
    assert done.returncode == 0
    assert "python3" in done.stdout
    assert "prints the report" in done.stdout
    assert "qemu" not in done.stdout
    update, install = fake.calls().splitlines()[:2]
    assert " update" in update
    for text in ("noninteractive apt-get", " -y ", "--no-remove",
                 "--no-install-recommends", "install", "python3"):
        assert text in install
    assert "qemu" not in install


def test_check(machine):
    """It only says what is missing, or that nothing is."""
    fake = machine(["qemu-system-x86"])
    done = fake.setup("--check", "run")
    assert done.returncode == 1
    assert "python3" in done.stdout
    assert fake.calls() == ""


def test_check_nothing_missing(machine):
    """Then not a word."""
    done = machine(["qemu-system-x86", "python3"]).setup("--check", "run")
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("installed, commands", [
    (["binutils", "gcc-multilib"], []), (["binutils"], ["i686-elf-gcc"])],
                         ids=["gcc-multilib", "a-gcc-of-ones-own"])
def test_no_other_compiler(machine, installed, commands):
    """gcc-multilib and the cross compiler exclude each other; a cross gcc of
    one's own will do."""
    fake = machine(installed, commands=commands)
    fake.setup("build")
    assert fake.calls() == ""


def test_compiler(machine):
    """Neither: the cross gcc."""
    fake = machine(["binutils"])
    fake.setup("build")
    assert "gcc-i686-linux-gnu" in fake.calls()


def test_sudo(machine):
    """It is used where root is not root."""
    fake = machine(root=False, sudo=True)
    assert fake.setup("debug").returncode == 0
    assert "sudo env DEBIAN_FRONTEND=noninteractive apt-get" in fake.calls()


def test_neither_root_nor_sudo(machine):
    """A clear word."""
    done = machine(root=False).setup("debug")
    assert done.returncode == 1
    assert "needs root, or sudo" in done.stdout


def test_no_such_package(machine):
    """Which, and what apt-get said; the lists could not be had either."""
    done = machine(install=100, update=100).setup("iso")
    assert done.returncode == 1
    assert "there is no package xorriso" in done.stdout
    assert "E: apt's own words" in done.stdout
    assert "lists could not be updated" in done.stdout


@pytest.mark.parametrize("groups", [["nonsense"], []])
def test_no_such_group(machine, groups):
    """Or none at all."""
    assert machine().setup(*groups).returncode == 1


def test_no_debian(machine):
    """It goes on, and says what is needed."""
    fake = machine()
    (fake.path / "dpkg-query").unlink()
    done = fake.setup("run")
    assert done.returncode == 0
    assert "for you to install" in done.stdout
