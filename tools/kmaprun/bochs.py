# SPDX-License-Identifier: MIT
"""bochs.py - the kernel in Bochs, headless.

Debian's Bochs has its debugger built in, which stops at the first instruction
and reads commands: a file with `c` (go on) and `q` answers it. There is no
display library without a display; SDL's with SDL's own dummy driver comes
closest, and, unlike the VNC one, listens on no port. The guest's port 0xe9 is
Bochs' standard output, amid Bochs' own words.
"""
import os
import subprocess
import threading

from kmaprun.emulator import Emulator, StartError

RECORD = b'{"v":'

CONFIG = """\
display_library: sdl2
romimage: file=/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
memory: guest={mib}, host={host_mib}
cpu: model={cpu}, count={cpus}, ips=1000000, reset_on_triple_fault=0
clock: sync=none, time0=946681200
boot: cdrom
ata0-master: type=cdrom, path={image}, status=inserted
com1: enabled=1, mode=file, dev={console}
port_e9_hack: enabled=1
sound: driver=dummy
speaker: enabled=1, mode=none
panic: action=fatal
log: {log}
"""
HOST_MIB = 512  # what of the guest's memory Bochs holds at a time
ENVIRONMENT = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}


class Bochs(Emulator):
    """One run of Bochs."""

    def __init__(self, out, program, machine, image):
        """machine: cpus, mib and cpu (Bochs' name of the model)."""
        super().__init__(out)
        self.program = program
        self.machine = machine
        self.image = image
        self.reader = None

    def _write(self, name, text):
        path = os.path.join(self.private.name, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def start(self):
        """Start the guest. Raises StartError."""
        config = self._write("bochsrc", CONFIG.format(
            mib=self.machine.mib, cpu=self.machine.cpu,
            cpus=self.machine.cpus, image=self.image, console=self.console,
            host_mib=min(self.machine.mib, HOST_MIB),
            log=os.path.join(self.out, "bochs.log")))
        commands = self._write("commands", "c\nq\n")
        if not os.path.exists(self.image):
            raise StartError(f"there is no {self.image}")
        self.spawn([self.program, "-q", "-f", config, "-rc", commands],
                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                   env={**os.environ, **ENVIRONMENT})
        self.reader = threading.Thread(target=self._sort, daemon=True)
        self.reader.start()

    def _sort(self):
        """Records to results.jsonl, Bochs' own words to emulator.log."""
        with open(self.results, "ab", buffering=0) as results, \
                open(self.log, "ab", buffering=0) as log:
            for line in self.process.stdout:
                at = line.find(RECORD)
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
