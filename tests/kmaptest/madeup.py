# SPDX-License-Identifier: MIT
"""madeup.py - records as `make run` leaves them, made up: what the readers of
records are tested with, whatever this kernel measures today.

A test takes whole() and changes what it is about.
"""
import json

from kmapreport.records import Results

STRATEGIES = {  # name: (title, claims that it does not make)
    "held": ("lock held around the shootdown", {"no-deadlock-irq"}),
    "dropped": ("lock dropped around the shootdown",
                {"no-stale", "no-double-map", "no-lost-wakeup", "any-cpu"}),
    "quarantine": ("slots set apart until they are flushed", set()),
    "cpumask": ("each CPU invalidates for itself", {"any-cpu"}),
    "lockless": ("mapped pages pinned without the lock", set()),
}
LOCKS = ("spin", "irq")
CLAIMS = ("no-stale", "no-double-map", "no-lost-wakeup", "no-deadlock",
          "no-deadlock-irq", "any-cpu")
VERDICTS = {
    "safe": "safe", "stale": "STALE", "double-map": "DOUBLE MAP",
    "bad-count": "BAD COUNT", "deadlock": "DEADLOCK",
    "lost-wakeup": "LOST WAKEUP", "irq-state": "IRQ STATE",
    "refused": "REFUSED", "livelock": "LIVELOCK", "timeout": "TIMEOUT",
    "n/a": "n/a"}
WORKLOADS = {"hot": False, "cycle": False, "shared": False, "ipi": True,
             "local": True}
SCENARIOS = {  # name: (callers, addresses, locks, what it looks for)
    "irq-deadlock": ("keep-rules", "own-cpu", LOCKS, "deadlock"),
    "stale-own": ("keep-rules", "own-cpu", LOCKS, "stale"),
    "stale-third": ("keep-rules", "any-cpu", LOCKS, "stale"),
    "double-map": ("keep-rules", "own-cpu", LOCKS, "double-map"),
    "lost-wakeup": ("keep-rules", "own-cpu", LOCKS, "lost-wakeup"),
    "wrong-caller": ("break-rules", "own-cpu", LOCKS, "deadlock"),
    "outer-lock": ("keep-rules", "own-cpu", ("irq",), "deadlock"),
}
WENT_WRONG = {  # (scenario, strategy, lock or None for both): verdict
    ("irq-deadlock", "held", "irq"): "deadlock",
    ("stale-own", "held", "irq"): "deadlock",
    ("outer-lock", "held", "irq"): "deadlock",
    ("stale-own", "dropped", None): "stale",
    ("stale-third", "dropped", None): "stale",
    ("double-map", "dropped", None): "double-map",
    ("lost-wakeup", "dropped", None): "lost-wakeup",
    ("stale-third", "cpumask", None): "stale",
    ("wrong-caller", "held", None): "deadlock",
    ("wrong-caller", "quarantine", "spin"): "deadlock",
}
DETAIL = {"stale": "CPU 2 read frame 0xbffc0 through the address of frame "
                   "0x1bfc08 (slot 1)",
          "deadlock": "CPU 1 holds kmap_lock, interrupts off, waits for CPU 2 "
                      "to acknowledge a TLB flush"}
COSTS = {  # hit, miss, longest hold
    "held": (97, 310, 38200), "dropped": (97, 311, 34100),
    "quarantine": (97, 318, 34200), "cpumask": (110, 340, 46000),
    "lockless": (41, 260, 34900)}
SCALES = {  # throughput of hot and of cycle at 8 CPUs against 1, IPIs
    "held": (1.5, 1.0, 14), "dropped": (1.5, 1.4, 12),
    "quarantine": (1.5, 1.3, 37), "cpumask": (1.4, 1.6, 0),
    "lockless": (7.8, 1.6, 34)}


def dumped(records):
    """As a file has them."""
    return "".join(json.dumps(record, separators=(",", ":")) + "\n"
                   for record in records)


def results(records, tail=""):
    """As a reader has them; with `tail` at the end of the file."""
    out = Results()
    for line in (dumped(records) + tail).splitlines():
        out.add_line(line)
    return out


