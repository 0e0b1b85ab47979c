# SPDX-License-Identifier: MIT
"""session.py - a run on one platform, from its start to a judgement."""
import json
import os
from dataclasses import dataclass

from kmaprun import exits, firmware, kvm, media, outcome, runrecord
from kmaprun.bochs import Bochs, start_seconds
from kmaprun.bochs import PROGRAM as BOCHS
from kmaprun.emulator import StartError
from kmaprun.feed import Feed
from kmaprun.follow import clean
from kmaprun.qemu import PROGRAM as QEMU
from kmaprun.qemu import Qemu
from kmaprun.terminal import Terminal
from kmaprun.watch import EXITED, HUNG, Watch
from kmaprun.wiring import Wiring

PANIC_LINES = 60


@dataclass(frozen=True)
class Ending:
    """How a session ended."""
    status: int    # the runner's exit status
    words: str
    details: str   # what the console or the CPUs say about it
    whole: bool    # all records are there


def cpu_model(plan, opts, program):
    """QEMU's name for the processor. Under KVM, it is found by trying."""
    if plan.platform.name != "kvm":
        return plan.cpu
    if not os.path.exists(opts.kernel):
        raise StartError(f"there is no {opts.kernel}")
    model, why = kvm.find_model(program, opts.kernel, plan.cpu)
    if model is None:
        raise StartError("this host's KVM cannot run a 32-bit kernel: "
                         f"{why}\n(ACCEL=tcg needs no KVM)")
    return model


def build_qemu(plan, opts, wiring, out):
    """A Qemu that is ready to start."""
    program = opts.program or QEMU
    return Qemu(out, program, [
        *plan.platform.options, "-cpu", cpu_model(plan, opts, program),
        "-smp", str(plan.cpus), "-m", f"{plan.mem}M",
        *firmware.qemu_options(plan.firmware), *media.qemu_options(plan),
        *opts.qemu], wiring)


class Session:
    """A run on one platform. Its logs are in out/PLATFORM."""

    def __init__(self, plan, opts, line):
        self.plan = plan
        self.opts = opts
        self.line = line
        self.ending = None
        self.watch = None
        self.stopped = False
        self.out = os.path.join(opts.out, plan.platform.name)
        self.terminal = None
        self.wiring = Wiring(plan.args,
                             feed=bool(opts.type) or opts.interactive)
        self.emulator = Bochs(self.out, opts.program or BOCHS, plan) \
            if plan.platform.emulator == "bochs" \
            else build_qemu(plan, opts, self.wiring, self.out)

    def start(self):
        """Start the emulator. Raises StartError."""
        media.provide(self.emulator, self.plan, self.opts)
        record = runrecord.make(self.plan, self.opts, self.emulator)
        self._write(self.emulator.results, [record])
        self.emulator.start()
        self.watch = Watch(self.emulator, self.wiring.mixed, self.line,
                           self.plan)
        if self.opts.type:
            self.watch.feed = Feed(self.emulator.serial, self.opts.type)
        if self.opts.interactive:
            self.terminal = Terminal(self.emulator.serial)
            self.watch.feed = self.terminal
        self.watch.look()  # our own record is no news of the guest's
        if isinstance(self.emulator, Bochs):
            self.watch.grace = start_seconds(self.plan.mem)

    @staticmethod
    def _write(path, records):
        with open(path, "w", encoding="utf-8") as file:
            for record in records:
                file.write(json.dumps(record, separators=(",", ":"),
                                      ensure_ascii=False) + "\n")

    def poll(self):
        """Look at it; returns whether it is over."""
        if self.terminal:
            self.terminal.poll()
        ending = self.watch.poll()
        if ending:
            self.ending = self._judge(ending)
            self.line.end(self.ending.whole)
        return bool(ending)

    def _judge(self, ending):
        if ending == EXITED:
            judge = outcome.of_bochs if isinstance(self.emulator, Bochs) \
                else outcome.of_qemu
            status, words, whole = judge(self.emulator, self.watch.run)
            return Ending(status, words, self._last_words(status), whole)
        words = f"the guest hung: nothing new for {self.plan.hang:g} s" \
            if ending == HUNG else \
            f"the guest was not done after {self.plan.timeout:g} s"
        return Ending(exits.HUNG, words, self._answers(), False)

    def _answers(self):
        """What every CPU says it is doing."""
        dump = self.watch.ask_cpus()
        if dump is None:
            return ""
        return "every CPU was asked by NMI what it is doing:\n" + (
            dump or "no CPU answers")

    def _last_words(self, status):
        """What the console says about a failure."""
        with open(self.emulator.console, encoding="utf-8",
                  errors="replace") as file:
            lines = clean(file.read()).splitlines()
        marks = {exits.PANIC: ("panic:", "kmaplab cannot run"),
                 exits.BAD_PARAMETER: ("bad parameter",)}.get(status, ())
        for i, line in enumerate(lines):
            if marks and line.startswith(marks):
                return "\n".join(line for line in lines[i:i + PANIC_LINES]
                                 if not outcome.DONE.match(line))
        return ""

    def stop(self):
        """End it, whatever it is doing. Records that came out of the console
        are written to their file."""
        if self.stopped:
            return
        self.stopped = True
        if self.terminal:
            self.terminal.close()
        self.emulator.stop()
        if self.wiring.mixed and self.watch:
            self._write(self.emulator.results, self.watch.run.records)
