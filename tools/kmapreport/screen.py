# SPDX-License-Identifier: MIT
"""screen.py - the first screen: the claim, a line for each strategy and lock,
advice. At most LINES lines of 80 columns, whatever was run."""
from kmapreport import advice, claim, ending, evidence, numbers
from kmapreport.layout import WIDTH, line, wrapped
from kmapreport.rows import STRESS
from kmapreport.rulers import FILLED_BY, Rulers

LINES = 37  # the runner adds three

NAMES = (-10, -4, -11)            # strategy, lock, verdict
FIGURES = (5, 5, 6, 5, 5, 5)      # hit, miss, hold, hit x, miss x, IPIs
PLACE = WIDTH - sum(map(abs, NAMES)) - sum(FIGURES) \
    - len(NAMES) - len(FIGURES)
WIDTHS = (*NAMES, -PLACE, *FIGURES)

LEGEND = ("hit, miss: map and unmap a page that is mapped already, that is "
          "not. hold: the longest of kmap_lock. With all CPUs: throughput "
          "against 1 thread; interrupts to other CPUs for 1000 misses.")
OWN_CPU = ("* only where another CPU uses the address, which it does not claim "
           "to allow.")
MORE = "More: make verdicts, make table (WORKLOAD=hot, WORKLOAD=all), make help"


def place_text(places):
    """The first, and how many more; the number goes where there is no room."""
    text = f"{places[0]} +{len(places) - 1}" if places[1:] else places[0]
    return text if len(text) <= PLACE else places[0][:PLACE]


def is_own_cpu(results, strategy, lock):
    """Whether all that went wrong is what it does not claim: that another CPU
    may use the address."""
    return "any-cpu" not in results.catalog.claims(strategy) and not \
        evidence.faults(results, strategy, lock, any_cpu=False)


def verdict_cells(results, strategy, lock):
    """(verdict in a word, where it was seen)"""
    for verdict, places in evidence.faults(results, strategy, lock).items():
        mark = " *" if is_own_cpu(results, strategy, lock) else ""
        return results.catalog.word(verdict), place_text(places) + mark
    missing = evidence.gaps(results, strategy, lock)
    return ("unknown", f"no {missing[0]}") if missing else ("safe", "")


def row_line(results, rulers, strategy, lock):
    """One line of the table."""
    its = rulers.figures(strategy, lock)
    return line([strategy, lock, *verdict_cells(results, strategy, lock),
                 *(numbers.short(its[n]) for n in ("hit", "miss", "hold")),
                 *(numbers.factor(its[n]) for n in ("hit_scale",
                                                    "miss_scale")),
                 numbers.few(its["ipis"])], WIDTHS)


def ruler_head(run, cpus):
    """Whose figures stand below: platform, and unit or number of CPUs."""
    if run is None:
        return ""
    env = run.env
    return f"{env['platform']} " + (
        f"{cpus} CPUs" if cpus else env["unit"])


def head(rulers):
    """Two lines of headings."""
    left = sum(map(abs, WIDTHS[:4])) + 4
    above = (ruler_head(rulers.costs, 0).rjust(18)
             + ruler_head(rulers.scaling, rulers.threads).rjust(18))
    return [(" " * left + above).rstrip(),
            line(["strategy", "lock", "verdict", "seen in", "hit", "miss",
                  "hold", "hit", "miss", "IPIs"], WIDTHS)]


def table(results, rulers, room):
    """The head, and a line for each strategy and lock; no more than fit."""
    pairs = [(strategy, lock) for strategy in evidence.strategies_of(results)
             for lock in evidence.locks_of(results)]
    shown = pairs if len(pairs) <= room - 2 else pairs[:room - 3]
    out = head(rulers) + [row_line(results, rulers, *pair) for pair in shown]
    if shown != pairs:
        out.append(f"({len(pairs) - len(shown)} more: `make verdicts`, "
                   "`make table`)")
    return out


def notes(rulers, rows):
    """What the columns and marks say, and how to fill empty ones."""
    out = wrapped(OWN_CPU) if any(" * " in row for row in rows) else []
    if rulers.used():
        out += wrapped(LEGEND)
    for name in rulers.missing():
        out += wrapped(f"`{FILLED_BY[name]}` fills the columns that are empty "
                       f"here ({name}).")
    return out


def lines(results, options):
    """The section."""
    if not results.of("scenario") and all(
            r["workload"] == STRESS for r in results.of("bench")):
        return []
    rulers = Rulers(results)
    above = wrapped(claim.text(results), "", "") + [""]
    last = [text for sentence in (
        advice.sentences(rulers, results)
        if rulers.used() and ending.is_good(results) else [])
            for text in wrapped(sentence)] + [MORE]
    room = LINES - len(above) - len(ending.lines(results, options))
    below = notes(rulers, table(results, rulers, room)) + [""] + last
    return above + table(results, rulers, room - len(below)) + below