def run(platform, **fields):
    """What the runner says first."""
    return {"v": 3, "kind": "run", "platform": platform,
            "command": f"make run ACCEL={platform}", "kernel": "ab" * 32,
            "compiler": "gcc 12.2.0", "emulator": "an emulator 1.0",
            "cpus": 8, "mem_mib": 512, "args": [], **fields}


def env(platform, **fields):
    exact = platform in ("exact", "bochs")
    return {"v": 3, "kind": "env", "version": "0.2", "cpus": 8,
            "vendor": "GenuineIntel", "model": "", "phys_bits": 36,
            "platform": platform,
            "unit": "instructions" if exact else "cycles",
            "cpus_advance": {"bochs": "side-by-side", "mttcg": "parallel",
                             "kvm": "parallel"}.get(platform, "in-turn"),
            "repeatable": exact, "tsc_khz": 1000000, "mem_kb": 523264,
            "lowmem_pages": 65536, "highmem_pages": 65000, "slots": 512,
            "directmap": "4k", "parameters": {
                "run": "measure", "strategy": list(STRATEGIES),
                "lock": "both", "workload": list(WORKLOADS),
                "scenario": list(SCENARIOS), "threads": [],
                "accounting": ["none", "all"], "window": 512,
                "colors": 1, "batch": 32, "ops": 0, "seconds": 0,
                "seed": 1, "trace": False}, **fields}


def item(what, name, **fields):
    """A catalog record."""
    return {"v": 3, "kind": "catalog", "what": what, "name": name,
            "title": f"the {what} {name}", "claims": None, "contract": None,
            "baseline": None, "locks": None, "callers": None,
            "addresses": None, "cpus": None, "shows": None, "screen": None,
            **fields}


def catalog():
    """All that the made-up kernel says of itself."""
    out = [item("strategy", name, title=title, claims=[
        claim for claim in CLAIMS if claim not in without])
        for name, (title, without) in STRATEGIES.items()]
    out += [item("workload", name, contract="each thread for itself",
                 baseline=baseline, locks=[] if baseline else list(LOCKS))
            for name, baseline in WORKLOADS.items()]
    out += [item("scenario", name, title=f"can {shows} happen?",
                 contract="as the title says", callers=callers,
                 addresses=addresses, locks=list(locks), cpus=2, shows=shows)
            for name, (callers, addresses, locks, shows)
            in SCENARIOS.items()]
    out += [item("verdict", name, screen=word)
            for name, word in VERDICTS.items()]
    out += [item("claim", name) for name in CLAIMS]
    return out + [item("accounting", name)
                  for name in ("none", "contended", "all")]


def bench(strategy, lock, workload, threads, **fields):
    """A row in which nothing went wrong."""
    everything = fields.get("accounting") == "all"
    return {"v": 3, "kind": "bench", "strategy": strategy, "lock": lock,
            "workload": workload, "threads": threads, "slots": 512, "seed": 1,
            "accounting": "none", "unit": "instructions", "ops": 10000,
            "checked": 10000, "complete": True, "elapsed": 2000000,
            "mean": 200, "p50": 190, "p99": 400, "p999": 900, "max": 40000,
            "batch": 1, "readings": 10000, "interrupted": 0, "empty": 9,
            **{name: value if everything else None for name, value in {
                "hold_p50": 90, "hold_p99": 300, "hold_max": 34000,
                "wait_p99": 0, "wait_max": 2000, "irqoff_max": 0,
                "holds": [90, 6000, 300, 3990, 34000, 10],
                "waits": [0, 9990, 2000, 10]}.items()},
            "times": [190, 5000, 400, 4950, 900, 40, 40000, 10],
            "shootdowns": 20, "ipis": 140, "flushed_pages": 10000,
            "misses": 10000, "stale_reads": 0, "stale_writes": 0,
            "double_maps": 0, "bad_counts": 0, "lost_wakeups": 0,
            "deadlocks": 0, "verdict": "safe", "reason": None, **fields}


def cut_short(row, verdict, **fields):
    """The same row, had that happened."""
    return {**row, "complete": False, "verdict": verdict, "ops": 1024,
            **fields}


