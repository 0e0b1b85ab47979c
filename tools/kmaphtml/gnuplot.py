# SPDX-License-Identifier: MIT
"""gnuplot.py - draws charts, and fits what gnuplot writes into a page.

Colours are the page's, so that light and dark both can be read: gnuplot is told
numbers instead, which become the page's variables --s1, --s2...
"""
import os
import re
import subprocess
import tempfile

from kmaphtml.markup import Markup, element, identifier

SIZE = (440, 330)
STYLES = 10          # colours; then they begin anew, with other points
POINTS = (7, 5, 9, 13, 11, 4, 6, 8, 10, 12)
DASHES = (1, 2, 4, 1, 5, 3, 2, 1, 4)
GRID = 99            # its number among the colours
LIMIT = 60           # seconds

HEAD = f"""\
set encoding utf8
set datafile separator "\\t"
set border 3
set tics nomirror
set grid ytics lt 1 lw 0.6 lc rgb "#0000{GRID:02x}"
set key below maxcols 4 samplen 2 spacing 1.1 font ",12"
set xlabel offset 0,0.4
set style fill solid 1
set style histogram clustered gap 1
set format y "%.0f"
set boxwidth 0.9 relative
"""


class GnuplotError(RuntimeError):
    """What it said."""


def colour(style):
    return f'"#0000{(style - 1) % STYLES + 1:02x}"'


def quoted(text):
    return '"' + re.sub(r'["\\$`]', "", text) + '"'


def data(name, points):
    """A block of data."""
    return [f"${name} << EOD", *("\t".join(map(str, point))
                                 for point in points), "EOD"]


def plotted(chart, number, series):
    """What the plot command says of one series."""
    style, title = series.style - 1, quoted(series.label)
    if chart.kind == "bars":
        return (f"$d{number} using 2:xtic(1) with histograms lc rgb "
                f"{colour(series.style)} title {title}")
    line = (f"lc rgb {colour(series.style)} lw 2 "
            f"dt {DASHES[style % len(DASHES)]}")
    if chart.kind == "steps":
        return f"$d{number} using 1:2 with steps {line} title {title}"
    return (f"$d{number} using 1:2 with linespoints {line} ps 0.9 "
            f"pt {POINTS[style % len(POINTS)]} title {title}")


def script(chart, path):
    """The commands for one chart."""
    width, height = SIZE
    out = ["reset", f"set terminal svg size {width},{height} noenhanced "
           'font "sans-serif,13"',
           f'set output "{path}"', HEAD, f"set xlabel {quoted(chart.x_label)}",
           f"set ylabel {quoted(chart.y_label)}", *chart.options]
    for number, series in enumerate(chart.series):
        out += data(f"d{number}", series.points)
    return "\n".join([*out, "plot " + ", ".join(
        plotted(chart, *pair) for pair in enumerate(chart.series)), ""])


def page_colour(match):
    """What the page has in place of a number."""
    return {0: "currentColor", GRID: "var(--grid)"}.get(
        int(match[1]), f"var(--s{match[1]})")


def tidy(svg, chart):
    """What gnuplot wrote, to be part of a page: ids of its own, the page's
    colours, and words."""
    body = svg[svg.index("<g id="):svg.rindex("</svg>")]
    body = re.sub(r"<filter .*?</filter>", "", body, flags=re.S)
    body = re.sub(r'<g [^>]*>\s*</g>\n?', "", body)
    body = re.sub(r"xlink:href='#|\bid='", lambda match: (
        match[0].replace("xlink:", "") + chart.name + "-"), body)
    body = body.replace('id="gnuplot_', f'id="{chart.name}-')
    body = re.sub(r'''(['"])black\1''', '"currentColor"', body)
    body = re.sub(r' color="(currentColor|white|gray)"', "", body)
    body = re.sub(r"rgb\( *0, *0, *(\d+)\)", page_colour, body)
    for number, series in enumerate(chart.series, 1):
        body = body.replace(f"<title>gnuplot_plot_{number}</title>",
                            element("title", series.label).strip())
    return body


def svg_of(raw, chart):
    """The whole element."""
    width, height = SIZE
    names = [identifier(chart.name, part) for part in ("title", "text")]
    return element(
        "svg", element("title", chart.title, id=names[0]),
        element("desc", chart.text, id=names[1]), Markup(tidy(raw, chart)),
        viewBox=f"0 0 {width} {height}", role="img", class_="chart",
        aria_labelledby=" ".join(names))


def draw(charts):
    """{name: svg element}. One process for all."""
    if not charts:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        paths = {chart.name: os.path.join(folder, f"{chart.name}.svg")
                 for chart in charts}
        done = subprocess.run(
            ["gnuplot"], text=True, capture_output=True, check=False,
            timeout=LIMIT, input="\n".join(
                script(chart, paths[chart.name]) for chart in charts)
            + "\nset output\n")
        if done.returncode or done.stderr.strip():
            raise GnuplotError(done.stderr.strip() or "gnuplot failed")
        out = {}
        for chart in charts:
            with open(paths[chart.name], encoding="utf-8") as file:
                out[chart.name] = svg_of(file.read(), chart)
        return out
