# SPDX-License-Identifier: MIT
"""test_catalog.py - what the kernel says of itself; and that documents, schema,
model and explorer say the same."""
import functools
import itertools
import json

import pytest

from kmapfigures import regions, store
from kmaptest.project import read
import rows

# The regions of documents that come from the catalog, and from the verdicts
# that the kernel expects: the reviewed ones.
FROM_THE_KERNEL = ("strategies", "workloads", "scenarios", "words", "claims",
                   "expected", "exceptions")
DOCUMENTS = ("docs/strategies.md", "docs/results.md", "README.md")


def test_records(described, schema):
    """They are as the schema says."""
    assert described.of("catalog") and not schema.errors(described)


def test_catalog_comes_first(described):
    """Behind the machine, and before anything uses its words."""
    kinds = [record["kind"] for record in described.records
             if record["kind"] != "run"]
    first = kinds.index("catalog")
    assert kinds[:first] == ["env"]
    assert "catalog" not in kinds[first + kinds.count("catalog"):]


def test_parameters_are_named(described):
    """What strategy=, workload= and scenario= may say is in the catalog."""
    for what in ("strategy", "workload", "scenario"):
        assert described.env["parameters"][what] == \
            described.catalog.names(what)


def test_words_of_the_schema(described, schema):
    """The schema knows the kernel's verdicts, and no others."""
    assert schema.schema["$defs"]["verdict"]["enum"] == \
        described.catalog.names("verdict")


def test_words_of_the_model(described):
    """The model uses the kernel's."""
    assert set(rows.KINDS) <= set(described.catalog.names("verdict"))


@pytest.mark.parametrize("proof", ["explore", "model"])
def test_words_of_recorded_proofs(described, proof):
    """So do their records, which may have several in one."""
    used = {word for record in store.lines(proof)
            for key in ("verdict", "expected")
            for word in record[key].split(", ")}
    assert used <= set(described.catalog.names("verdict"))


def test_every_verdict_is_expected_once(described):
    """Of each scenario with each strategy and lock."""
    names = described.catalog.names
    assert sorted((r["name"], r["strategy"], r["lock"])
                  for r in described.of("scenario")) == \
        sorted(itertools.product(names("scenario"), names("strategy"),
                                 ("spin", "irq")))


def test_reasons(described):
    """What does not follow from the claims has one; what was not asked for a
    lock has none."""
    for r in described.of("scenario"):
        about = functools.partial(described.catalog.get, "scenario", r["name"])
        assert (r["expected"] == "n/a") == (r["lock"] not in about("locks"))
        assert r["why"] is None or r["expected"] != "n/a"
        if about("callers") == "break-rules":
            assert r["why"] or r["expected"] in (about("shows"), "n/a")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents(document, described, out, monkeypatch):
    """What they say of strategies, scenarios and expected verdicts was
    reviewed, and is what this kernel says. (make record, and read the
    difference)"""
    (out / "run.jsonl").write_text(
        "".join(json.dumps(r) + "\n" for r in described.records),
        encoding="utf-8")
    monkeypatch.setattr(store, "FOLDER", str(out))
    for match in regions.REGION.finditer(read(document)):
        if match["what"] in FROM_THE_KERNEL:
            assert regions.fill(match[0]) == match[0]
