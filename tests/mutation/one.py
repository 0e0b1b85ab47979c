# SPDX-License-Identifier: MIT
"""one.py - plant one defect in a copy of the sources, and see which check
catches it; or see that a check finds nothing where there is nothing.

    one.py [--all-checks] [--named-only] NAME | --clean CHECK

A job of mutation.py, which has written down what NAME is (store.py). Prints the
result as a line of JSON. Exit status: 0 if there is a result, whatever it says.
"""
import argparse
import json
import os
import signal
import sys
import time

import checks
import defects
import store
import trees
import ways

FACTOR, EXTRA = 5, 20  # the limit: times what it takes without a defect, + s


class Trial:
    """A copy of the sources, and what is known of the checks."""

    def __init__(self):
        self.tree = str(trees.like_the_sources(
            os.environ.get("PARALLEL_JOBSLOT", "0")))
        self.usual = store.read_clean()
        self.since = 0  # when the defect was planted, in ns

    def limit(self, check):
        """How long a check may take. A defect can make it hang."""
        usual = ways.usual_seconds(self.usual, check)
        return checks.LIMIT if usual is None else \
            min(usual * FACTOR + EXTRA, checks.LIMIT)

    def run(self, check):
        """(what it finds or None, the seconds that took)"""
        narrow = ways.narrowed(self.tree, check, self.since)
        start = time.monotonic()
        message = narrow and checks.run(
            checks.Place(self.tree, self.limit(check)), narrow)
        return message and " ".join(message.split()), \
            time.monotonic() - start

    def plant(self, defect):
        """Change the file."""
        path = os.path.join(self.tree, defect.file)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(defects.planted(defect, text))
        self.since = os.stat(path).st_mtime_ns

    def plant_and_compare(self, defect):
        """The same; returns whether that makes another kernel. All is built
        before, so that what is built after it sees the change."""
        for check in ("unit", "litmus", "explore", "tests"):
            checks.prepare(self.tree, check)
        before = ways.loaded(self.tree)
        self.plant(defect)
        checks.prepare(self.tree, "tests")
        return ways.loaded(self.tree) != before


def try_all(trial, names, until_caught):
    """{check: what it found}, in order; perhaps only up to the first that
    finds something."""
    found = {}
    for check in names:
        found[check], _ = trial.run(check)
        if found[check] and until_caught:
            break
    return found


def names_for(trial, defect, options):
    """The checks to try, in order: first the one that the list names."""
    named = [defect.check] if defect.check else []
    if options.named_only:
        return named
    return named + [check for check in ways.all_checks(
                        trial.usual, ways.strategy_of(defect.file))
                    if check not in named]


def look_for(trial, defect, options):
    """Plant it, try the checks; returns what is to be said of it."""
    if defect.lines and not trial.plant_and_compare(defect):
        return {"same": True, "message": "the same kernel comes of it"}
    if not defect.lines:
        trial.plant(defect)
    found = try_all(trial, names_for(trial, defect, options),
                    not options.all_checks)
    caught = [(check, said) for check, said in found.items() if said]
    said = {"found": found} if options.all_checks else {}
    return {**said, **dict(zip(("by", "message"), caught[0]))} \
        if caught else said


def try_defect(trial, defect, options):
    """What became of it, as a record."""
    result = {"name": defect.name, "by": None, "message": ""}
    try:
        return {**result, **look_for(trial, defect, options)}
    except checks.Broken as error:
        return {**result, "broken": True, "message": str(error)}


def finds_without(check):
    """Whether a check finds something in the sources as they are, too."""
    trial = Trial()
    return trial.run(check)[0] is not None


def try_clean(check):
    """A check where there is nothing to find."""
    trial = Trial()
    try:
        message, seconds = trial.run(check)
    except checks.Broken as error:
        return {"name": check, "by": None, "broken": True,
                "message": str(error)}
    return {"name": check, "by": check if message else None,
            "message": message or "", "seconds": seconds}


def arguments():
    """The command line's."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--all-checks", action="store_true",
                        help="go on when one has caught it")
    parser.add_argument("--named-only", action="store_true",
                        help="only the check that the list names")
    parser.add_argument("--clean", action="store_true",
                        help="NAME is a check, to be run without a defect")
    parser.add_argument("name", metavar="NAME")
    return parser.parse_args()


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    start = time.monotonic()
    if options.clean:
        result = try_clean(options.name)
    else:
        defect = store.planned()[options.name]
        trial = Trial()
        result = try_defect(trial, defect, options)
        if result["by"] not in (None, defect.check) and \
                ways.usual_seconds(trial.usual, result["by"]) is None and \
                finds_without(result["by"]):
            result.update(by=None, message=f"{result['by']} finds something "
                          "without it, too")
    print(json.dumps({"seconds": time.monotonic() - start, **result},
                     ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
