# SPDX-License-Identifier: MIT
"""mutation.py - plant each defect of the list in a copy of the sources, and
see which check catches it.

    mutation.py [--jobs N] [--records FILE] [--named-only] [NAME...]

First every check that the list names is run without any defect: it must find
nothing. Then each defect is tried by the check that it names; what that one
does not catch is tried by all others. Exit status: 0 if every defect was
caught, else 1.
"""
import argparse
import json
import os
import queue
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from kmaptest.copytree import copy_to
from kmaptest.project import BUILD, ROOT
import checks
import defects

WIDTH = 160  # of a message in the table


@dataclass
class Result:
    """What became of one defect, or of a check without any."""
    name: str
    by: str = None  # the check that found something
    message: str = ""
    seconds: float = 0.0
    broken: bool = False  # did not even compile

    def words(self):
        """In a line."""
        if self.broken:
            return f"!! DOES NOT COMPILE: {self.message}"
        return f"{self.by}: {self.message}"[:WIDTH] if self.by else "nothing"


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def try_checks(tree, name, names):
    """One check after the other, until one finds something."""
    start = time.monotonic()
    result = Result(name)
    try:
        for check in names:
            message = checks.run(tree, check)
            if message:
                result.by = check
                result.message = " ".join(message.split())
                break
    except checks.Broken as error:
        result.broken = True
        result.message = " ".join(str(error).split())
    result.seconds = time.monotonic() - start
    return result


def try_defect(tree, defect, others=()):
    """Plant it, look for it, take it out."""
    path = os.path.join(tree, defect.file)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    write(path, defects.planted(defect, text))
    try:
        result = try_checks(tree, defect.name, [defect.check, *(
            check for check in others if check != defect.check)])
    finally:
        write(path, text)
    if result.by not in (None, defect.check) and checks.run(tree, result.by):
        result.message = f"{result.by} finds something without it, too"
        result.by = None
    return result


def try_clean(tree, check):
    """A check where there is nothing to find."""
    return try_checks(tree, check, [check])


class Bench:
    """Copies of the sources, one for each job at a time."""

    def __init__(self, jobs):
        self.jobs = jobs
        self.trees = queue.Queue()
        for i in range(jobs):
            self.trees.put(copy_to(BUILD / f"mutation/{i}"))

    def _one(self, function, task):
        tree = self.trees.get()
        try:
            return function(tree, task)
        finally:
            self.trees.put(tree)

    def run(self, function, tasks):
        """function(tree, task) of all, in any order; says how far it is."""
        results = []
        with ThreadPoolExecutor(self.jobs) as pool:
            for done in as_completed([pool.submit(self._one, function, task)
                                      for task in tasks]):
                results.append(done.result())
                last = results[-1]
                print(f"[{len(results):2}/{len(tasks)}] {last.seconds:5.1f} s"
                      f"  {last.name}: {last.words()}", flush=True)
        return results


def print_table(results, planned):
    """A line for each defect: what caught it, and what that said."""
    width = max(len(r.name) for r in results)
    print(f"\n{'defect'.ljust(width)}  seconds  caught by: what it said")
    for result in results:
        named = planned[result.name].check
        how = result.words() if result.by or result.broken else "!! NOBODY"
        if result.by and result.by != named:
            how = f"(not by {named}) {how}"
        print(f"{result.name.ljust(width)}  {result.seconds:7.1f}  {how}")


def write_records(path, results, planned):
    """A line for each defect, for docs/records/mutation.jsonl."""
    write(path, "".join(json.dumps({
        "v": 1, "kind": "mutation", "name": r.name,
        "file": planned[r.name].file, "why": planned[r.name].why,
        "caught": r.by is not None, "by": r.by, "message": r.message},
        separators=(",", ":"), ensure_ascii=False) + "\n" for r in results))


def arguments():
    """The command line's."""
    parser = argparse.ArgumentParser(
        description="Plant defects in a copy of the sources: are they caught?")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--records", metavar="FILE",
                        default=os.path.join(BUILD, "mutation.jsonl"))
    parser.add_argument("--list", metavar="FILE", default=defects.LIST,
                        help="of defects, if not defects.txt")
    parser.add_argument("--named-only", action="store_true",
                        help="do not try other checks than the list names")
    parser.add_argument("names", nargs="*", metavar="NAME",
                        help="only these defects")
    return parser.parse_args()


def report(results, planned, path):
    """Table, records, last words; returns the exit status."""
    results.sort(key=lambda r: list(planned).index(r.name))
    print_table(results, planned)
    write_records(path, results, planned)
    survivors = [r.name for r in results if not r.by]
    print(f"\n{len(results) - len(survivors)} of {len(results)} defects were "
          f"caught; records: {os.path.relpath(path, ROOT)}")
    if survivors:
        print(f"NOT CAUGHT: {', '.join(survivors)}")
    return 1 if survivors else 0


def unfit(chosen):
    """What the list has that the sources have not; a line each."""
    out = []
    for defect in chosen:
        try:
            with open(os.path.join(ROOT, defect.file),
                      encoding="utf-8") as file:
                defects.planted(defect, file.read())
        except (OSError, defects.ListError) as error:
            out.append(str(error))
    return out


def main():
    args = arguments()
    planned = {d.name: d for d in defects.load(args.list)}
    others = () if args.named_only else checks.ALL
    unknown = set(args.names) - set(planned)
    if unknown:
        print(f"no such defect: {', '.join(sorted(unknown))}",
              file=sys.stderr)
        return 1
    chosen = [planned[name] for name in args.names or planned]
    wrong = unfit(chosen)
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    bench = Bench(min(args.jobs, len(chosen)))
    print("without any defect:")
    if any(r.by or r.broken for r in bench.run(
            try_clean, list(dict.fromkeys(d.check for d in chosen)))):
        print("!! a check finds something where there is nothing",
              file=sys.stderr)
        return 1
    print("with each of the defects:")
    results = bench.run(lambda tree, defect: try_defect(tree, defect, others),
                        chosen)
    return report(results, planned, args.records)


if __name__ == "__main__":
    sys.exit(main())
