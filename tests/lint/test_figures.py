# SPDX-License-Identifier: MIT
"""test_figures.py - figures in the documents are those of the records, and the
records are of this code."""
import re

import pytest

from kmapfigures import proofs, regions, runs, sources, store
from kmaptest.project import read
import figures

RUNS = ("run", "exact", "stress")
PAGE = ("**Claims", "**Who may use the address:", "**When to use it:",
        "**Prior art", "```", "figures: cost", "figures: proof")
NO_PRIOR_ART = ("recheck",)


@pytest.fixture(scope="module", name="expected")
def expected_verdicts():
    """Those of scenario/expected.c."""
    return sources.expected()


def test_up_to_date():
    """No document differs from what the records say. (make figures)"""
    assert not figures.differences()


@pytest.mark.parametrize("name", figures.DOCUMENTS)
def test_there_are_figures(name):
    """Else there is nothing to compare."""
    assert "<!-- figures: " in read(name)


def test_typed_figure():
    """It is found, and put right."""
    text = regions.fill(read("docs/strategies.md"))
    typed = re.sub(r"^\| held \| spin \| \d", "| held | spin | 77", text,
                   flags=re.M)
    assert typed != text
    assert regions.fill(typed) == text


@pytest.mark.parametrize("bad", [
    "<!-- figures: nonsense -->\n<!-- /figures -->\n",
    "<!-- figures: costs -->\n"], ids=["no-such-figure", "no-end"])
def test_refused(bad):
    """A wrong word, a region without an end."""
    with pytest.raises(ValueError):
        regions.fill(bad)


@pytest.mark.parametrize("name", RUNS)
def test_records(name, schema):
    """They are as the schema says, and of runs that ended well."""
    run = store.load(name)
    assert run.records
    assert not schema.errors(run)
    assert run.end["status"] == "ok"


def test_code_was_read():
    """Strategies, scenarios and their questions are found in the code."""
    assert len(sources.names()) >= 8
    assert len(sources.scenarios()) >= 10
    assert set(sources.questions()) == set(sources.scenarios())


def test_records_are_of_this_code(expected):
    """The recorded run has each scenario, strategy and lock, with the verdict
    that scenario/expected.c expects. (make record)"""
    found = {(r["name"], r["strategy"], r["lock"]): r["verdict"]
             for r in store.load("run").of("scenario")}
    assert set(found) == set(expected)
    assert not [key for key in found
                if found[key] not in (expected[key], "n/a")]


@pytest.mark.parametrize("scenario, strategy, lock, verdict", [
    ("irq-deadlock", "held", "irq", "deadlock"),
    ("irq-deadlock", "held", "spin", "safe"),
    ("stale-own", "dropped", "spin", "stale"),
    ("double-map", "dropped", "irq", "double-map"),
    ("double-map", "recheck", "irq", "safe"),
    ("stale-third", "cpumask", "spin", "stale")])
def test_expected_was_read(expected, scenario, strategy, lock, verdict):
    """The table is read right: a few cells that are known by heart."""
    assert expected[scenario, strategy, lock] == verdict


def test_expected_table():
    """It has two lines for each scenario."""
    cells = sum(line.split()[0] in ("spin", "irq") or
                line.split()[1] in ("spin", "irq")
                for line in regions.fill(
                    "<!-- figures: expected -->\n<!-- /figures -->"
                ).splitlines() if len(line.split()) > 4)
    blocks = -(-len(sources.names()) // 8)
    assert cells == 2 * blocks * len(sources.scenarios())


@pytest.mark.parametrize("name", sources.names())
def test_page(name):
    """A page for each strategy, with everything on it."""
    parts = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)",
                            read("docs/strategies.md"), re.M | re.S))
    assert not [word for word in PAGE if word not in parts[name] and not
                ("Prior" in word and name in NO_PRIOR_ART)]


@pytest.mark.parametrize("name", sources.names())
def test_stress_was_recorded(name):
    """What stress found stands in the page of its strategy."""
    assert "maps" in runs.stress_line(name)


@pytest.fixture(name="made_up")
def made_up_proofs(monkeypatch):
    """Records of the explorer, the model and the mutations, as the real ones
    may be still to come."""
    made_up = {
        "explore": [
            {"case": "once2", "strategy": name, "lock": lock, "cpus": 2,
             "slots": 2, "states": 1000,
             "finding": "stale" if name == "dropped" else "nothing"}
            for name in sources.names() for lock in sources.LOCKS],
        "model": [
            {"strategy": "held", "lock": "spin", "cpus": 3, "states": 7,
             "verdict": "safe", "defect": "nothing"},
            {"strategy": "held", "lock": "spin", "cpus": 2, "states": 7,
             "verdict": "stale", "defect": "no_remote_flush"}],
        "mutation": [
            {"name": "a", "file": "mm/a.c", "why": "b", "caught": True,
             "by": "c"},
            {"name": "d", "file": "mm/d.c", "why": "e", "caught": False,
             "by": None}]}
    monkeypatch.setattr(store, "lines", made_up.get)


@pytest.mark.usefixtures("made_up")
class TestProofs:
    """They are shown."""

    def test_explorer(self):
        """How much it covered; who was found wrong, and who was not."""
        matrix = "\n".join(proofs.explorer())
        assert f"{2000 * len(sources.names()):,} states" in matrix
        assert matrix.count("stale") == 2
        assert matrix.count(" . ") > 8

    def test_model(self):
        """A control."""
        assert "| held | no_remote_flush | spin | 2 | 7 | stale |" in \
            "\n".join(proofs.model())

    def test_summary(self):
        """One strategy in words."""
        assert proofs.summary("explore", "dropped").startswith(
            "spin: stale; irq: stale;")
        assert proofs.summary("model", "held") == \
            "spin: nothing found; 1 case of up to 3 CPUs, 7 states"
        assert proofs.summary("model", "polled") == proofs.NOT_YET

    def test_mutations(self):
        """Caught or not."""
        found = "\n".join(proofs.mutations())
        assert "1 of 2 were caught" in found
        assert "NOBODY" in found
