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

FACTOR, EXTRA = 5, 20  # the limit: times what it takes without a defect, + s


class Trial:
    """A copy of the sources, and what is known of the checks."""

    def __init__(self):
        self.tree = str(trees.like_the_sources(
            os.environ.get("PARALLEL_JOBSLOT", "0")))
        self.usual = store.read_clean()

    def limit(self, check):
        """How long a check may take. A defect can make it hang."""
        usual = self.usual.get(check)
        return checks.LIMIT if usual is None else \
            min(usual * FACTOR + EXTRA, checks.LIMIT)

    def run(self, check):
        """(what it finds or None, the seconds that took)"""
        checks.prepare(self.tree, check)
        start = time.monotonic()
        message = checks.run(checks.Place(self.tree, self.limit(check)), check)
        return message and " ".join(message.split()), \
            time.monotonic() - start

    def plant(self, defect):
        """Change the file."""
        path = os.path.join(self.tree, defect.file)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(defects.planted(defect, text))


def try_all(trial, names, until_caught):
    """{check: what it found}, in order; perhaps only up to the first that
    finds something."""
    found = {}
    for check in names:
        found[check], _ = trial.run(check)
        if found[check] and until_caught:
            break
    return found


def try_defect(trial, defect, options):
    """Plant it, look for it."""
    names = [defect.check]
    if not options.named_only:
        names += [check for check in checks.ALL if check != defect.check]
    result = {"name": defect.name, "by": None, "message": ""}
    trial.plant(defect)
    try:
        found = try_all(trial, names, not options.all_checks)
    except checks.Broken as error:
        return {**result, "broken": True, "message": str(error)}
    caught = [check for check, message in found.items() if message]
    if caught:
        result.update(by=caught[0], message=found[caught[0]])
    if options.all_checks:
        result["found"] = found
    return result


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
        result = try_defect(Trial(), defect, options)
        if result["by"] not in (None, defect.check) and \
                finds_without(result["by"]):
            result.update(by=None, message=f"{result['by']} finds something "
                          "without it, too")
    print(json.dumps({"seconds": time.monotonic() - start, **result},
                     ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
