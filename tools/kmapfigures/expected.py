# SPDX-License-Identifier: MIT
"""expected.py - what the kernel expects of each scenario, and why."""
from kmapfigures import markdown, store


def table():
    """The verdict of every scenario, strategy and lock."""
    verdicts, catalog = store.expected(), store.catalog()
    names = store.strategies()
    return markdown.matrix(names, [
        ((scenario, lock), [catalog.word(verdicts[scenario, name, lock])
                            for name in names])
        for scenario in catalog.names("scenario") for lock in store.LOCKS])


def exceptions():
    """The verdicts that do not follow from what a strategy claims, with the
    kernel's reason for each; scenarios that are alike share a line."""
    catalog, found, lines = store.catalog(), {}, {}
    for r in store.load("run").of("scenario"):
        if r["why"]:
            key = (r["name"], catalog.word(r["expected"]), r["why"])
            found.setdefault(key, {}).setdefault(r["strategy"], []).append(
                r["lock"])
    for (name, word, why), its in found.items():
        lines.setdefault((whom(its), word, why), []).append(f"`{name}`")
    return markdown.table(
        ["scenario", "strategies", "verdict", "because"],
        [(", ".join(names), *line) for line, names in lines.items()])


def whom(its):
    """{strategy: locks} in words."""
    alone = {tuple(locks) for locks in its.values()}
    text = "all" if len(its) == len(store.strategies()) else ", ".join(its)
    if alone != {store.LOCKS} and len(alone) == 1:
        return f"{text} with lock={alone.pop()[0]}"
    if len(alone) == 1:
        return text
    return ", ".join(
        name + ("" if len(locks) > 1 else f" with lock={locks[0]}")
        for name, locks in its.items())


def scenarios():
    """Each scenario, its question, and whose callers keep the rules."""
    catalog = store.catalog()
    return markdown.table(
        ["scenario", "what it asks", "callers"],
        [(f"`{name}`", catalog.title("scenario", name),
          "break the rules" if catalog.get("scenario", name, "callers")
          == "break-rules" else "keep the rules")
         for name in catalog.names("scenario")])


def words():
    """The words for what a check finds."""
    catalog = store.catalog()
    return markdown.table(["verdict", "what it means"], [
        (f"{catalog.word(name)}", catalog.title("verdict", name))
        for name in catalog.names("verdict")])


def strategies():
    """Every strategy, and what it says of itself."""
    catalog = store.catalog()
    return markdown.table(["strategy", "in one line"], [
        (f"[`{name}`](#{name})", catalog.title("strategy", name))
        for name in store.strategies()])


def workloads():
    """Every workload, and its contract."""
    catalog = store.catalog()
    return markdown.table(["workload", "what it does", "its contract"], [
        (f"`{name}`", catalog.title("workload", name),
         catalog.get("workload", name, "contract") or "")
        for name in catalog.names("workload")])


def claims():
    """Who claims what."""
    catalog = store.catalog()
    names = catalog.names("claim")
    return markdown.table(["strategy", *(f"`{name}`" for name in names)], [
        (f"`{strategy}`", *("yes" if name in catalog.claims(strategy) else ""
                            for name in names))
        for strategy in store.strategies()])
