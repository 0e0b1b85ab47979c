#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""setup.py - setup.sh on machines that lack something, all of them fake: the
package tools are scripts that write down how they were called."""
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import ROOT, Tap, call, read

SETUP = os.path.join(ROOT, "tools/setup.sh")
GROUPS = "build llvm run iso bochs debug unit lint test model".split()

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
cat $DIR/id
"""
SUDO = """#!/bin/sh
echo "sudo $*" >>$DIR/calls
"$@"
"""
NEEDED = ("sh", "awk", "sed", "grep", "tr", "cat", "tail", "mktemp", "rm",
          "dirname", "env")


class Machine:
    """A PATH with the fakes and what else the script needs."""

    def __init__(self, installed=(), root=True, sudo=False, update=0,
                 install=0, commands=()):
        # pylint: disable=consider-using-with
        self.directory = tempfile.TemporaryDirectory(prefix="kmaplab-setup-")
        self.dir = self.directory.name
        for name in NEEDED:
            os.symlink(shutil.which(name), os.path.join(self.dir, name))
        for name, text in (("dpkg-query", DPKG_QUERY), ("apt-get", APT_GET),
                           ("apt-cache", APT_CACHE), ("id", ID)):
            self.script(name, text)
        if sudo:
            self.script("sudo", SUDO)
        for name in commands:
            self.script(name, "#!/bin/sh\n")
        for name, text in (("installed", "\n".join(installed)),
                           ("id", "0" if root else "1000"),
                           ("update", str(update)),
                           ("install", str(install))):
            self.write(name if name != "id" else "id.txt", text)

    def write(self, name, text):
        with open(os.path.join(self.dir, name), "w",
                  encoding="utf-8") as file:
            file.write(text + "\n")

    def script(self, name, text):
        path = os.path.join(self.dir, name)
        self.write(name, text.replace("$DIR/id", self.dir + "/id.txt")
                   .replace("$DIR", self.dir))
        os.chmod(path, 0o755)

    def setup(self, *groups):
        """Run setup.sh there."""
        return call(["/bin/sh", SETUP, *groups],
                    env={"PATH": self.dir, "TMPDIR": self.dir})

    def calls(self):
        return read(self.dir, "calls")


def nothing_missing(tap):
    """With everything there: not a word, not a call. On this machine too."""
    packages = [line.split()[1] for line in
                read(ROOT, "tools/packages.txt").splitlines()
                if line and line[0] != "#"]
    machine = Machine(packages)
    done = machine.setup(*GROUPS)
    tap.equal((done.returncode, done.stdout), (0, ""),
              "nothing missing: says nothing")
    tap.equal(machine.calls(), "", "nothing missing: no apt-get")
    done = call([SETUP, *GROUPS], env={
        **os.environ, "http_proxy": "http://127.0.0.1:9"})
    tap.equal((done.returncode, done.stdout), (0, ""),
              "nothing is missing on this machine either")


def missing(tap):
    """It says what it installs, and why; and installs only that."""
    machine = Machine(["qemu-system-x86"])
    done = machine.setup("run")
    tap.equal(done.returncode, 0, "missing: exit status 0")
    tap.is_in("python3", done.stdout, "missing: says what")
    tap.is_in("prints the report", done.stdout, "missing: says what for")
    tap.ok("qemu" not in done.stdout, "missing: not what is there")
    calls = machine.calls().splitlines()
    tap.is_in(" update", calls[0], "missing: the lists first")
    for text in ("noninteractive apt-get", " -y ", "--no-remove",
                 "--no-install-recommends", "install", "python3"):
        tap.is_in(text, calls[1], f"missing: {text}")
    tap.ok("qemu" not in calls[1], "missing: nothing else", calls[1])


def compilers(tap):
    """gcc-multilib and the cross compiler exclude each other."""
    machine = Machine(["binutils", "gcc-multilib"])
    machine.setup("build")
    tap.equal(machine.calls(), "", "gcc-multilib: it stays, alone")
    machine = Machine(["binutils"], commands=["i686-elf-gcc"])
    machine.setup("build")
    tap.equal(machine.calls(), "", "an own i686-elf-gcc: no other")
    machine = Machine(["binutils"])
    machine.setup("build")
    tap.is_in("gcc-i686-linux-gnu", machine.calls(), "neither: the cross gcc")


def rights(tap):
    """root, sudo, or a clear word."""
    machine = Machine(root=False, sudo=True)
    done = machine.setup("debug")
    tap.equal(done.returncode, 0, "sudo: exit status 0")
    tap.is_in("sudo env DEBIAN_FRONTEND=noninteractive apt-get",
              machine.calls(), "sudo: it is used")
    machine = Machine(root=False)
    done = machine.setup("debug")
    tap.equal(done.returncode, 1, "neither: exit status 1")
    tap.is_in("needs root, or sudo", done.stdout, "neither: says so")


def failures(tap):
    """No network, no such package, no such group."""
    machine = Machine(install=100, update=100)
    done = machine.setup("iso")
    tap.equal(done.returncode, 1, "no such package: exit status 1")
    tap.is_in("there is no package xorriso", done.stdout,
              "no such package: which")
    tap.is_in("E: apt's own words", done.stdout, "and what apt-get said")
    tap.is_in("lists could not be updated", done.stdout, "and the lists")
    tap.equal(Machine().setup("nonsense").returncode, 1, "no such group")
    tap.equal(Machine().setup().returncode, 1, "no group at all")
    machine = Machine()
    os.remove(os.path.join(machine.dir, "dpkg-query"))
    done = machine.setup("run")
    tap.equal(done.returncode, 0, "no Debian: goes on")
    tap.is_in("for you to install", done.stdout, "no Debian: says so")


def main():
    tap = Tap()
    for test in (nothing_missing, missing, compilers, rights, failures):
        test(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
