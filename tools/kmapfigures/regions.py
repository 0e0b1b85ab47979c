# SPDX-License-Identifier: MIT
"""regions.py - the marked regions of a document, and who fills each."""
import re

from kmapfigures import costs, expected, proofs, runs, sources

REGION = re.compile(
    r"^<!-- figures: (?P<what>.*?) -->\n.*?^<!-- /figures -->$",
    re.M | re.S)


def strategies():
    """Every strategy and what it says of itself."""
    return ["| strategy | in one line |", "|---|---|"] + [
        f"| [`{name}`](#{name}) | {summary} |"
        for name, summary in sources.strategies()]


FILLERS = {
    "table": runs.table,          # WORKLOAD STRATEGIES THREADS
    "verdicts": runs.verdicts,    # SCENARIOS STRATEGIES
    "section": runs.section,      # of tools/report.py
    "stress": runs.stress,
    "strategies": strategies,
    "scenarios": expected.scenarios,
    "expected": expected.table,
    "costs": costs.table,
    "cost": costs.line,           # STRATEGY
    "floors": costs.floors,
    "proof": proofs.proof,        # STRATEGY
    "explorer": proofs.explorer,
    "model": proofs.model,
    "mutations": proofs.mutations,
}


def filled(match):
    word, *arguments = match["what"].split()
    if word not in FILLERS:
        raise ValueError(f"nobody fills 'figures: {match['what']}'; there "
                         "are: " + ", ".join(FILLERS))
    lines = FILLERS[word](*arguments)
    return "\n".join([f"<!-- figures: {match['what']} -->", *lines,
                      "<!-- /figures -->"])


def fill(text):
    """The document with every region as the records have it."""
    starts = len(re.findall(r"^<!-- figures: ", text, re.M))
    if starts != len(REGION.findall(text)):
        raise ValueError("a region has no end: <!-- /figures -->")
    return REGION.sub(filled, text)
