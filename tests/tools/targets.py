#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""targets.py - what a user types at make: run, table, bochs, debug, help."""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import BUILD, KERNEL, ROOT, Tap, call, out_dir, read
from kmapreport import records

MAKE = ["make", "--no-print-directory"]


def make_here(out, *words):
    """make, with a build folder of its own in which the kernel is made."""
    link = os.path.join(out, "kmaplab.elf")
    if not os.path.exists(link):
        os.symlink(KERNEL, link)
    # -o: the kernel is as new as it needs to be.
    return call([*MAKE, f"BUILD={out}", "-o", link, *words])


def run_and_table(tap):
    """make run with all its variables, and another table of it."""
    out = out_dir("targets")
    done = make_here(out, "run", "STRATEGY=dropped", "CPUS=4", "MEM=3G",
                     "LOCK=irq", "WORKLOAD=cycle,hot", "THREADS=1,4",
                     "ARGS=window=64 ops=1000")
    tap.equal(done.returncode, 0, "make run: succeeds")
    run = records.load(os.path.join(out, "results.jsonl"))
    env = run.env or {"parameters": {}}
    for key, value in (("cpus", 4), ("slots", 64), ("platform", "tcg")):
        tap.equal(env.get(key), value, f"make run: {key}")
    tap.ok(3000 < env.get("mem_kb", 0) // 1024 <= 3072,
           "make run: 3 GiB", env)
    for key, value in (("strategy", ["dropped"]), ("lock", "irq"),
                       ("threads", [1, 4])):
        tap.equal(env["parameters"].get(key), value, f"make run: {key}=")
    tap.is_in("\ncycle: ", done.stdout, "make run: prints the table")
    tap.is_in("  dropped", done.stdout, "make run: prints the verdicts")
    tap.is_in("records: ", done.stdout, "make run: says where they are")
    done = make_here(out, "table", "WORKLOAD=hot")
    tap.is_in("\nhot: ", done.stdout, "make table: another workload")
    tap.ok("\ncycle: " not in done.stdout and "Scenarios" not in done.stdout,
           "make table: only that", done.stdout)


def bad_run(tap):
    """A failure is make's failure."""
    done = make_here(out_dir("targets-bad"), "run", "ARGS=bogus=1")
    tap.ok(done.returncode != 0, "make run ARGS=bogus=1: fails")
    tap.is_in("bad parameter: 'bogus=1'", done.stdout, "and says why")
    tap.is_in("Error 3", done.stdout, "with the runner's status")


def bochs(tap):
    """make bochs: the guest's verdict as exit status."""
    out = out_dir("targets-bochs")
    done = make_here(out, "bochs", "CPUS=1", "MEM=32M", "ARGS=run=tests")
    tap.equal(done.returncode, 0, "make bochs: succeeds")
    run = records.load(os.path.join(out, "bochs/results.jsonl"))
    tap.equal(run.env and run.env["platform"], "bochs", "it is Bochs")
    tap.ok(not run.broken, "Bochs' own words are not among the records",
           run.broken)
    done = make_here(out, "bochs", "CPUS=1", "MEM=32M", "ARGS=run=nonsense")
    tap.is_in("Error 3", done.stdout, "make bochs: a bad parameter's status")


def debug(tap):
    """make debug: at the entry, symbols, a thread for each CPU."""
    done = make_here(
        out_dir("targets-debug"), "debug", "CPUS=3",
        "GDB=-batch -ex \"info threads\" -ex \"break main\" -ex continue "
        "-ex bt -ex kill")
    tap.is_in("boot_entry () at boot/entry.S", done.stdout,
              "make debug: stops at the entry")
    tap.equal(len(re.findall(r"CPU#\d \[", done.stdout)), 3,
              "make debug: a thread for each of 3 CPUs")
    tap.is_in("main () at ./main.c", done.stdout, "make debug: source lines")


def help_lists_all(tap):
    """Every target that is no file is in make help, and nothing else is."""
    shown = set(re.findall(r"^  ([a-z-]+)  ", call([*MAKE, "help"]).stdout,
                           re.M))
    there = set()
    for name in ["Makefile", *(os.path.join(folder, file)
                               for folder in ("tools", "tests", "tests/unit",
                                              "tests/explore", "tests/model")
                               for file in os.listdir(
                                   os.path.join(ROOT, folder))
                               if file.endswith(".mk"))]:
        for line in re.findall(r"^\.PHONY: (.*)", read(name), re.M):
            there |= set(line.split())
    inner = {name for name in there if name.endswith(("-build", "-now"))}
    tap.equal(shown, there - inner, "make help lists every target")
    setup = set(re.findall(r"^SETUP_([a-z-]+)", read("tools/setup.mk"), re.M))
    tap.equal(shown - setup, {"clean", "help"},
              "make sets up what each of the others needs")


def dry_run(tap):
    """make -n changes nothing."""
    done = call([*MAKE, "-n", "run", f"BUILD={BUILD}"], env={
        **os.environ, "PATH": os.environ["PATH"]})
    tap.equal(done.returncode, 0, "make -n run")


def main():
    tap = Tap()
    for test in (run_and_table, bad_run, bochs, debug, help_lists_all,
                 dry_run):
        test(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
