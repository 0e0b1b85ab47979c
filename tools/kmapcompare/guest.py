# SPDX-License-Identifier: MIT
"""guest.py - run a kernel once, this one or Linux, on the same emulator with
the same flags."""
import hashlib
import time
from dataclasses import dataclass
from types import SimpleNamespace

from kmapreport.records import VERSION, load
from kmaprun import bochs, media, qemu
from kmaprun.emulator import KERNEL
from kmaprun.firmware import BIOS
from kmaprun.plan import Plan
from kmaprun.platforms import PLATFORMS
from kmaprun.runrecord import emulator_version
from kmaprun.wiring import Wiring

LOOK = 0.005    # seconds between two looks at what it has written
ANSWER = 5      # seconds that the CPUs have to answer an NMI
# Instructions in a second in Bochs: between two timer interrupts Linux is to do
# something else, too.
BOCHS_IPS = 10000000
# Linux has to be told: not to write while it is measured, that the clock is
# good, that NMIs go to every CPU, and that it is not to go on after an oops.
LINUX = ("console=ttyS0", "quiet", "tsc=reliable", "apic_extnmi=all",
         "panic=-1", "oops=panic")
# In Bochs there is less RAM: Linux has to be told how much of it is high.
LINUX_BOCHS = ("highmem=256M",)
UNITS = {"exact": 8}  # ticks of the TSC in an instruction: -icount shift=3


@dataclass(frozen=True)
class Job:
    """One run."""
    whose: str       # "ours" or a kind of Linux
    platform: str
    cpus: int
    args: tuple      # the kernel's parameters
    silence: float = 120  # seconds without a record; then the CPUs are asked
    limit: float = 600   # seconds in all

    @property
    def words(self):
        """The kernel's command line."""
        if self.whose == "ours":
            word = PLATFORMS[self.platform].word
            return (*([f"platform={word}"] if word else []), *self.args)
        more = LINUX_BOCHS if self.platform == "bochs" else ()
        return (*LINUX, *more, f"kmap_platform={self.platform}",
                f"kmap_unit={UNITS.get(self.platform, 1)}", *self.args)


def run_record(job, emulator):
    """The first record: what ran on what."""
    platform = PLATFORMS[job.platform]
    with open(emulator.path(KERNEL), "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    return {"v": VERSION, "kind": "run", "platform": job.platform,
            "command": "make compare", "kernel": digest, "compiler": None,
            "emulator": emulator_version(platform.emulator, emulator.program),
            "cpus": job.cpus, "mem_mib": platform.mem, "args": list(job.words)}


def plan_of(job):
    """The machine. Bochs boots from CD: Linux is too large for a floppy."""
    platform = PLATFORMS[job.platform]
    medium = "cd" if platform.emulator == "bochs" else "kernel"
    return Plan(platform, job.cpus, platform.mem, platform.cpu, medium, BIOS,
                job.words, job.silence, job.limit)


def emulator_of(plan, out):
    """The one that is to run it."""
    if plan.platform.emulator == "bochs":
        return bochs.Bochs(out, bochs.PROGRAM, plan, BOCHS_IPS)
    return qemu.Qemu(out, qemu.PROGRAM, [
        *plan.platform.options, "-cpu", plan.cpu, "-smp", str(plan.cpus),
        "-m", f"{plan.mem}M", *media.qemu_options(plan)], Wiring(()))


def start(job, kernel, out):
    """An emulator that runs it."""
    plan = plan_of(job)
    emulator = emulator_of(plan, out)
    media.provide(emulator, plan, SimpleNamespace(image=None, kernel=kernel))
    emulator.start()
    return emulator


def watch(job, emulator):
    """Until it ends. Returns (seconds to the first row, how it ended): the
    time is None if there was no row; `ended`, `silent` or `late`."""
    began = heard = time.monotonic()
    first = None
    size = 0
    asked = False
    with open(emulator.results, "rb") as file:
        while True:
            over = emulator.status() is not None
            now = time.monotonic()
            data = file.read()
            if data:
                size += len(data)
                heard = now
            if first is None and b'"kind":"bench"' in data:
                first = now - began
            if over:
                return first, "silent" if asked else "ended"
            if now - began > job.limit:
                return first, "late"
            if now - heard > (ANSWER if asked else job.silence):
                if asked or not emulator.ask_cpus():
                    return first, "silent"
                asked, heard = True, now
            time.sleep(LOOK)


def boot_row(env, seconds):
    """From power-on to the first row as a row of its own, in ticks of the
    clock; None if that cannot be said. Where the clock counts instructions, the
    host's time says nothing."""
    if seconds is None or env is None or env["unit"] != "cycles":
        return None
    ticks = round(seconds * 1000 * env["tsc_khz"])
    fields = dict.fromkeys((
        "strategy", "lock", "checked", "mean", "p50", "p99", "p999", "max",
        "empty", "hold_p50", "hold_p99", "hold_max", "wait_p99", "wait_max",
        "irqoff_max", "times", "holds", "waits", "shootdowns", "ipis",
        "flushed_pages", "misses", "stale_reads", "stale_writes",
        "double_maps", "bad_counts", "lost_wakeups", "deadlocks", "reason"))
    return {"v": VERSION, "kind": "bench", "workload": "boot",
            "threads": 1, "slots": env["slots"], "seed": 0,
            "accounting": "none", "unit": "cycles", "ops": 1,
            "complete": True, "elapsed": ticks, "batch": 1, "readings": 1,
            "interrupted": 0, "verdict": "safe", **fields}


def last(kind, how):
    """What ends the records of a guest that could not do that itself."""
    words = {"silent": "no answer to an NMI", "late": "not done in time",
             "ended": "it ended without a word"}
    return [{"v": VERSION, "kind": "test", "name": f"{kind} ends by itself",
             "ok": False, "skipped": False, "detail": words[how]},
            {"v": VERSION, "kind": "end", "status": "panic", "passed": 0,
             "failed": 1, "skipped": 0}]


def run(job, kernel, out):
    """Run it; returns its records, whatever becomes of it."""
    emulator = start(job, kernel, out)
    first = run_record(job, emulator)
    try:
        seconds, how = watch(job, emulator)
    finally:
        emulator.stop()
    return finished(job, first, load(emulator.results), seconds, how)


def is_kept(record):
    """Whether a figure comes from it: of what the kernel says of itself, only
    its strategies are looked up."""
    return record["kind"] != "progress" and (
        record["kind"] != "catalog" or record["what"] == "strategy")


def finished(job, first, heard, seconds, how):
    """The records of a run: what the guest wrote (a kmapreport Run), between
    what the host knows."""
    kept = [r for r in heard.records if is_kept(r)]
    end = kept.pop() if kept and kept[-1]["kind"] == "end" else None
    boot = boot_row(heard.env, seconds)
    broken = [] if end and not heard.broken else last(job.whose, how)
    return [first, *kept, *([boot] if boot else []), *(broken or [end])]
