#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""usb.py IMAGE DEV [--force DEV] [--yes] - write the image to a USB stick, and
read it back.

It refuses what is in use, what is only a part of a disk, and what cannot be
unplugged, unless --force repeats its name. It says what will be lost and asks,
unless told --yes.
"""
import argparse
import os
import stat
import sys
from dataclasses import dataclass

CHUNK = 1 << 20


class Refused(Exception):
    """The message says why."""


@dataclass
class Host:
    """Where this machine tells about its disks."""
    sys: str = "/sys"
    proc: str = "/proc"

    def read(self, *path):
        """A file's text; empty if there is none."""
        try:
            with open(os.path.join(*path), encoding="utf-8") as file:
                return file.read().strip()
        except OSError:
            return ""

    def of_disk(self, name, *path):
        """What sysfs says about it."""
        return self.read(self.sys, "class/block", name, *path)

    def exists(self, name, *path):
        return os.path.exists(os.path.join(self.sys, "class/block", name,
                                           *path))

    def parts(self, name):
        """The disk, and its partitions."""
        folder = os.path.join(self.sys, "class/block", name)
        names = os.listdir(folder) if os.path.isdir(folder) else []
        return [name] + sorted(n for n in names
                               if self.exists(name, n, "partition"))

    def users(self, name):
        """Why one of its parts must not be overwritten now."""
        mounts = [line.split() for line in
                  self.read(self.proc, "self/mounts").splitlines()]
        swaps = self.read(self.proc, "swaps").splitlines()[1:]
        out = []
        for part in self.parts(name):
            path = f"/dev/{part}"
            out += [f"{path} is mounted at {words[1]}" for words in mounts
                    if os.path.realpath(words[0]) == path]
            out += [f"{path} is used for swapping" for line in swaps
                    if line.split()[0] == path]
            holders = os.path.join(self.sys, "class/block", part, "holders")
            if os.path.isdir(holders):
                out += [f"{path} is part of {holder}"
                        for holder in sorted(os.listdir(holders))]
        return out


def check(host, path, force, is_disk):
    """Refuse what must not be overwritten."""
    name = os.path.basename(os.path.realpath(path))
    forced = force is not None and force == path
    if force is not None and not forced:
        raise Refused(f"FORCE={force} is not DEV={path}")
    if not is_disk:
        if not forced:
            raise Refused(f"{path} is no disk, but a file. To write there all "
                          f"the same: FORCE={path}")
        return
    if host.exists(name, "partition"):
        raise Refused(f"{path} is a partition: name the whole stick, or it "
                      "will not boot")
    used = host.users(name)
    if used:
        raise Refused("; ".join(used))
    if host.of_disk(name, "removable") != "1" and not forced:
        raise Refused(f"{path} is not removable, so it may be this machine's "
                      f"own disk. To write there all the same: FORCE={path}")


def describe(host, path, size):
    """What will be lost."""
    name = os.path.basename(os.path.realpath(path))
    model = " ".join(filter(None, (host.of_disk(name, "device", "vendor"),
                                   host.of_disk(name, "device", "model"))))
    lines = [f"{path}: {model or 'no name'}, {size / 1e9:.1f} GB"]
    for part in host.parts(name)[1:]:
        sectors = host.of_disk(name, part, "size")
        lines.append(f"  /dev/{part}: "
                     f"{int(sectors or 0) * 512 / 1e9:.1f} GB")
    return "\n".join(lines + ["Everything on it will be lost."])


def write(image, path):
    """Write, and wait until it is there."""
    disk = os.open(path, os.O_WRONLY | os.O_EXCL)
    try:
        with open(image, "rb") as source, os.fdopen(disk, "wb", 0,
                                                    closefd=False) as file:
            while chunk := source.read(CHUNK):
                file.write(chunk)
            os.fsync(disk)
            # What is read now comes from the stick.
            os.posix_fadvise(disk, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(disk)


def verify(image, path):
    """Is it what is there now?"""
    with open(image, "rb") as source, open(path, "rb") as file:
        at = 0
        while chunk := source.read(CHUNK):
            if file.read(len(chunk)) != chunk:
                raise Refused(f"{path} does not keep what is written to it: "
                              f"differs after byte {at}")
            at += len(chunk)


def size_of(path):
    with open(path, "rb") as file:
        return file.seek(0, os.SEEK_END)


def run(args, host):
    """All of it."""
    if not os.path.exists(args.dev):
        raise Refused(f"there is no {args.dev}")
    is_disk = stat.S_ISBLK(os.stat(args.dev).st_mode)
    check(host, args.dev, args.force, is_disk)
    size = size_of(args.dev)
    if size < os.path.getsize(args.image) and is_disk:
        raise Refused(f"{args.dev} is too small")
    print(describe(host, args.dev, size))
    if not args.yes and input("Write? (yes/no) ") != "yes":
        raise Refused("nothing was written")
    write(args.image, args.dev)
    verify(args.image, args.dev)
    print(f"{args.dev} has the image, and was read back. Boot from it.")


def main():
    parser = argparse.ArgumentParser(description="Write the image to a stick.")
    parser.add_argument("image")
    parser.add_argument("dev")
    parser.add_argument("--force", metavar="DEV")
    parser.add_argument("--yes", action="store_true")
    try:
        run(parser.parse_args(), Host())
    except (Refused, OSError, EOFError, KeyboardInterrupt) as error:
        sys.exit(f"usb: {error or 'nothing was written'}")


if __name__ == "__main__":
    main()
