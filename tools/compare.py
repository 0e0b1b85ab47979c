#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""compare.py - real Linux beside this kernel: `make compare`.

Builds Linux if it is not kept from before, runs both in turn on the same
emulator with the same flags, and prints what each needs. Exit status: 0 if all
ran, 1 if a run is missing something, 6 if it could not begin.
"""
import argparse
import json
import os
import sys

from kmapcompare import guest, jobs, page
from kmapcompare.linux import BuildFailed, Builder
from kmaprun.emulator import StartError
from kmapreport.records import load


def say(words):
    print(f"compare: {words}", file=sys.stderr, flush=True)


def kernels(plan, ours):
    """{whose: path} of every kernel that the jobs need."""
    wanted = {job.whose for job in plan} - {"ours"}
    builder = Builder(say)
    paths = {kind: builder.kernel(kind) for kind in sorted(wanted)}
    return {"ours": ours, **paths}


def run_all(plan, paths, out):
    """Run them one after the other; returns the path of the records."""
    path = os.path.join(out, "results.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        for number, job in enumerate(plan, 1):
            say(f"{number} of {len(plan)}: {job.whose}, {job.platform}, "
                f"{job.cpus} CPUs, {' '.join(job.args)}")
            folder = os.path.join(out, f"{number:02}-{job.whose}")
            for record in guest.run(job, paths[job.whose], folder):
                file.write(json.dumps(record, separators=(",", ":"),
                                      ensure_ascii=False) + "\n")
            file.flush()
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--what", choices=jobs.WHAT, default="speed")
    parser.add_argument("--kernel", default="build/kmaplab.elf")
    parser.add_argument("--out", default="build/compare")
    opts = parser.parse_args()
    plan = jobs.WHAT[opts.what]()
    os.makedirs(opts.out, exist_ok=True)
    try:
        path = run_all(plan, kernels(plan, opts.kernel), opts.out)
    except (BuildFailed, StartError, OSError) as error:
        say(error)
        return 6
    except KeyboardInterrupt:
        return 130
    results = load(path)
    print("\n".join(page.text(results)))
    print(f"records: {path}")
    return 1 if page.missing(results) else 0


if __name__ == "__main__":
    sys.exit(main())