def not_run(row, reason):
    """The same row, had there been no way to run it."""
    kept = ("v", "kind", "strategy", "lock", "workload", "threads", "slots",
            "seed", "accounting", "unit")
    return {**{key: row[key] if key in kept else None for key in row},
            "complete": False, "verdict": "n/a", "reason": reason}


def scenario(name, strategy, lock, verdict="safe", **fields):
    return {"v": 3, "kind": "scenario", "name": name, "strategy": strategy,
            "lock": lock, "verdict": verdict, "expected": verdict,
            "control": "safe", "detail": DETAIL.get(verdict),
            "blocked_on": None, "why": None, **fields}


def scenarios(strategy):
    """All of one strategy."""
    for name, (_, _, locks, _) in SCENARIOS.items():
        for lock in LOCKS:
            if lock not in locks:
                yield scenario(name, strategy, lock, "n/a", control="n/a",
                               detail="for lock=irq only")
                continue
            yield scenario(name, strategy, lock, WENT_WRONG.get(
                (name, strategy, lock)) or WENT_WRONG.get(
                    (name, strategy, None), "safe"))


def end(**fields):
    return {"v": 3, "kind": "end", "status": "ok", "passed": 140, "failed": 0,
            "skipped": 2, **fields}


def exact_rows(strategy, lock):
    """One thread, every figure of COSTS."""
    hit, miss, hold = COSTS[strategy]
    dearer = 0 if lock == "spin" else 20
    for mode in ("none", "all"):
        yield bench(strategy, lock, "hot", 1, accounting=mode, misses=1,
                    **dict.fromkeys(("mean", "p50", "p99", "p999", "max"),
                                    hit + dearer))
        yield bench(strategy, lock, "cycle", 1, accounting=mode,
                    mean=miss + dearer,
                    **({"hold_max": hold} if mode == "all" else {}))


def bochs_rows(strategy, lock):
    """1 and 8 threads, every figure of SCALES."""
    hot, cycle, ipis = SCALES[strategy]
    for workload, at in (("hot", 0), ("cycle", 1)):
        one = 10000 * COSTS[strategy][at]
        scale = (hot, cycle)[at]
        yield bench(strategy, lock, workload, 1, elapsed=one)
        top = bench(strategy, lock, workload, 8, ops=80000,
                    misses=80000, ipis=80 * ipis,
                    elapsed=int(8 * one / scale))
        if (strategy, lock) == ("held", "irq") and workload == "cycle":
            top = cut_short(top, "deadlock", deadlocks=1, reason="deadlock")
        yield top
    yield {**top, **bench(strategy, lock, "cycle", 8, accounting="all"),
           "complete": top["complete"]}
    shared = bench(strategy, lock, "shared", 8)
    if strategy == "dropped":
        shared = cut_short(shared, "double-map", double_maps=2,
                           stale_reads=120, stale_writes=4)
    yield shared


def exact(names=tuple(STRATEGIES)):
    """The run that counts instructions."""
    out = [run("exact"), env("exact", cpus=4), *catalog()]
    out.append(bench(None, None, "local", 1, mean=37, misses=0))
    out += [row for name in names for lock in LOCKS
            for row in exact_rows(name, lock)]
    out += [record for name in names for record in scenarios(name)]
    return out + [end()]


def bochs(names=tuple(STRATEGIES)):
    """The run whose CPUs advance side by side."""
    out = [run("bochs"), env("bochs"), *catalog()]
    out += [row for name in names for lock in LOCKS
            for row in bochs_rows(name, lock)]
    return out + [end(passed=60, skipped=0)]


def windows(sizes=(8, 64, 512), names=tuple(STRATEGIES)):
    """What `make window` leaves: the smaller, the dearer."""
    out = []
    for slots in sizes:
        out += [run("exact"), env("exact", slots=slots)]
        out += [bench(name, lock, "cycle", 1, slots=slots, accounting=mode,
                      mean=500 + 4000 // slots, ops=1000,
                      ipis=3000 // slots, **(
                          {"hold_max": 80 * slots} if mode == "all" else {}))
                for name in names for lock in LOCKS for mode in (
                    "none", "all")]
        out.append(end())
    return out


def whole(names=tuple(STRATEGIES)):
    """What `make run` leaves."""
    return exact(names) + bochs(names)
