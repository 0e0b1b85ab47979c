#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""machine.py FILE... [--records OUT] - what a real machine found, from
photographs of the QR codes on its screen, or from the log of its serial port:
a report, and the text of an issue to send.

Exit status: 0, or 1 if there is
nothing to report.
"""
import argparse
import json
import os
import subprocess
import sys

from kmapreport import compact, records
from report import report_lines

TEMPLATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..",
                        ".github/ISSUE_TEMPLATE/my-machine.md")


class Unreadable(Exception):
    """The message says what is wrong."""


def codes_of(path):
    """The texts of the codes in a picture."""
    try:
        done = subprocess.run(
            ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable",
             path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            check=False)
    except FileNotFoundError:
        raise Unreadable("no zbarimg: tools/setup.sh photo") from None
    return done.stdout.splitlines()


def report(paths):
    """(records, the report's lines) of a log, or of pictures."""
    for path in paths:
        log = records.load(path)
        if log.records:
            return log.records, report_lines(log, argparse.Namespace(
                workload=None, only=None))
    found = compact.decode([code for path in paths
                            for code in codes_of(path)])
    return found, compact.lines(found)


def issue(lines, found):
    """The text to send."""
    with open(TEMPLATE, encoding="utf-8") as file:
        text = file.read().split("---\n", 2)[2].strip()
    empty = "```\n```"
    for words in ("\n".join(found), "\n".join(lines)):
        text = text.replace(empty, f"```text\n{words}\n```", 1)
    return text


def main():
    parser = argparse.ArgumentParser(description="Report a real machine.")
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--records", metavar="OUT")
    args = parser.parse_args()
    try:
        found, lines = report(args.files)
        found = [json.dumps(r, separators=(",", ":")) for r in found]
    except (OSError, Unreadable, compact.NotCompact) as error:
        print(f"report-machine: {error}", file=sys.stderr)
        return 1
    if args.records:
        with open(args.records, "w", encoding="utf-8") as file:
            file.write("\n".join(found) + "\n")
    print("\n".join(lines))
    print("\nThe text of an issue; please fill in the rest:\n")
    print(issue(lines, found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
