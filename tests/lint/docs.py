#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""docs.py - the documents say what the code does: parameters, records."""
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import Tap, read
from schema import SCHEMA, Schema
from kmaprun import exits

COLUMNS = 4  # parameter, meaning, default, example


def table_rows(text):
    """The cells of a document's table rows."""
    return [[cell.strip() for cell in line.strip().strip("|").split("|")]
            for line in text.splitlines() if line.startswith("| `")]


def parameters(tap):
    """docs/parameters.md against the table in job/params.c."""
    code = set(re.findall(r'^\t(?:\[\w+\] = )?\{ "([a-z]+=?)", parse_',
                          read("job/params.c"), re.M))
    rows = table_rows(read("docs/parameters.md"))
    documented = {row[0].strip("`"): row for row in rows}
    tap.ok(len(code) >= 20, "job/params.c has parameters", code)
    tap.equal(set(documented), code, "docs/parameters.md has the same")
    for name, row in documented.items():
        good = len(row) == COLUMNS and all(row) and name in row[3]
        tap.ok(good, f"{name}: meaning, default and example", row)


def words(tap):
    """The words that a parameter can have are all named."""
    text = {row[0].strip("`="): " ".join(row)
            for row in table_rows(read("docs/parameters.md"))}
    for name, body in re.findall(
            r"static const char \*const (\w+)_words\[\] = \{(.*?)\};",
            read("job/params.c"), re.S):
        key = {"color": "colors"}.get(name, name)
        for word in re.findall(r'"([^"]+)"', body):
            tap.ok(word in text.get(key, ""), f"{key}: {word} is named",
                   text.get(key))


def fields(tap):
    """docs/results.md has each field of each kind of record."""
    sections = dict(re.findall(r"^## (\w+): .*?\n(.*?)(?=^## |\Z)",
                               read("docs/results.md"), re.M | re.S))
    schema = Schema()
    tap.equal(set(sections), set(schema.parts), "docs/results.md: kinds")
    for kind, part in schema.parts.items():
        named = set(re.findall(r"`([a-z_0-9]+)`", sections.get(kind, "")))
        there = set(part.schema["properties"]) - {"v", "kind"}
        tap.ok(there <= named, f"{kind}: every field is explained",
               there - named)


def schema_is_strict(tap):
    """Each field is required, and no other is allowed."""
    with open(SCHEMA, encoding="utf-8") as file:
        parts = json.load(file)["$defs"]
    for kind, part in parts.items():
        if "properties" in part:
            tap.ok(part["required"] == list(part["properties"])
                   and part["additionalProperties"] is False,
                   f"schema: {kind} has all fields and no others")
    end = {"v": 1, "kind": "end", "status": "ok", "passed": 0, "failed": 0,
           "skipped": 0}
    schema = Schema()
    tap.equal(schema.error(end), None, "schema: a good record")
    for wrong in ({**end, "passed": -1}, {**end, "status": "fine"},
                  {**end, "more": 1}, {**end, "passed": None},
                  {**end, "kind": "other"}, {**end, "v": 2},
                  {k: v for k, v in end.items() if k != "failed"}):
        tap.ok(schema.error(wrong), f"schema: refuses {wrong}")


def status_words(tap):
    """The runner and the schema know the same ends of a run."""
    end = Schema().parts["end"].schema["properties"]["status"]["enum"]
    tap.equal(sorted(exits.END_STATUS), sorted(end),
              "the runner knows every status")


def main():
    tap = Tap()
    for check in (parameters, words, fields, schema_is_strict, status_words):
        check(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
