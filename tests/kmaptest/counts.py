# SPDX-License-Identifier: MIT
"""counts.py - what the main operations cost, in instructions.
tests/perf/expected.json has what they cost when somebody last agreed to it.
"""
from dataclasses import dataclass

from kmaptest.booted import boot_to
from kmaptest.project import ROOT

EXPECTED = ROOT / "tests/perf/expected.json"
MARGIN = 1.02  # what may be added without a word
ACCEPT = ("If that is what it has to cost, `make perf-accept`, and say why in "
          "the commit.")

ONE_CPU = ["--cpus", "1", "--mem", "512M", "--accel", "exact"]
EIGHT_CPUS = ["--cpus", "8", "--mem", "256M", "--accel", "bochs"]
HOT, CYCLE = "hot", "cycle"
NAMES = {HOT: "hit", CYCLE: "miss", "local": "kmap_local and back",
         "ipi": "cross call", "shootdown": "shootdown of the window"}


@dataclass
class Counts:
    """Of one run: {operation: instructions}, and what they depend on."""
    of: dict
    compiler: str
    emulator: str = None  # null: an instruction is one in each of them


def name_of(row):
    """hit, held, spin"""
    return ", ".join(filter(None, (
        NAMES[row["workload"]], row["strategy"], row["lock"])))


def measure(out, kernel, machine, workloads):
    """(counts of these workloads with one thread, who made them)"""
    booted = boot_to(out, kernel, *machine, "--", "run=rows", "threads=1",
                     "accounting=none", f"workload={','.join(workloads)}")
    assert booted.status == 0
    assert booted.run.env["unit"] == "instructions"
    return {name_of(row): row["mean"] for row in booted.run.of("bench")
            if row["workload"] in NAMES}, booted.run.last("run")


def on_one_cpu(out, kernel):
    """What one CPU does by itself."""
    found, made = measure(out, kernel, ONE_CPU,
                          [HOT, CYCLE, "local", "shootdown"])
    return Counts(found, made["compiler"])


def on_eight_cpus(out, kernel):
    """What one CPU asks of seven others, which have nothing else to do. How
    they advance side by side is the emulator's business."""
    found, made = measure(out, kernel, EIGHT_CPUS, ["ipi", "shootdown"])
    return Counts(found, made["compiler"], made["emulator"])


RULERS = {"1 CPU": on_one_cpu, "8 CPUs": on_eight_cpus}


def changes(expected, counts):
    """What has become dearer, is new or has gone: a line each."""
    out = []
    for name, now in counts.items():
        was = expected.get(name)
        if was is None:
            out.append(f"{name}: {now} instructions, and nothing expected")
        elif now > was * MARGIN:
            out.append(f"{name}: {now} instructions, where {was} were "
                       f"expected ({now / was - 1:+.1%})")
    return out + [f"{name}: not measured any more"
                  for name in expected if name not in counts]
