# SPDX-License-Identifier: MIT
"""test_html.py - the report as a page: what is on it, and that it needs nothing
else. tests/browser/ shows it to a browser."""
import re

import pytest

from kmapfigures import store
from kmaphtml import command, page
from kmaphtml.sources import Sources
from kmaptest import madeup, project
from kmaptest.parsed import parse

CHARTS = {f"{name}-{lock}" for name in (
    "cost", "throughput-hot", "throughput-cycle", "latency", "holds",
    "interrupts")
    for lock in madeup.LOCKS}
WINDOWS = {f"window-{name}-{lock}" for name in ("cost", "hold", "interrupts")
           for lock in madeup.LOCKS}
SVG = ('<svg xmlns="x" aria-labelledby="a a-b"><g id="a"/><g id="a-b"/>'
       '<use href="#a" fill="url(#a-b)"/></svg>')


def page_of(records, **more):
    """The page, as text."""
    return page.html(Sources(madeup.results(records), "made-up", **more))


@pytest.fixture(scope="module", name="text")
def made_up_page():
    return page_of(madeup.whole(), windows=madeup.results(madeup.windows()))


@pytest.fixture(scope="module", name="tree")
def parsed_page(text):
    return parse(text)


def test_every_chart_is_there(tree):
    figures = {f.attributes["id"]: f for f in tree.all("figure")}
    assert set(figures) == CHARTS | WINDOWS
    for figure in figures.values():
        assert len(figure.all("svg")) == 1


@pytest.mark.parametrize("name", sorted(CHARTS | WINDOWS))
def test_a_chart_can_be_read_without_seeing_it(tree, name):
    """A title, a text, a name for each line, and the same figures below."""
    figure = tree.one("figure", id=name)
    svg = figure.one("svg")
    assert svg.attributes["role"] == "img"
    for label in svg.attributes["aria-labelledby"].split():
        assert [n for n in svg.walk() if n.attributes.get("id") == label
                and n.text()]
    plots = [g for g in svg.all("g") if re.fullmatch(
        rf"{name}-plot_\d+", g.attributes.get("id", ""))]
    lines = {plot.children[0].text() for plot in plots}
    heads = {th.text() for th in figure.all("th")}
    assert lines and {line.removeprefix("a ") for line in lines} <= heads
    assert all(plot.all("path") or plot.all("polygon") or plot.all("rect")
               for plot in plots)


def test_a_chart_has_the_figures_of_the_records(tree):
    """8.0 times 1000000 / 41 hits, to three digits."""
    figure = tree.one("figure", id="throughput-hot-spin")
    row = next(tr for tr in figure.all("tr")
               if tr.children[0].text() == "lockless")
    hit, scale = madeup.COSTS["lockless"][0], madeup.SCALES["lockless"][0]
    assert [td.text() for td in row.children[1:]] == [
        f"{1e6 / hit / 1000:.1f}k", f"{scale * 1e6 / hit / 1000:.0f}k"]


@pytest.mark.parametrize("name, cells", [
    ("window-cost-spin", ["1000", "562", "507"]),
    ("window-hold-irq", ["640", "5120", "41.0k"]),
    ("window-interrupts-irq", ["375", "46", "5.0"])])
def test_a_chart_over_the_window_has_the_figures_of_the_records(tree, name,
                                                               cells):
    figure = tree.one("figure", id=name)
    row = next(tr for tr in figure.all("tr")
               if tr.children[0].text() == "held")
    assert [td.text() for td in row.children[1:]] == cells


@pytest.mark.parametrize("beside, kept, said", [
    (True, True, None), (False, True, "From docs/records/window.jsonl"),
    (False, False, "This was not run: make window runs it")])
def test_where_windows_are_from(out, monkeypatch, beside, kept, said):
    """Beside the run, or recorded; else the page says how to get them."""
    monkeypatch.setattr(store, "FOLDER", str(out))
    made_up = madeup.results(madeup.windows())
    monkeypatch.setattr(store, "load", lambda name: made_up if kept else None)
    if beside:
        (out / "window.jsonl").write_text(madeup.dumped(madeup.windows()),
                                          encoding="utf-8")
    found, note = command.windows(str(out / "results.jsonl"))
    text = parse(page_of(madeup.whole(), windows=found, windows_note=note)
                 ).one("section", id="window").text()
    assert ("slots" in text) == (beside or kept)
    assert said in text if said else not note


def test_ids_are_unique_and_links_lead_somewhere(tree):
    ids = [n.attributes["id"] for n in tree.walk() if "id" in n.attributes]
    assert len(ids) == len(set(ids)) > 100
    links = [n.attributes["href"] for n in tree.walk()
             if "href" in n.attributes and n.name != "link"]
    assert len(links) > 50
    assert not {link for link in links
                if not link.startswith("#") or link[1:] not in ids}


def test_it_asks_for_nothing(tree, text):
    """No address, no script, nothing that a style could load."""
    asks = ("src", "srcset", "action", "data", "poster", "xlink:href")
    for node in tree.walk():
        assert node.name not in ("script", "iframe", "object", "embed", "img")
        assert not [key for key in node.attributes
                    if key in asks or key.startswith("on")]
    assert [n.attributes["href"] for n in tree.all("link")] == ["data:,"]
    style = tree.one("style").text()
    assert "@import" not in style
    assert not re.search(r"url\((?!#)", text)
    assert not re.search(r"""=["']?(https?:)?//""", text)


