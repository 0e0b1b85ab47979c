# SPDX-License-Identifier: MIT
"""judges.py - who says whether an item is right. A judge is called with what
was built, and returns a Judged."""
import json
import re
import shutil
import signal
from dataclasses import dataclass

from kmapgrade import commands
from kmapgrade.labs import ROOT
from kmaptimeline import diagram, load

STATES = 3000000  # of a search; the solutions have far fewer
SHORTEN_SECONDS = 15
# For each item after one that did not end: most likely it will not, either.
IMPATIENT_SECONDS = 3
TIME_IS_UP = (-signal.SIGXCPU, -signal.SIGKILL)


@dataclass(frozen=True)
class Judged:
    """Is it right; if not, what came instead, and how it came about."""
    right: bool
    found: str = ""
    trace: str = ""
    leaders: tuple = ()  # for the leader board: (what, figure); less is better


ROUND_AND_ROUND = ("did not end: your code goes round and round without "
                   "waiting for anybody (a wait needs spin_wait_turn())")


def how_it_ended(done, what):
    """What a program that gave no verdict has died of."""
    if not done.in_time or done.status in TIME_IS_UP:
        return Judged(False, f"{what} {ROUND_AND_ROUND}")
    if done.status < 0:
        return Judged(False, f"{what} was ended by signal {-done.status}: "
                      "your code has accessed memory that is not its own")
    return Judged(False, f"{what} gave no verdict (status {done.status})",
                  done.said[-2000:])


def records(path):
    """The JSON lines of a file; none if there is no such file."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        return [json.loads(line) for line in lines]
    except (OSError, ValueError):
        return []


def drawn(path):
    """The timelines of a file, as a sequence diagram."""
    try:
        return "\n".join("\n".join(diagram(timeline))
                         for timeline in load(path))
    except (OSError, ValueError, KeyError):
        return ""


def search(built, case, strategy, lock, *words,
           cpu_seconds=commands.CPU_SECONDS):
    """The explorer's record of one search, or None; and how it ended."""
    path = built.out / "explore.jsonl"
    path.unlink(missing_ok=True)
    done = commands.run(
        [built.explore, "--case", case, "--strategy", strategy, "--lock", lock,
         "--walks", 0, "--jobs", 1, "--states", STATES, "--records", path,
         *words], built.out / f"explore-{case}.log",
        min(cpu_seconds, built.patience))
    found = records(path)
    mine = [r for r in found if (r["case"], r["strategy"], r["lock"]) ==
            (case, strategy, lock)]
    return (mine[0] if len(found) == len(mine) == 1 else None), done


def explore(case, strategy=None, lock="spin"):
    """Every order of the CPUs' steps in a case of the explorer is safe, with
    the lab's strategy or another one."""
    def judge(built):
        record, done = search(built, case, strategy or built.lab.strategy,
                              lock, "--as-found")
        if not record or done.status not in (0, 1):
            if done.status in TIME_IS_UP:
                built.patience = IMPATIENT_SECONDS
            return how_it_ended(done, "the explorer")
        if record["verdict"] != "safe":
            return shortest(built, record)
        if not record["complete"]:
            return Judged(False, "too many states: your code does not come "
                          "to an end in one of its loops")
        return judge_control(built)
    return judge


def shortest(built, record):
    """What was found, by the shortest way if that is found soon. The points
    are lost already, so this may depend on how fast the host is."""
    way = (record["case"], record["strategy"], record["lock"])
    events = built.out / "events.jsonl"
    for words, seconds in (((), SHORTEN_SECONDS), (("--as-found",),
                                                   commands.CPU_SECONDS)):
        events.unlink(missing_ok=True)
        again, _ = search(built, *way, "--events", events, *words,
                          cpu_seconds=seconds)
        trace = drawn(events) if again else ""
        if trace:
            break
    length = f", in {again['length']} steps" if again else ""
    return Judged(False, record["verdict"] + length, trace)


def judge_control(built):
    """Does the explorer, with this file in it, still see what is wrong?"""
    case = built.lab.control
    if not case:
        return Judged(True)
    record, done = search(built, case, built.lab.strategy, "spin",
                          "--as-found")
    if not record or done.status not in (0, 1):
        return how_it_ended(done, "the explorer's control")
    if record["verdict"] in ("safe", "broken promise"):
        return Judged(False, "with this file in it the explorer does not see "
                      "what is wrong on purpose: the judge was tampered with")
    return Judged(True)


def boot(built, cpus, *words, accel="exact", **limits):
    """Run the kernel on an exact platform. Returns how the runner ended, and
    the folder with what it left."""
    out = built.out / f"boot-{accel}"
    shutil.rmtree(out, ignore_errors=True)
    return commands.run(
        ["/usr/bin/python3", ROOT / "tools/run.py", "--kernel", built.kernel,
         "--accel", accel, "--cpus", cpus, "--mem", "256M", "--out", out,
         "--quiet", "--no-report", "--", *words],
        built.out / f"boot-{accel}.log", **limits), out


def scenarios(strategy, *names, lock="spin"):
    """The kernel boots on the exact platform, and these scenarios are as
    expected with the strategy; all if none are named."""
    def judge(built):
        words = [f"scenario={','.join(names)}"] if names else []
        done, out = boot(built, 4, "run=scenarios", f"strategy={strategy}",
                         f"lock={lock}", *words)
        return judge_scenarios(done, out, strategy, names)
    return judge


def tests(*names, cpus=5, meaning=()):
    """These tests inside the kernel pass, on the exact platform. `meaning`
    has pairs: what of the check that failed, and what that tells a student."""
    def judge(built):
        done, out = boot(built, cpus, "run=tests")
        passed = {r["name"]: r for path in out.glob("results*.jsonl")
                  for r in records(path)
                  if r["kind"] == "test"}
        for name in names:
            if name not in passed:
                return Judged(False, last_line(done.said, out))
            if not passed[name]["ok"] or passed[name]["skipped"]:
                detail = passed[name]["detail"]
                said = [words for check, words in meaning if check in detail]
                return Judged(False, said[0] if said else f"{name}: {detail}")
        return Judged(True)
    return judge


def judge_scenarios(done, out, strategy, names):
    """All that were to be played, as expected, with safe controls."""
    played = [r for r in records(out / "results.jsonl")
              if r["kind"] == "scenario" and r["strategy"] == strategy]
    wrong = [f"{r['name']}: {r['verdict']}, not {r['expected']}"
             for r in played if r["verdict"] not in (r["expected"], "n/a")]
    wrong = wrong or [f"{r['name']}: the control is {r['control']}"
                      for r in played if r["verdict"] != "n/a"
                      and r["control"] != "safe"]
    missing = set(names) - {r["name"] for r in played}
    if wrong:
        return Judged(False, "; ".join(wrong))
    if done.status or missing or not played:
        return Judged(False, last_line(done.said, out))
    return Judged(True)


def last_line(said, out):
    """How the kernel ended, as the runner says; and why it panicked."""
    ended = re.findall(r"^kmaplab: (?:exact: )?(.*)", said, re.M)
    if any(f"died of signal {-status} " in line for line in ended
           for status in TIME_IS_UP):
        return f"the kernel {ROUND_AND_ROUND}"
    consoles = list(out.glob("console*.log"))
    console = (consoles[0].read_text(encoding="utf-8", errors="replace")
               if consoles else "")
    panic = re.search(r"panic.*", console, re.I)
    return ": ".join(([ended[-1]] if ended else ["the kernel said nothing"]) +
                     ([panic[0]] if panic else []))
