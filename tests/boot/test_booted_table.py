# SPDX-License-Identifier: MIT
"""test_booted_table.py - the table of machines says what was booted, and no
word if one of them failed."""
import pytest

import booted_table
from kmaptest.matrix import parse

CASE = '<testcase name="test_boot[{}]">{}</testcase>'
EMPTY = f"before\n{booted_table.BEGIN}\n\nold\n\n{booted_table.END}\nafter\n"


@pytest.fixture(name="wrote")
def summary_of(out, monkeypatch):
    """wrote(case...): (exit status, the document), of a report each. There are
    two machines."""
    def groups():
        return [("CPUs and memory", [parse(f"{name} | | | 0 |")
                                     for name in ("cpus-1-6g", "cpus-16")])]

    def wrote(*cases):
        reports = [out / f"{number}.xml" for number in range(len(cases))]
        for report, case in zip(reports, cases):
            report.write_text(f"<a>{case}</a>")
        (out / "doc.md").write_text(EMPTY)
        monkeypatch.setattr(booted_table, "groups", groups)
        status = booted_table.main(reports, out / "doc.md")
        return status, (out / "doc.md").read_text()
    return wrote


def test_what_was_booted(wrote):
    """By group, and the tables of firmware by number."""
    status, text = wrote(
        CASE.format("cpus-1-6g", ""), CASE.format("cpus-16", ""),
        *(f'<testcase name="test_tables[{n}]"/>' for n in "abc"))
    assert status == 0
    assert "| CPUs and memory | 2 | cpus-1-6g, cpus-16 |" in text
    assert "| ACPI tables that lie | 3 | |" in text
    assert text.startswith("before") and text.endswith("after\n")
    assert "old" not in text


@pytest.mark.parametrize("word", ("failure", "error", "skipped"))
def test_nothing_if_one_failed(wrote, word, capsys):
    """It is named, and the document stays."""
    status, text = wrote(CASE.format("cpus-1-6g", ""),
                         CASE.format("cpus-16", f"<{word}/>"))
    assert (status, text) == (1, EMPTY)
    assert "not as expected: test_boot[cpus-16" in capsys.readouterr().out


def test_nothing_if_one_is_missing(wrote, capsys):
    """The same."""
    assert wrote(CASE.format("cpus-16", "")) == (1, EMPTY)
    assert "not booted: cpus-1-6g" in capsys.readouterr().out


def test_last_report_counts(wrote):
    """What is booted again, because it failed, has not failed."""
    status, _ = wrote(CASE.format("cpus-1-6g", "<failure/>"),
                      CASE.format("cpus-16", ""), CASE.format("cpus-1-6g", ""))
    assert status == 0
