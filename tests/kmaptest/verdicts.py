# SPDX-License-Identifier: MIT
"""verdicts.py - did a run do what it was told, with the expected results?

Each check returns what is wrong, a line each; so a run that did nothing has
something wrong with it, too.
"""
from collections import Counter


def scenarios(run):
    """Every verdict as expected, every control safe, each pair once."""
    records = run.of("scenario")
    seen = Counter((r["name"], r["strategy"], r["lock"]) for r in records)
    out = [f"{' '.join(key)} comes {n} times"
           for key, n in seen.items() if n > 1]
    for r in records:
        what = f"{r['name']} {r['strategy']} {r['lock']}"
        if r["verdict"] == "n/a":
            if not r["detail"]:
                out.append(f"{what}: n/a for no reason")
        elif r["verdict"] != r["expected"]:
            out.append(f"{what}: {r['verdict']}, not {r['expected']}: "
                       f"{r['detail']}")
        elif r["control"] != "safe":
            out.append(f"{what}: the control is {r['control']}")
    if not any(r["verdict"] != "n/a" for r in records):
        out.append("no scenario was played")
    return out


def tests(run):
    """Every test passed, or was skipped for a reason."""
    records = run.of("test")
    out = [f"{r['name']}: {r['detail']}" for r in records if not r["ok"]]
    out += [f"{r['name']}: skipped for no reason" for r in records
            if r["skipped"] and not r["detail"]]
    if not any(not r["skipped"] for r in records):
        out.append("no test was run")
    return out


def rows(run):
    """There are rows, and each has a speed or a reason."""
    records = run.of("bench")
    out = [f"{r['workload']} {r['strategy']} {r['lock']} {r['threads']}: "
           "neither figures nor a reason" for r in records
           if not r["complete"] and not r["reason"]]
    out += [f"{r['workload']} {r['strategy']} {r['lock']} {r['threads']}: no "
            "time has passed" for r in records
            if r["ops"] and not r["elapsed"]]
    if not any(r["ops"] for r in records):
        out.append("no row was run")
    return out


def progress(run):
    """Steps come one after the other, up to the last."""
    records = run.of("progress")
    steps = [r["step"] for r in records]
    if not records:
        return ["no progress records"]
    if steps != list(range(1, records[0]["of"] + 1)):
        return [f"steps {steps[:3]}...{steps[-1]} of {records[0]['of']}"]
    return []


OF_RUN = {
    "rows": (rows, progress),
    "scenarios": (scenarios, progress),
    "tests": (tests, progress),
    "stress": (rows, progress),
    "measure": (rows, scenarios, progress),
}


def problems(run, kind):
    """What is wrong with a run that was to end well."""
    out = [line for check in OF_RUN[kind] for line in check(run)]
    if run.env is None:
        out.append("no env record")
    elif run.env["parameters"]["run"] != kind:
        out.append(f"ran {run.env['parameters']['run']}, not {kind}")
    if run.end is None or run.end["status"] != "ok":
        out.append("no end record that says ok")
    return out
