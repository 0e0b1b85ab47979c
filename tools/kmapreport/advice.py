# SPDX-License-Identifier: MIT
"""advice.py - what to use and why, computed from the records of the run.

evidence.py says who is out, choice.py who is the best of the others; here it is
put in words.
"""
import textwrap

from kmapreport import evidence
from kmapreport.choice import as_good, choices, least_time, measure
from kmapreport.header import PLATFORMS
from kmapreport.scenarios import words_of

WIDTH = 100
BEFORE = ("held", "spin")  # the lock as it was
SAME = 1.1                 # below this factor: the same

# A cost: its column, what the best in it has, what the others have.
COSTS = (
    ("time a map", "the least time a map", "the time a map"),
    ("longest hold", "the shortest longest hold of kmap_lock",
     "the longest hold of kmap_lock"),
    ("longest wait", "the shortest longest wait for kmap_lock",
     "the longest wait for kmap_lock"),
    ("IPIs", "the fewest IPIs", "the IPIs"),
)


def wrapped(text, first="", other="  "):
    return textwrap.wrap(text, WIDTH, initial_indent=first,
                         subsequent_indent=other, break_long_words=False,
                         break_on_hyphens=False)


def times(ratio):
    """0.05x, 1.3x, 25x"""
    digits = 2 if ratio < 0.1 else 1 if ratio < 9.95 else 0
    return f"{ratio:.{digits}f}x"


def joined(words):
    """a, b and c"""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def fault_text(run, strategy, lock):
    """What speaks against it; for one that is right for the caller alone, that
    it is."""
    found = evidence.faults(run, strategy, lock)
    if not found:
        missing = evidence.gaps(run, strategy, lock)
        return "too little seen: " + "; ".join(missing) if missing else ""
    text = "; ".join(f"{words_of(verdict)} ({', '.join(where)})"
                     for verdict, where in found.items())
    if not evidence.faults(run, strategy, lock, False):
        text += ": its address is not for other CPUs"
    return text


def out_lines(run):
    """Who is out, and by which evidence; the same evidence shares a line."""
    groups = {}
    for strategy in evidence.strategies_of(run):
        texts = {lock: fault_text(run, strategy, lock)
                 for lock in evidence.locks_of(run)}
        alike = len(set(texts.values())) == 1
        for lock, text in texts.items():
            name = strategy + ("" if alike else f" with lock={lock}")
            groups.setdefault(text, {})[name] = True
    groups.pop("", None)
    if not groups:
        return []
    out = ["Out, by what happened to callers that keep the rules:"]
    for text, names in groups.items():
        out += wrapped(f"{', '.join(names)}: {text}", "  ", "      ")
    return out


def name_of(run, choice):
    """With its lock, if it is not right with all of them."""
    if len(choice.locks) == len(evidence.locks_of(run)):
        return choice.strategy
    return f"{choice.strategy} with lock={choice.locks[0]}"


def floor_time(run):
    """The time of `local`, or None if it was not run."""
    rows = [r for r in run.of("bench") if r["workload"] == "local"
            and r["ops"] and r["cycles_per_op"] and r["threads"] > 1]
    return least_time(rows) if rows else None


def ratio_lines(run, left):
    """A line for each that is left: its costs as multiples of the least."""
    least = [min(costs) for costs in zip(*(c.costs() for c in left))]
    out = [f"Left, by what cycle cost with 2 to {evidence.top_threads(run)} "
           "threads, where the host disturbed least",
           "(1.0x: the least of them; all: geometric mean; IPIs: with the "
           "most threads):",
           f"  {'':24}" + "".join(f"{cost[0]:>14}" for cost in COSTS)
           + f"{'all':>8}"]
    best = min(c.score() for c in left)
    for c in left:
        name = name_of(run, c) + ("" if c.any_cpu else " (own CPU only)")
        out.append(f"  {name:24}" + "".join(
            f"{times(cost / low):>14}" for cost, low in zip(c.costs(), least))
                   + f"{times(c.score() / best):>8}")
    floor = floor_time(run)
    if floor:
        out.append(f"  {'local, the floor':24}"
                   f"{times(floor / least[0]):>14}"
                   f"{'-':>14}{'-':>14}{'-':>14}")
    return out


def cost_text(best, left):
    """What the chosen one is best in, and what it costs."""
    good, dear = [], []
    for i, (_, has_least, has) in enumerate(COSTS):
        other = min(left, key=lambda c, i=i: c.costs()[i])
        ratio = best.costs()[i] / other.costs()[i]
        if ratio < SAME:
            good.append(has_least)
        else:
            dear.append(f"{times(ratio)} {has} of {other.strategy}")
    text = "; ".join(filter(None, (
        good and f"it has {joined(good)}",
        dear and f"it costs {joined(dear)}")))
    return text[0].upper() + text[1:] + "."


def against_before(run, best):
    """And against the lock as it was."""
    strategy, lock = BEFORE
    row = evidence.top_row(run, strategy, lock)
    if row is None or best.strategy == strategy or evidence.row_fault(row):
        return ""
    pairs = zip(COSTS, best.costs(), measure(run, strategy, [lock]).costs())
    parts = [f"{times(cost / old)} {has}" for (_, _, has), cost, old in pairs]
    return f" Against {strategy} with lock={lock} it has {joined(parts)}."


def caller_text(run, best):
    """What a caller that breaks the rules gets."""
    bad = list(dict.fromkeys(
        name for lock in best.locks
        for name in evidence.wrong_callers(run, best.strategy, lock)))
    if bad:
        return f" Its callers must keep the rules ({joined(bad)})."
    return " It stands wrong callers too."


def recommend(run, who, left):
    """The sentences for one use of the address."""
    if not left:
        return (f"{who}: nothing that this run tried can be recommended. "
                "STRATEGY=all tries all.")
    best = left[0]
    same = [c.strategy for c in as_good(best, left)]
    text = f"{who}: use {name_of(run, best)}."
    if len(left) == 1:
        text += " It is all that is left of what this run tried."
    else:
        text += " " + cost_text(best, left)
    if same:
        text += (f" {joined(same)} {'is' if len(same) == 1 else 'are'} as "
                 "good, as far as one run can tell.")
    return text + against_before(run, best) + caller_text(run, best)


def advice_lines(run):
    """Who is out, who is left, what to use."""
    left = choices(run)
    out = out_lines(run)
    if left:
        out += ratio_lines(run, left)
    for who, its in (
            ("ANY CPU may use the address", [c for c in left if c.any_cpu]),
            ("Only the CALLER uses it, on its CPU", left)):
        out += wrapped(recommend(run, who, its))
    floor = floor_time(run)
    if floor and left:
        fast = min(left, key=lambda c: c.time)
        out += wrapped(
            f"The floor, local (kmap_local_page): "
            f"{times(fast.time / floor)} as fast as "
            f"{fast.strategy}, the fastest of these; no lock, no shootdown, "
            "but an address for one thread, which must stay on its CPU.")
    return out


def lines(run, options):
    """The section."""
    del options
    if not run.of("scenario") or evidence.top_threads(run) is None or \
            run.env is None:
        return []
    if run.end is None or run.broken:
        return ["What to use: a run that was cut short cannot tell."]
    platform = PLATFORMS.get(run.env["platform"], (run.env["platform"],))[0]
    out = [f"What to use, by this run's records, on {platform}"]
    if run.end["status"] != "ok":
        out += ["!! This run was not all as expected: look there first."]
    return out + advice_lines(run)
