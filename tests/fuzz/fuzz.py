# SPDX-License-Identifier: MIT
"""fuzz.py --dir DIR --minutes N NAME...: run the fuzzers one after the other.
Of each, a line says how many inputs it tried. The exit status is 1 if one of
them found something: its file and the command that repeats it are shown.
"""
import argparse
import re
import subprocess
import sys
from pathlib import Path

import dump
import seeds

INPUT_MAX = 4096  # bytes: more than any seed has


def fuzz(where, name, limit, more=()):
    """Returns whether nothing was found. limit is libFuzzer's own option."""
    corpus = where / "corpus" / name
    seeds.write(name, corpus, more)
    program = where / f"fuzz_{name}"
    done = subprocess.run(
        [program, limit, f"-max_len={INPUT_MAX}", "-timeout=10",
         "-print_final_stats=1", f"-artifact_prefix={where}/{name}-", corpus],
        check=False, stderr=subprocess.PIPE, text=True, errors="replace")
    tried = re.search(r"number_of_executed_units: (\d+)", done.stderr)
    if done.returncode or not tried:
        print(done.stderr[-4000:])
        found = re.search(r"written to (\S+)", done.stderr)
        print(f"{name}: FOUND {found[1] if found else 'something'}; again: "
              f"{program} {found[1] if found else corpus}", flush=True)
        return False
    print(f"{name}: {tried[1]} inputs, nothing found", flush=True)
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("names", nargs="+", choices=sorted(seeds.SEEDS))
    args = parser.parse_args()
    where = args.dir.resolve()
    firmware = dump.dump(where / "firmware")
    limit = f"-max_total_time={round(args.minutes * 60)}"
    good = [fuzz(where, name, limit, firmware.get(name, ()))
            for name in args.names]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
