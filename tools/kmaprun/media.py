# SPDX-License-Identifier: MIT
"""media.py - what an emulator boots: the kernel, or an image that contains it.
"""
import os
import shutil
import subprocess

from kmaprun import firmware, floppy
from kmaprun.emulator import IMAGE, KERNEL, StartError

# What a PC loads from the network, of a folder that tools/mkpxe.sh made.
NET = {"pxe": "grub.pxe", "ipxe": "boot.ipxe"}
NET_UEFI = {"uefi64": "grub-x64.efi", "uefi32": "grub-ia32.efi"}
# A stick at each kind of controller that GRUB or a BIOS has to know.
USB = {"usb": "qemu-xhci", "usb-ehci": "usb-ehci", "usb-ohci": "pci-ohci"}
TOOLS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def _copy(path, target):
    try:
        if os.path.isdir(path):
            shutil.copytree(path, target)
        else:
            shutil.copyfile(path, target)
    except FileNotFoundError:
        raise StartError(f"there is no {path}") from None


def _make_iso(kernel, path, plan):
    done = subprocess.run(
        [os.path.join(TOOLS, "mkiso.sh"), "--firmware",
         "bios" if plan.firmware == firmware.BIOS else "uefi",
         kernel, path, *plan.args],
        stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise StartError(f"no image to boot: {done.stderr.strip()}")


def _make_floppy(kernel, path, args):
    with open(kernel, "rb") as file:
        data = file.read()
    try:
        data = floppy.image(data, args)
    except floppy.NoImage as error:
        raise StartError(f"no image to boot: {error}") from None
    with open(path, "wb") as file:
        file.write(data)


def provide(emulator, plan, opts):
    """Put it into the emulator's directory. The kernel is copied, since it may
    be built again while it runs."""
    firmware.provide(emulator, plan.firmware)
    if opts.image:
        _copy(opts.image, emulator.path(IMAGE))
        return
    _copy(opts.kernel, emulator.path(KERNEL))
    if plan.media == "floppy":
        _make_floppy(emulator.path(KERNEL), emulator.path(IMAGE), plan.args)
    elif plan.media != "kernel":
        _make_iso(emulator.path(KERNEL), emulator.path(IMAGE), plan)


def qemu_options(plan):
    """QEMU's options for it."""
    if plan.media == "kernel":
        return ["-kernel", KERNEL, "-append", " ".join(plan.args)]
    if plan.media in NET:
        return ["-boot", "n", "-device", "e1000,netdev=net",
                "-netdev", f"user,id=net,restrict=on,tftp={IMAGE},"
                f"bootfile={NET_UEFI.get(plan.firmware, NET[plan.media])}"]
    drive = f"file={IMAGE},format=raw,snapshot=on"
    if plan.media in USB:
        return ["-drive", f"if=none,id=stick,{drive}",
                "-device", f"{USB[plan.media]},id=usb",
                "-device", "usb-storage,bus=usb.0,drive=stick"]
    return {
        "cd": ["-cdrom", IMAGE],
        "disk": ["-drive", f"if=ide,{drive}"],
        "floppy": ["-drive", f"if=floppy,{drive}"],
    }[plan.media]