def test_every_colour_has_a_value(tree, text):
    """In light and in dark."""
    style = tree.one("style").text()
    light, dark = (set(re.findall(r"(--\w+):", part)) for part in re.search(
        r":root \{(.*?)\}.*?dark\) \{ :root \{(.*?)\}", style).groups())
    assert light == dark
    assert set(re.findall(r"var\((--\w+)\)", text)) <= light
    assert "rgb(" not in text, "a colour that gnuplot chose"


def test_the_claim_is_first(tree):
    sections = tree.one("main").all("section")
    assert sections[0].attributes["id"] == "claim"
    assert "trades a deadlock for memory corruption" in sections[0].text()


def test_the_matrix_has_every_verdict(tree):
    """A word for both locks, or one for each."""
    rows = {tr.children[0].text().rstrip(" *"): tr
            for tr in tree.one("table", id="matrix").all("tr")}
    at = {th.text(): n for n, th in enumerate(rows["scenario"].children)}

    def cell(scenario, strategy):
        return rows[scenario].children[at[strategy]]

    assert set(madeup.SCENARIOS) < set(rows)
    assert set(madeup.STRATEGIES) < set(at)
    assert cell("stale-own", "dropped").text() == "STALE"
    assert cell("stale-own", "quarantine").text() == "safe"
    assert cell("stale-own", "held").text() == "spin safe irq DEADLOCK"
    assert cell("outer-lock", "lockless").text() == "spin n/a irq safe"
    assert rows["wrong-caller"].children[0].text().endswith("*")


def test_what_went_wrong_leads_to_its_evidence(tree):
    bad = [n for n in tree.one("table", id="matrix").walk()
           if "bad" in n.attributes.get("class", "").split()]
    assert len(bad) >= len(madeup.WENT_WRONG) - 2
    for node in bad:
        target = node.one("a").attributes["href"][1:]
        evidence = tree.one("section", id=target)
        assert node.one("a").text() in evidence.text()


def test_what_went_wrong_leads_to_its_timeline_if_there_is_one():
    tree = parse(page_of(madeup.whole(), timelines={
        "stale-own-dropped": SVG, "stale-own-held-irq": SVG}))
    cells = [a.attributes["href"]
             for a in tree.one("table", id="matrix").all("a")]
    assert cells.count("#timeline-stale-own-dropped") == 1
    assert cells.count("#timeline-stale-own-held-irq") == 1
    picture = tree.one("section", id="timeline-stale-own-dropped")
    use, name = picture.one("use"), "t-stale-own-dropped-a"
    assert use.attributes["href"] == f"#{name}"
    assert use.attributes["fill"] == f"url(#{name}-b)"
    assert picture.one("svg").attributes["aria-labelledby"] == \
        f"{name} {name}-b"
    assert [g.attributes["id"] for g in picture.all("g")] == \
        [name, f"{name}-b"]


def test_a_picture_with_one_lock_will_do_if_both_went_the_same_way():
    tree = parse(page_of(madeup.whole(), timelines={
        "stale-own-dropped-irq": SVG, "stale-own-held-spin": SVG}))
    links = [a.attributes["href"]
             for a in tree.one("table", id="matrix").all("a")]
    assert "#timeline-stale-own-dropped-irq" in links
    assert "#timeline-stale-own-held-spin" not in links


def test_words_from_records_are_words():
    """Whatever is in them."""
    made_up = [{**r, "detail": '<b onclick="x()">&'}
               if r.get("detail") else r for r in madeup.whole()]
    tree = parse(page_of(made_up))
    assert not tree.all("b")
    assert '<b onclick="x()">&' in tree.one("section", id="evidence").text()


def test_a_single_platform_has_what_it_can_have():
    """Nothing is made up for the other one."""
    tree = parse(page_of(madeup.exact()))
    figures = {f.attributes["id"] for f in tree.all("figure")}
    assert figures == {"cost-spin", "cost-irq"}
    assert not tree.all("section", id="throughput")


def test_the_environment_says_how_to_repeat_it(tree):
    text = tree.one("section", id="environment").text()
    assert "make run ACCEL=exact" in text
    assert "make run ACCEL=bochs" in text
    assert "ab" * 32 in text


def test_records_without_histograms():
    """Those of version 2: the page says so."""
    lacking = ("times", "holds", "waits")
    tree = parse(page_of([{k: v for k, v in {**r, "v": 2}.items()
                           if k not in lacking} for r in madeup.whole()]))
    assert {f.attributes["id"] for f in tree.all("figure")} == {
        name for name in CHARTS if not name.startswith("holds")}
    assert "have no histograms" in tree.one("section", id="holds").text()


@pytest.mark.parametrize("there", [True, False])
def test_make_report(out, there):
    """Of one's own run; where there is none, of the recorded one."""
    if there:
        (out / "results.jsonl").write_text(madeup.dumped(madeup.whole()),
                                           encoding="utf-8")
    done = project.make("report", f"BUILD={out}")
    assert done.returncode == 0
    text = parse((out / "report.html").read_text(encoding="utf-8")).text()
    for said in (text, done.stdout):
        assert ("this is the run that is kept with the sources" in said) != \
            there
    assert ("exact instructions" in done.stdout) == there


def test_records_without_anything(out):
    (out / "results.jsonl").write_text("\n", encoding="utf-8")
    done = project.make("report", f"BUILD={out}")
    assert done.returncode != 0
    assert "no records" in done.stdout
    assert not (out / "report.html").exists()
