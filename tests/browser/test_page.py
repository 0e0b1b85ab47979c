# SPDX-License-Identifier: MIT
"""test_page.py - the report in a browser: `make report-test`. Pictures of it
are left in build/test/browser/page/."""
import pytest

from kmapfigures import store
from kmaphtml import command
from kmaptest.browser import browser

WIDTHS = (360, 1280)  # a phone, a screen
SCHEMES = ("light", "dark")

# What is wider than the window, but not inside something that scrolls.
TOO_WIDE = """
[...document.querySelectorAll("body *")].filter(e =>
    !e.closest("svg *, .scroll *") &&
    e.getBoundingClientRect().right > document.documentElement.clientWidth + 1
).map(e => e.tagName + "#" + e.id)
"""
WIDTH = "document.documentElement.scrollWidth"
# Of what scrolls: on a screen, all strategies should be in view at once.
SCROLLED = """
[...document.querySelectorAll(".scroll")].filter(e =>
    e.querySelector("table") && e.scrollWidth > e.clientWidth + 1
).map(e => e.innerText.slice(0, 60))
"""
# Of each chart: is there room for it, and what can be seen of each line?
CHARTS = """
[...document.querySelectorAll("figure svg")].map(svg => {
    const box = svg.getBoundingClientRect();
    const seen = [...svg.querySelectorAll("[id*='-plot_']")].map(plot =>
        plot.getBoundingClientRect().width);
    return [svg.closest("figure").id, box.width, box.height, seen,
            getComputedStyle(svg).color];
})
"""
BACKGROUND = "getComputedStyle(document.body).backgroundColor"
CHARTS_OF_A_RUN = (
    "cost", "throughput-hot", "throughput-cycle", "latency", "interrupts", *(
        ["holds"] if any(row["holds"] for row in
                         store.load("run").of("bench")) else []), *(
        ["window-cost", "window-hold", "window-interrupts"]
        if store.load("window") else []))
PAPER = 720  # pixels between the margins of a sheet of A4
TABLES = """
[...document.querySelectorAll("details table")].map(
    table => table.getBoundingClientRect().height)
"""
SMALLEST = 200  # pixels


@pytest.fixture(scope="module", name="path")
def page_of_the_recorded_run(folder):
    """As `make report` makes it where nothing was run."""
    path = folder() / "report.html"
    assert command.write(str(path.parent / "results.jsonl"), str(path)) == 0
    return path


@pytest.fixture(scope="module", name="window")
def one_browser():
    with browser() as started:
        yield started


@pytest.mark.xdist_group("browser")
def test_print(path, window):
    """On paper nothing scrolls: all has to fit, tables of figures are open, and
    the ground is white, whatever the screen's was."""
    window.show(path, PAPER, scheme="dark", media="print")
    window.picture(path.parent / "print.png")
    assert window.value(WIDTH) <= PAPER
    assert min(window.value(TABLES)) > 0
    assert window.value(BACKGROUND) == "rgb(255, 255, 255)"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.xdist_group("browser")
def test_page(path, window, width, scheme):
    """Every chart can be seen, nothing is cut off, nobody complains, and
    nothing is asked for."""
    window.show(path, width, scheme=scheme)
    window.picture(path.parent / f"{width}-{scheme}.png")
    charts = window.value(CHARTS)
    assert {name for name, *_ in charts} == {
        f"{name}-{lock}" for lock in store.LOCKS for name in CHARTS_OF_A_RUN}
    for _, wide, high, lines, colour in charts:
        assert min(wide, high) > SMALLEST
        assert lines and min(lines) > SMALLEST / 4
        assert colour != window.value(BACKGROUND)
    assert window.value(WIDTH) <= width
    assert window.value(TOO_WIDE) == []
    assert width < max(WIDTHS) or window.value(SCROLLED) == []
    assert window.complaints() == []
    assert window.requests() == [path.resolve().as_uri()]
