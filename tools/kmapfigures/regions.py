# SPDX-License-Identifier: MIT
"""regions.py - the marked regions of a document, and who fills each."""
import re

from kmapcompare import page
from kmapfigures import (
    costs, expected, first, pictures, proofs, runs, scaling, store)

REGION = re.compile(
    r"^<!-- figures: (?P<what>.*?) -->\n.*?^<!-- /figures -->$",
    re.M | re.S)


FILLERS = {
    "screen": runs.screen,
    "first": first.table,         # STRATEGIES
    "verdicts": runs.verdicts,    # SCENARIOS STRATEGIES
    "stress": runs.stress,
    "strategies": expected.strategies,
    "claims": expected.claims,
    "workloads": expected.workloads,
    "scenarios": expected.scenarios,
    "words": expected.words,
    "expected": expected.table,
    "exceptions": expected.exceptions,
    "costs": costs.table,
    "cost": costs.line,           # STRATEGY
    "baselines": costs.baselines,  # PLATFORM
    "proof": proofs.proof,        # STRATEGY
    "explorer": proofs.explorer,
    "deep": proofs.deep,
    "model": proofs.model,
    "mutations": proofs.mutations,
    "timeline": pictures.one,     # SCENARIO STRATEGY [FOLDER]
    "timelines": pictures.gallery,
    "trace": pictures.cost,
    "scale": scaling.table,       # MACHINE WORKLOAD
    "ranks": scaling.ranks,
    "compare": lambda: compared(page.in_document),
    "patched": lambda: compared(page.sentence),
}


def compared(shown):
    """What real Linux and this kernel need: by page.in_document and the like.
    """
    results = store.load("compare")
    return store.MISSING if results is None else shown(results)


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
