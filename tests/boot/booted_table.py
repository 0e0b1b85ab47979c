# SPDX-License-Identifier: MIT
"""booted_table.py JUNIT... - write what `make matrix` has booted into
docs/hardware.md: a line for each group of machines, from pytest's reports, of
which the last one counts. If a machine did not do as expected, or was not
booted, nothing is written, and the exit status is 1."""
import re
import sys
from xml.etree import ElementTree

from kmaptest.matrix import groups
from kmaptest.project import ROOT

DOCUMENT = ROOT / "docs/hardware.md"
BEGIN = "<!-- written by `make matrix` -->"
END = "<!-- end -->"
OTHERS = {"test_tables": "ACPI tables that lie",
          "test_command_line": "command lines that make no sense",
          "test_verdicts_with_another_time": "CPUs of different times",
          "test_other_memory_types": "CPUs with different memory types",
          "test_menu": "GRUB's menu, from a CD and from a stick",
          "test_small_media": "the menu, from a floppy disk and from the "
                              "network, by BIOS and by UEFI",
          "test_ipxe": "iPXE",
          "test_screen": "screens of UEFI, read"}


def outcomes(paths):
    """The machines that did as expected, {other test: how many did}, and what
    failed."""
    good = {}
    for path in paths:
        for case in ElementTree.parse(path).getroot().iter("testcase"):
            good[case.get("name")] = all(
                case.find(word) is None
                for word in ("failure", "error", "skipped"))
    machines, others = [], {}
    for name in filter(good.get, good):
        test, _, which = name.rstrip("]").partition("[")
        if test == "test_boot":
            machines.append(which)
        elif test in OTHERS:
            others[test] = others.get(test, 0) + 1
    return machines, others, [name for name, is_good in good.items()
                              if not is_good]


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


def main(reports, document=DOCUMENT):
    """Returns the exit status."""
    machines, others, failed = outcomes(reports)
    missing = [config.name for _, members in groups() for config in members
               if config.name not in machines]
    if failed or missing:
        print(f"not as expected: {', '.join(failed) or 'none'}; not booted: "
              f"{', '.join(missing) or 'none'}")
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
    sys.exit(main(sys.argv[1:]))
