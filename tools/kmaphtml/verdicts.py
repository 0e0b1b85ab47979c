# SPDX-License-Identifier: MIT
"""verdicts.py - the claim, a matrix of verdicts, and the evidence for each."""
from kmapreport import advice, claim, ending, evidence
from kmapreport.verdicts import grouped
from kmaphtml import timeline
from kmaphtml.markup import (element, identifier, inline, link, paragraph,
                             table, with_code, words)
from kmaphtml.sources import Section


def records_of(sources, scenario, strategy):
    """{lock: record}"""
    return {r["lock"]: r for r in sources.results.of("scenario")
            if r["name"] == scenario and r["strategy"] == strategy}


def verdict_words(sources, *records):
    """A verdict; one that is not good leads to a picture of it, with one lock
    or the other, or else to its evidence."""
    name, verdict = records[0]["name"], records[0]["verdict"]
    word = sources.catalog.word(verdict)
    if verdict in evidence.GOOD:
        return word
    pictures = (timeline.find(sources.timelines, name, r["strategy"],
                              r["lock"]) for r in records)
    return link(next(filter(None, pictures), identifier("evidence", name)),
                word)


def kind_of(record):
    """The colour that it has."""
    return {"n/a": "none", "safe": "good"}.get(record["verdict"], "bad")


def cell(sources, scenario, strategy):
    """What came of a scenario: in a word, or a word for each lock."""
    found = records_of(sources, scenario, strategy)
    if len({r["verdict"] for r in found.values()}) == 1:
        records = list(found.values())
        return element("td", verdict_words(sources, *records),
                       class_=kind_of(records[0]))
    return element("td", [inline(
        "span", inline("span", lock, class_="word"), " ",
        verdict_words(sources, r), class_=f"half {kind_of(r)}")
        for lock, r in found.items()], class_="halves")


def matrix(sources):
    """A line for each scenario, a column for each strategy."""
    results, catalog = sources.results, sources.catalog
    names = evidence.strategies_of(results)
    played = [name for name in catalog.names("scenario")
              if any(r["name"] == name for r in results.of("scenario"))]
    rows = []
    for name in played:
        breaks = catalog.get("scenario", name, "callers") == "break-rules"
        rows.append([words(link(identifier("evidence", name), name),
                           " *" if breaks else ""),
                     *(cell(sources, name, strategy) for strategy in names)])
    return table(["scenario", *names], rows,
                 "Verdicts with lock=spin and lock=irq", id="matrix") \
        if rows else paragraph("These records have no scenarios.")


def first(sources):
    """What is to be seen first."""
    results = sources.results
    parts = [paragraph(claim.text(results), class_="claim")]
    if sources.rulers.used() and ending.is_good(results):
        parts += map(paragraph, advice.sentences(sources.rulers, results))
    parts += [paragraph(line, class_="note")
              for line in ending.lines(results, None)]
    return Section("claim", "The claim and the verdicts", [
        *parts, matrix(sources), paragraph(with_code(
            "A scenario pauses a CPU at the worst moment, so no luck is "
            "needed. A word on red leads to what happened. `n/a`: not "
            "possible there. *: its callers break the rules, which speaks "
            "against no strategy."), class_="note")])


def scenario_part(sources, name):
    """One scenario's evidence."""
    records = [r for r in sources.results.of("scenario")
               if r["name"] == name]
    lines = [element("li", inline("strong", names), ": ", text,
                     class_=None if expected else "warn")
             for expected, names, text in grouped(records, sources.catalog)]
    title = sources.catalog.title("scenario", name)
    return element(
        "section", element("h3", name), paragraph(title[:1].upper(),
                                                  title[1:]),
        paragraph("Callers: ", sources.catalog.get(
            "scenario", name, "contract"), class_="note"),
        element("ul", lines), id=identifier("evidence", name))


def proven(sources):
    """The evidence for all of them."""
    names = dict.fromkeys(r["name"] for r in sources.results.of("scenario"))
    return Section("evidence", "The evidence", [
        scenario_part(sources, name) for name in names]) if names else None
