# SPDX-License-Identifier: MIT
"""proofs.py - what explorer, model, stress and planted defects found, as it was
recorded in docs/records/."""
from kmapfigures import proofs, runs, store
from kmapreport.numbers import plural
from kmaphtml.markup import element, paragraph, table
from kmaphtml.sources import Section

NAMES = ("explore", "model", "stress", "mutation")


def missing():
    """Those that were never recorded."""
    return [name for name in NAMES if store.lines(name) is None]


def cells(strategy):
    """What each found about a strategy."""
    return [strategy, proofs.summary("explore", strategy),
            proofs.summary("model", strategy), runs.stress_line(strategy)]


def caught(defects):
    """How many planted defects were caught, by who planted them."""
    rows = []
    listed, made = proofs.listed_and_made(defects)
    for title, some in (("planted by hand", listed),
                        ("made by rule", proofs.real(made))):
        if not some:
            continue
        missed = [d["name"] for d in some if not d["caught"]]
        rows.append([title, len(some), len(some) - len(missed), element(
            "td", ", ".join(missed) or "none")])
    return table(["defects", ">planted", ">caught", "missed"], rows,
                 "Defects that were planted to test the checks")


def section(_sources):
    """A line for each strategy; then the checks' own test."""
    if store.lines("run") is None:
        return None
    parts = [paragraph(
        "The explorer runs the same sources on a simulated machine, in every "
        "order within a bound. The model is written in Promela and checked by "
        "Spin. Stress runs CPUs in parallel, with random delays. What they "
        "found is recorded with the sources, not part of this run.")]
    parts += [paragraph(f"Not recorded: {', '.join(missing())}.")] \
        if missing() else []
    parts.append(table(["strategy", "explorer", "model", "stress"],
                       map(cells, store.strategies()),
                       "What each way of looking found", class_="text"))
    defects = store.lines("mutation")
    if defects:
        parts += [element("h3", "Would the checks see a defect?"), paragraph(
            f"{plural(len(defects), 'defect')} were planted, one at a time."),
            caught(defects)]
    return Section("proofs", "Proofs", parts)
