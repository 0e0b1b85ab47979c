# SPDX-License-Identifier: MIT
"""firmware.py - what QEMU's machine starts with: a PC's BIOS, or UEFI of 32 or
64 bits.

UEFI keeps its settings in a flash memory of its own, so a fresh copy of that is
made for each run. Its screen is a framebuffer: there has to be a graphics card.
Of UEFI with 32 bits Debian has only a build that needs the system management
mode of the q35 machine.
"""
import os
import shutil

from kmaprun.emulator import StartError

OVMF = "/usr/share/OVMF"
VARIABLES = "uefi-variables.fd"
BIOS = "bios"
# name: (code, variables, what the machine needs)
UEFI = {
    "uefi32": ("OVMF32_CODE_4M.secboot.fd", "OVMF32_VARS_4M.fd",
               ["-machine", "q35,smm=on", "-global",
                "driver=cfi.pflash01,property=secure,value=on"]),
    "uefi64": ("OVMF_CODE_4M.fd", "OVMF_VARS_4M.fd", []),
}
ALL = (BIOS, *UEFI)


def provide(emulator, name):
    """Put what it writes to into the emulator's directory."""
    if name == BIOS:
        return
    try:
        shutil.copyfile(os.path.join(OVMF, UEFI[name][1]),
                        emulator.path(VARIABLES))
    except OSError as error:
        raise StartError(f"no UEFI for QEMU: {error} (tools/setup.sh uefi)") \
            from None


def qemu_options(name):
    """QEMU's options for it."""
    if name == BIOS:
        return []
    code, _, machine = UEFI[name]
    flash = "if=pflash,format=raw"
    return [*machine, "-device", "VGA",
            "-drive", f"{flash},unit=0,readonly=on,"
            f"file={os.path.join(OVMF, code)}",
            "-drive", f"{flash},unit=1,file={VARIABLES}"]
