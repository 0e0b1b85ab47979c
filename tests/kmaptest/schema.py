# SPDX-License-Identifier: MIT
"""schema.py - is every record of a run as docs/results.schema.json says?"""
import json

import jsonschema

from kmaptest.project import ROOT

SCHEMA = ROOT / "docs/results.schema.json"


class Schema:
    """The schema, ready to check records against."""

    def __init__(self, path=SCHEMA):
        with open(path, encoding="utf-8") as file:
            self.schema = json.load(file)
        cls = jsonschema.validators.validator_for(self.schema)
        cls.check_schema(self.schema)
        self.whole = cls(self.schema)
        # Of a kind's own part, messages are to the point.
        self.parts = {
            kind: cls({**part, "$defs": self.schema["$defs"]})
            for kind, part in self.schema["$defs"].items()
            if "properties" in part}

    def error(self, record):
        """What is wrong with a record; None if nothing is."""
        if self.whole.is_valid(record):
            return None
        part = self.parts.get(record.get("kind"))
        errors = list(part.iter_errors(record)) if part else []
        return errors[0].message if errors else "no such kind of record"

    def errors(self, run):
        """What is wrong with a run's records, a line each."""
        out = [f"line {number}: {problem}" for number, problem in run.broken]
        for number, record in enumerate(run.records, 1):
            problem = self.error(record)
            if problem:
                out.append(f"record {number} ({record['kind']}): {problem}")
        return out
