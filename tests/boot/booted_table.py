# SPDX-License-Identifier: MIT
"""booted_table.py JUNIT - write what `make matrix` has booted into
docs/hardware.md: a line for each group of machines, from pytest's report. If a
machine did not do as expected, nothing is written, and the exit status is 1."""
import re
import sys
from xml.etree import ElementTree

from kmaptest.matrix import groups
from kmaptest.project import ROOT

DOCUMENT = ROOT / "docs/hardware.md"
BEGIN = "<!-- written by `make matrix` -->"
END = "<!-- end -->"
OTHERS = {"test_tables": "ACPI tables that lie",
          "test_command_line": "command lines that make no sense"}


def outcomes(path):
    """The machines that did as expected, {other test: how many did}, and what
    failed."""
    machines, others, failed = [], {}, []
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        good = all(case.find(word) is None
                   for word in ("failure", "error", "skipped"))
        test, _, name = case.get("name").rstrip("]").partition("[")
        if not good:
            failed.append(case.get("name"))
        elif test == "test_boot":
            machines.append(name)
        elif test in OTHERS:
            others[test] = others.get(test, 0) + 1
    return machines, others, failed


def table(machines, others):
    """The lines of the table."""
    out = ["| Machines | | As expected |", "|---|--:|---|"]
    for title, members in groups():
        done = [config.name for config in members if config.name in machines]
        if done:
            out.append(f"| {title} | {len(done)} | {', '.join(done)} |")
    out += [f"| {OTHERS[test]} | {count} | |"
            for test, count in others.items()]
    return out


def main(report, document=DOCUMENT):
    """Returns the exit status."""
    machines, others, failed = outcomes(report)
    if failed:
        print(f"not as expected: {', '.join(failed)}")
        return 1
    text = document.read_text(encoding="utf-8")
    lines = "\n".join(table(machines, others))
    document.write_text(re.sub(
        f"{re.escape(BEGIN)}.*{re.escape(END)}",
        lambda _: f"{BEGIN}\n\n{lines}\n\n{END}", text, flags=re.S),
        encoding="utf-8")
    print(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
