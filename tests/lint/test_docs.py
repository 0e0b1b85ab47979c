# SPDX-License-Identifier: MIT
"""test_docs.py - the documents say what the code does: parameters, records.
"""
import json
import re

import pytest

from kmaprun import exits
from kmaptest.project import read
from kmaptest.schema import SCHEMA, Schema

COLUMNS = 4  # parameter, meaning, default, example
PARAMS = "job/params.c"
PARTS = Schema().parts
END = {"v": 3, "kind": "end", "status": "ok", "passed": 0, "failed": 0,
       "skipped": 0}


def table_rows(text):
    """The cells of a document's table rows."""
    return [[cell.strip() for cell in line.strip().strip("|").split("|")]
            for line in text.splitlines() if line.startswith("| `")]


ROWS = {row[0].strip("`"): row
        for row in table_rows(read("docs/parameters.md"))}
WORDS = [({"color": "colors"}.get(name, name), word)
         for name, body in re.findall(
             r"static const char \*const (\w+)_words\[\] = \{(.*?)\};",
             read(PARAMS), re.S)
         for word in re.findall(r'"([^"]+)"', body)]


def test_parameters():
    """docs/parameters.md has those of the table in job/params.c."""
    code = set(re.findall(r'^\t(?:\[\w+\] = )?\{ "([a-z]+=?)", parse_',
                          read(PARAMS), re.M))
    assert len(code) >= 20
    assert set(ROWS) == code


@pytest.mark.parametrize("name", ROWS)
def test_parameter(name):
    """Meaning, default and example."""
    row = ROWS[name]
    assert len(row) == COLUMNS
    assert all(row)
    assert name in row[3]


@pytest.mark.parametrize("parameter, word", WORDS)
def test_word(parameter, word):
    """The words that a parameter can have are all named."""
    row = ROWS.get(parameter + "=") or ROWS[parameter]
    assert word in " ".join(row)


@pytest.fixture(scope="module", name="sections")
def results_sections():
    """Of docs/results.md, one for each kind of record."""
    return dict(re.findall(r"^## (\w+): .*?\n(.*?)(?=^## |\Z)",
                           read("docs/results.md"), re.M | re.S))


def test_kinds_of_records(sections):
    """Those that the schema has."""
    assert set(sections) == set(PARTS)


@pytest.mark.parametrize("kind", PARTS)
def test_fields(sections, kind):
    """Every field is explained."""
    named = set(re.findall(r"`([a-z_0-9]+)`", sections[kind]))
    there = set(PARTS[kind].schema["properties"]) - {"v", "kind"}
    assert not there - named


@pytest.mark.parametrize("kind", PARTS)
def test_schema_is_strict(kind):
    """Each field is required, and no other is allowed. What is left out where
    nobody has looked says so."""
    part = json.loads(SCHEMA.read_text("utf-8"))["$defs"][kind]
    assert part["required"] == [
        name for name, field in part["properties"].items()
        if "absent: " not in field.get("description", "")]
    assert part["additionalProperties"] is False


def test_schema_takes_a_good_record(schema):
    """What the next test changes."""
    assert schema.error(END) is None


@pytest.mark.parametrize("wrong", [
    {**END, "passed": -1}, {**END, "status": "fine"}, {**END, "more": 1},
    {**END, "passed": None}, {**END, "kind": "other"}, {**END, "v": 1},
    {k: v for k, v in END.items() if k != "failed"}])
def test_schema_refuses(schema, wrong):
    """Other values, other fields, fewer fields."""
    assert schema.error(wrong)


def test_status_words():
    """The runner and the schema know the same ends of a run."""
    assert sorted(exits.END_STATUS) == sorted(
        PARTS["end"].schema["properties"]["status"]["enum"])
