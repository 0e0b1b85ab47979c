#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""report.py - the report on canned records: what it says, and what it must
not say."""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import REPORT, Tap, call, out_dir, read
from kmapreport.records import parse
from schema import Schema

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
GOOD = os.path.join(DATA, "good.jsonl")


def records():
    """A fresh copy of the good records."""
    return [parse(line) for line in read(GOOD).splitlines()]


def find(all_records, **fields):
    """The first record with these fields."""
    return next(r for r in all_records
                if all(r.get(k) == v for k, v in fields.items()))


def report(all_records, *options, tail=""):
    """The report on some records."""
    path = os.path.join(out_dir("report"), "results.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        for record in all_records:
            file.write(json.dumps(record) + "\n")
        file.write(tail)
    return call([*REPORT, path, *options])


def signals(tap):
    """Ways to signal a shootdown, compared to the plain one."""
    rows = records()
    ipi = find(rows, workload="ipi")
    for name, p50 in (("shootdown", 1000), ("shootdown-early", 800),
                      ("shootdown-serial", 1000), ("shootdown-part", 1300)):
        rows.append({**ipi, "workload": name, "p50": p50})
    out = report(rows, "--only", "signals").stdout
    for text in ("0.80x  pays   early", "1.00x  same   serial",
                 "1.30x  costs  part"):
        tap.is_in(text, out, f"signals: '{text}'")
    tap.ok("broadcast" not in out, "signals: none that was not run")
    out = report(rows, "--only", "table", "--workload", "shootdown").stdout
    tap.ok("shootdown: floor" in out and "shootdown-early: the" in out,
           "table: WORKLOAD=shootdown shows every way", out)


def good(tap):
    """Records of a real run."""
    schema = Schema()
    tap.ok(not any(schema.error(r) for r in records()),
           "the canned records are as the schema says")
    done = call([*REPORT, GOOD])
    tap.equal(done.returncode, 0, "good: exit status 0")
    for text in (
            "QEMU (TCG, all CPUs on one host thread)",
            "clock: 2445.216 MHz", "only ratios count",
            "held       spin       1   418k   3647  10.2k   884k",
            "DEADLOCK after 1024 maps", "n/a: more threads than CPUs",
            "16 verdicts as expected",
            "  dropped: STALE, CPU 2 read frame 0xbffc0 through the address "
            "of frame 0x1bfc08 (slot 1)",
            "  held with lock=irq: DEADLOCK, CPU 1 holds kmap_lock, "
            "interrupts off, waits for CPU 2",
            "held with lock=spin: safe, CPU 2 had to wait for kmap_lock",
            "Result: all as expected: 140 passed"):
        tap.is_in(text, done.stdout, f"good: '{text[:50]}'")
    for text in ("!!", "UNEXPECTED", "forcing", "BROKEN"):
        tap.ok(text not in done.stdout, f"good: no '{text}'", done.stdout)


def deadlock_has_no_speed(tap):
    """Not a figure of time in the row of a deadlock."""
    line = next(line for line in call([*REPORT, GOOD]).stdout.splitlines()
                if "DEADLOCK after" in line)
    row = find(records(), kind="bench", lock="irq", threads=2)
    tap.ok(row["deadlocks"] and row["cycles_per_op"],
           "the record of the deadlock has a speed", row)
    tap.equal(line.split()[3:], "DEADLOCK after 1024 maps 14 0 0".split(),
              "its row has none")


def tables(tap):
    """Of other workloads, of all, of none that there is."""
    done = call([*REPORT, GOOD, "--only", "table", "--workload", "irqmix"])
    tap.is_in("cut short after 1856 maps: a broken invariant", done.stdout,
              "irqmix: says why a row is cut short")
    tap.ok("Scenarios" not in done.stdout, "only the table")
    done = call([*REPORT, GOOD, "--only", "table", "--workload", "all"])
    for name in ("cycle", "irqmix", "ipi"):
        tap.is_in(f"\n{name}: ", done.stdout, f"all: {name}")
    done = call([*REPORT, GOOD, "--workload", "nonsense"])
    tap.is_in("No rows of workload nonsense; there are: ipi, cycle",
              done.stdout, "nonsense: says what there is")
    done = call([*REPORT, GOOD, "--only", "table", "--workload", "nonsense"])
    tap.equal(done.returncode, 1, "only that of nonsense: exit status 1")
    some = [r for r in records() if r.get("workload") != "cycle"]
    tap.is_in("\nipi: ", report(some).stdout, "no cycle: what there is")
    some = [r for r in some if r["kind"] != "bench"]
    done = report(some, "--only", "table")
    tap.is_in("no benchmark rows", done.stdout, "no rows: said")
    tap.equal(done.returncode, 1, "no rows, but a table wanted: status 1")
    tap.ok("benchmark rows" not in report(some).stdout,
           "no rows, and no table wanted: not said")


def speed(tap):
    """Maps a second are those of all threads together."""
    some = records()
    row = find(some, kind="bench", workload="cycle", threads=2)
    row["cycles_per_op"] = 2000
    find(some, kind="env")["tsc_khz"] = 1000000
    tap.is_in("held       spin       2   1.0M", report(some).stdout,
              "2 threads at 2000 cycles of 1 GHz: a million a second")
    row["cycles_per_op"] = 0
    tap.is_in("held       spin       2      -", report(some).stdout,
              "no cycles: no speed")


def marked(tap):
    """What is not as it should be is hard to miss."""
    some = records()
    find(some, name="stale-own", strategy="dropped",
         lock="irq")["verdict"] = "safe"
    find(some, name="double-map", strategy="held",
         lock="spin")["control"] = "stale"
    some[-1].update(status="unexpected", passed=138, failed=2)
    out = report(some).stdout
    tap.is_in("2 NOT AS EXPECTED (marked !!)", out, "two are counted")
    tap.is_in("!! dropped with lock=irq: safe", out, "one is marked")
    tap.is_in("[UNEXPECTED: it should be STALE]", out, "and explained")
    tap.is_in("  dropped with lock=spin: STALE", out,
              "the other lock is not marked")
    tap.is_in("[ITS CONTROL FAILED: STALE", " ".join(out.split()),
              "a control is marked")
    tap.is_in("Result: NOT ALL AS EXPECTED: 138 passed, 2 failed", out,
              "the last line says so")
    some = records()
    some[-1].update(status="unexpected", passed=139, failed=1)
    tap.is_in("!! 1 benchmark row broke what the strategy claims",
              report(some).stdout, "a row that was not as claimed")


def kernel_tests(tap):
    """The tests inside the kernel."""
    some = records()
    test = {"v": 1, "kind": "test", "ok": True, "skipped": False,
            "detail": None}
    out = report([some[0], {**test, "name": "a"},
                  {**test, "name": "b", "ok": False, "detail": "1 == 2"},
                  {**test, "name": "c", "skipped": True,
                   "detail": "needs more CPUs"}]).stdout
    tap.is_in("Kernel tests: 1 passed, 1 failed, 1 skipped", out, "counts")
    tap.is_in("!! b FAILED: 1 == 2", out, "the failed one")
    tap.is_in("needs more CPUs: c", out, "the skipped one")


def truncated(tap):
    """A run that a crash cut off is not taken for a whole one."""
    some = records()
    done = report(some[:-1])
    tap.equal(done.returncode, 1, "no end record: exit status 1")
    tap.is_in("THE RUN DID NOT FINISH", done.stdout, "no end record: said")
    tap.is_in("it was at: ipi, 1 thread", done.stdout, "and where it was")
    done = report(some[:-1], tail='{"v":1,"kind":"end","sta')
    tap.equal(done.returncode, 1, "half a record: exit status 1")
    tap.is_in("BROKEN RECORDS: ", done.stdout, "half a record: said")
    done = report(some[:-3] + some[-1:], tail="")
    tap.equal(done.returncode, 0, "(whole without some records)")
    done = report([{**some[0], "v": 2}])
    tap.equal(done.returncode, 1, "version 2: exit status 1")
    tap.is_in("version 2, not 1", done.stdout, "version 2: said")
    done = report([])
    tap.equal(done.returncode, 1, "nothing: exit status 1")
    done = call([*REPORT, "/no/such/file"])
    tap.equal(done.returncode, 1, "no file: exit status 1")


def main():
    tap = Tap()
    for test in (good, deadlock_has_no_speed, tables, speed, marked,
                 signals, kernel_tests, truncated):
        test(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
