# SPDX-License-Identifier: MIT
"""mutation.py - plant defects in a copy of the sources, one at a time, and see
which check catches each: those of the list, and a sample of those made by rule.

    mutation.py [--sample N] [--seed N] [--jobs N] [--hosts A,B]
                [--records FILE] [--named-only] [--all-checks] [NAME...]

First every check is run without any defect: it must find nothing. Then each
defect of the list is tried by the check that it names; what that one does not
catch, and each made defect, is tried by all others. Each of these is a job of
GNU parallel (one.py); after an interruption, the same command goes on. Exit
status: 0 if every defect was caught, or is listed as none, else 1.
"""
import argparse
import hashlib
import json
import os
import re
import shlex
import sys

from kmapjobs import command, spread
from kmaptest import sources
from kmaptest.project import BUILD, PYTHON, ROOT
import defects
import store
import summary
import ways

JOB_LIMIT = 3600  # seconds for one defect: each check has a limit of its own
GROUPS = ("build", "run", "iso", "bochs", "unit", "test")
MADE = re.compile("g[0-9a-f]{8}")
NO_MATTER = (".md", ".jsonl", "TRICKS", "equivalent.txt")


def tag():
    """Stands for the sources: results of others are of no use."""
    total = hashlib.sha256()
    for name in sources.all_files():
        if not name.endswith(NO_MATTER):
            total.update(name.encode() + b"\0")
            total.update((ROOT / name).read_bytes())
    return total.hexdigest()[:16]


def command_of(*words):
    """A job's command line."""
    return ("PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tools:tests "
            + shlex.join([PYTHON, "tests/mutation/one.py", *words]))


def result_of(done):
    """What a job has printed; a job that came to no end is a result, too."""
    try:
        return json.loads(done.text.splitlines()[-1])
    except (IndexError, ValueError):
        return {"name": shlex.split(done.command)[-1], "by": None,
                "broken": True, "seconds": done.seconds,
                "message": f"{done.how()}: {done.command}"}


def run(args, what, commands, again=True):
    """Run them; returns their results."""
    extra = [(str(BUILD.resolve()), str(path.relative_to(BUILD)))
             for path in (store.PLANNED, store.CLEAN) if path.exists()]
    done = spread.run(spread.Plan(
        folder=str(BUILD / "jobs" / f"mutation-{what}"), commands=commands,
        limit=JOB_LIMIT, jobs=args.jobs, hosts=args.hosts, groups=GROUPS,
        extra=extra, tag=tag(), again=again),
        lambda done: summary.line(result_of(done)))
    return [result_of(one) for one in done]


def checks_of(chosen):
    """What is to find nothing where there is nothing: what the list names; and
    for made defects, everything."""
    names = [defect.check for defect in chosen if defect.check]
    if any(defect.lines for defect in chosen):
        names += ways.all_checks({})
    return list(dict.fromkeys(names))


def are_clean(args, chosen):
    """Whether the checks find nothing where there is nothing. Says how long
    each takes."""
    print("without any defect:")
    names = checks_of(chosen)
    results = run(args, "clean", [command_of("--clean", name)
                                  for name in names], again=False)
    store.write_clean({r["name"]: r["seconds"] for r in results})
    return len(results) == len(names) and \
        not any(r["by"] or r.get("broken") for r in results)


def try_them(args, chosen):
    """The results, in the order of the list."""
    print("with each of the defects:")
    options = [option for option, on in (
        ("--named-only", args.named_only), ("--all-checks", args.all_checks))
        if on]
    return run(args, "defects", [command_of(*options, defect.name)
                                 for defect in chosen])


def arguments():
    """The command line's."""
    parser = argparse.ArgumentParser(
        description="Plant defects in a copy of the sources: are they caught?")
    command.add_options(parser)
    parser.add_argument("--records", metavar="FILE",
                        default=os.path.join(BUILD, "mutation.jsonl"))
    parser.add_argument("--list", metavar="FILE", default=defects.LIST,
                        help="of defects, if not defects.txt")
    parser.add_argument("--named-only", action="store_true",
                        help="do not try other checks than the list names")
    parser.add_argument("--all-checks", action="store_true",
                        help="try all of them on each defect")
    parser.add_argument("--sample", type=int, default=0, metavar="N",
                        help="how many of the defects that are made by rule")
    parser.add_argument("--seed", type=int, default=1, metavar="N",
                        help="of their choice")
    parser.add_argument("names", nargs="*", metavar="NAME",
                        help="only these defects")
    return parser.parse_args()


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


def by_name(names, listed):
    """The defects of these names, and a line for each that is none."""
    known = {defect.name: defect for defect in listed}
    if any(MADE.fullmatch(name) for name in names):
        import generate  # which needs clang
        known.update({defect.name: defect for found in
                      generate.all_of(ROOT).values() for defect in found})
    return ([known[name] for name in names if name in known],
            [f"no such defect: {name}" for name in names
             if name not in known])


def choose(args):
    """The defects to try; complains and returns none if that is
    impossible."""
    listed = defects.load(args.list)
    chosen, wrong = by_name(args.names, listed) if args.names else (listed,
                                                                    [])
    wrong += unfit(chosen)
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return []
    if args.sample and not args.names:
        import generate
        chosen = chosen + generate.sample(ROOT, args.sample, args.seed)
    return chosen


def mutate(args, chosen):
    """Try them all; returns the exit status."""
    if not are_clean(args, chosen):
        print("!! a check finds something where there is nothing",
              file=sys.stderr)
        return 1
    return summary.report(try_them(args, chosen),
                          {d.name: d for d in chosen}, args.records)


def main():
    args = arguments()
    chosen = choose(args)
    if not chosen:
        return 1
    store.plan(chosen)
    return command.guarded("mutation", lambda: mutate(args, chosen))


if __name__ == "__main__":
    sys.exit(main())
