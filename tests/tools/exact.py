#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""exact.py - ACCEL=exact: two runs give the same records, byte for byte."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import KERNEL, RUN, Tap, call, out_dir, read


def main():
    tap = Tap()
    records = []
    for number in "12":
        out = out_dir("exact", number)
        done = call([*RUN, "--kernel", KERNEL, "--out", out, "--quiet",
                     "--no-report", "--accel", "exact", "--cpus", "4",
                     "--mem", "1G", "strategy=held,dropped", "ops=500"])
        tap.ok(done.returncode == 0, f"run {number}", done.stdout)
        records.append(read(os.path.join(out, "results.jsonl")))
    lines = [r.splitlines() for r in records]
    tap.ok(len(lines[0]) > 100, "there are records", len(lines[0]))
    differ = [pair for pair in zip(*lines) if pair[0] != pair[1]]
    tap.ok(records[0] == records[1], "the same bytes",
           "\n".join(differ[0]) if differ else "another number of lines")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
