# SPDX-License-Identifier: MIT
"""bochs.py - the kernel in Bochs, headless.

Debian's Bochs has its debugger built in, which stops at the first instruction
and reads commands: a file with `c` (go on) and `q` answers it. There is no
display library without a display; SDL's with SDL's own dummy driver comes
closest, and, unlike the VNC one, listens on no port. The guest's port 0xe9 is
Bochs' standard output, amid Bochs' own words.
"""
import contextlib
import os
import subprocess
import threading

from kmaprun.emulator import IMAGE, Emulator
from kmaprun.wiring import CONSOLE_FILE, OUT

PROGRAM = "bochs"
RECORD = b'{"v":'

CONFIG = """\
display_library: sdl2
romimage: file=/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
memory: guest={mib}, host={host_mib}
cpu: model={cpu}, count={cpus}, ips={ips}, reset_on_triple_fault=0
clock: sync=none, time0=946681200
{boot}
com1: enabled=1, mode=file, dev={console}
port_e9_hack: enabled=1
sound: driver=dummy
speaker: enabled=1, mode=none
panic: action=fatal
log: {log}
"""
BOOT = {
    "floppy": f"boot: floppy\nfloppya: 1_44={IMAGE}, status=inserted, "
    "write_protected=1",
    "cd": f"boot: cdrom\nata0-master: type=cdrom, path={IMAGE}, "
    "status=inserted",
}
# Instructions in a second of its time. The fewer, the less the BIOS waits.
IPS = 1000000
HOST_MIB = 512  # what of the guest's memory Bochs holds at a time
ENVIRONMENT = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}


def config(plan, ips=IPS):
    """Bochs' configuration for a plan."""
    return CONFIG.format(
        ips=ips, mib=plan.mem, host_mib=min(plan.mem, HOST_MIB), cpu=plan.cpu,
        cpus=plan.cpus, boot=BOOT[plan.media], console=CONSOLE_FILE,
        log=f"{OUT}/bochs.log")


def start_seconds(mib):
    """How long it may be silent at first: the BIOS looks at all of the memory,
    and Bochs swaps what exceeds HOST_MIB. A host with other work to do makes
    caches cold, so that even the time it runs is several times as long."""
    return 30 + 4 * (mib / 1024) ** 2


class Bochs(Emulator):
    """One run of Bochs."""

    def __init__(self, out, program, plan, ips=IPS):
        super().__init__(out, program)
        self.reader = None
        self._write("bochsrc", config(plan, ips))
        self._write("commands", "c\nq\n")

    def _write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def start(self):
        """Start the guest. Raises StartError."""
        self.spawn(["-q", "-f", "bochsrc", "-rc", "commands"],
                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                   env={**os.environ, **ENVIRONMENT})
        self.reader = threading.Thread(target=self._sort, daemon=True)
        self.reader.start()

    def _sort(self):
        """Records go to results.jsonl, Bochs' own words to emulator.log. If
        they cannot be written, keep reading: else Bochs would wait for us, and
        seem to hang."""
        with open(self.results, "ab", buffering=0) as results, \
                open(self.log, "ab", buffering=0) as log:
            for line in self.process.stdout:
                at = line.find(RECORD)
                with contextlib.suppress(OSError):
                    if at < 0:
                        log.write(line)
                    else:
                        results.write(line[at:])

    def finish(self):
        if self.reader:
            self.reader.join(5)

    def last_words(self):
        """Why Bochs says it stopped."""
        lines = self.said().splitlines()
        for i, line in enumerate(lines):
            if "exiting with the following message" in line:
                return " ".join(lines[i + 1:i + 2]).strip()
        return " ".join(lines[-2:])[-200:]
