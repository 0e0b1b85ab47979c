# SPDX-License-Identifier: MIT
"""test_figures.py - figures in the documents are those of the records, and the
records are of this code."""
import json
import re

import pytest

from kmapcompare import page
from kmaptest import madeup, project
from kmapfigures import (first, markdown, pictures, proofs, regions, runs,
                         store, take)
import figures

RUNS = ("run", "stress")
PAGE = ("**Claims", "**Who may use the address:", "**When to use it:",
        "**Prior art", "figures: cost", "figures: proof")
SHOWN = ("```", "figures: timeline")  # how it works: one of the two
NO_PRIOR_ART = ("recheck",)


def test_every_figure_is_as_its_record_says():
    out = figures.differences()
    assert not out, "\n".join([*out, "make figures"])


@pytest.mark.parametrize("name", figures.DOCUMENTS)
def test_documents_have_figures(name):
    assert "<!-- figures: " in figures.read(name)


def test_a_typed_figure_is_put_right():
    text = regions.fill(figures.read("docs/strategies.md"))
    typed = re.sub(r"^\| held \| spin \| \d", "| held | spin | 77", text,
                   flags=re.M)
    assert typed != text and regions.fill(typed) == text


@pytest.mark.parametrize("bad", [
    "<!-- figures: nonsense -->\n<!-- /figures -->\n",
    "<!-- figures: costs -->\n"])
def test_a_wrong_region_is_refused(bad):
    with pytest.raises(ValueError):
        regions.fill(bad)


@pytest.mark.parametrize("name", RUNS)
def test_records_are_whole_and_as_the_schema_says(schema, name):
    results = store.load(name)
    assert not schema.errors(results)
    assert results.end and results.end["status"] == "ok"


def test_the_recorded_comparison_is_whole_and_as_the_schema_says(schema):
    """Linux may die in it."""
    results = store.load("compare")
    assert not schema.errors(results)
    assert not page.missing(results)


def test_the_recorded_run_is_of_one_kernel_on_both_rulers():
    results = store.load("run")
    assert results.on("exact") and results.on("bochs")
    assert len({r["kernel"] for r in results.of("run")}) == 1


def test_the_recorded_run_is_of_this_code():
    catalog = store.catalog()
    assert sorted(catalog.names("strategy")) == project.STRATEGIES
    found = store.expected()
    wanted = {(scenario, strategy, lock) for lock in store.LOCKS
              for scenario in catalog.names("scenario")
              for strategy in catalog.names("strategy")}
    assert set(found) == wanted, "make record"


def test_every_recorded_verdict_is_the_expected_one():
    for r in store.load("run").of("scenario"):
        assert r["verdict"] in (r["expected"], "n/a"), r


@pytest.mark.parametrize("name", project.STRATEGIES)
def test_a_page_for_each_strategy_with_everything_on_it(name):
    parts = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)",
                            figures.read("docs/strategies.md"),
                            re.M | re.S))
    missing = [word for word in PAGE if word not in parts.get(name, "")
               and not ("Prior" in word and name in NO_PRIOR_ART)]
    assert not missing
    assert any(word in parts[name] for word in SHOWN)


@pytest.mark.parametrize("name", project.STRATEGIES)
def test_stress_was_recorded(name):
    assert "maps" in runs.stress_line(name)


# The fillers, on made-up records.

def put(folder, name, made_up):
    folder.joinpath(f"{name}.jsonl").write_text(
        "".join(json.dumps(record) + "\n" for record in made_up),
        encoding="utf-8")


def timelines():
    """A scenario, with the patch and with its repair: one access."""
    heading = {"v": 2, "kind": "timeline", "source": "kernel",
               "name": "stale-own", "title": "is it?", "lock": "spin",
               "cpus": 2, "slots": 8, "unit": "instructions", "tlbs": "real",
               "detail": "", "events": 1, "lost": 0}
    access = {"v": 2, "kind": "event", "at": 5, "cpu": 1, "what": "access",
              "irqs": "on", "slot": 1, "page": 9, "other": None, "lock": None,
              "name": None, "count": None, "text": "access"}
    return [{**heading, "strategy": "dropped", "strategy_title": "the patch",
             "verdict": "stale"}, {**access, "reached": [0]},
            {**heading, "strategy": "quarantine", "strategy_title": "repair",
             "verdict": "safe"}, {**access, "reached": [9]}]


def compared():
    """Linux with the patch and without, and how fast both kernels are."""
    def linux(platform, *args):
        return [madeup.run(platform, args=list(args)),
                madeup.env(platform, version="Linux 6.1")]

    def stress(name, wrong):
        return [*linux("mttcg", "kmap_run=stress", "kmap_lock=spin",
                       f"kmap_strategy={name}"),
                madeup.bench(name, "spin", "stress", 2, stale_reads=wrong,
                             stale_writes=wrong), madeup.end()]

    def both(platform):
        return [madeup.run(platform, cpus=1), madeup.env(platform),
                *madeup.catalog(), madeup.bench("held", "spin", "hot", 1),
                madeup.end(), *linux(platform),
                madeup.bench("linux", "spin", "hot", 1), madeup.end()]

    return [*both("exact"), *both("tcg"), *both("bochs"),
            *stress("linux", 0), *stress("linux-dropped", 7)]


@pytest.fixture(name="made_up")
def made_up_records(out, monkeypatch):
    """docs/records/ with made-up records."""
    monkeypatch.setattr(store, "FOLDER", str(out))
    put(out, "run", madeup.whole())
    put(out, "stress", [
        madeup.env("mttcg", cpus=2), *madeup.catalog(),
        madeup.bench("held", "spin", "stress", 2, checked=10000123),
        madeup.cut_short(madeup.bench("dropped", "irq", "stress", 2), "stale",
                         stale_reads=1), madeup.end()])
    put(out, "explore", [
        {"case": "once2", "strategy": name, "lock": lock, "cpus": 2,
         "slots": 2, "states": 1000, "bound": "all",
         "finding": "stale" if name == "dropped" else "safe"}
        for name in madeup.STRATEGIES for lock in madeup.LOCKS])
    put(out, "explore-deep", [
        {"kind": "tree", "commit": "abcdef0123"},
        *({"kind": "explore", "case": "once3", "strategy": "held",
           "lock": lock, "cpus": 3, "slots": 2, "states": 2000,
           "bound": "all", "complete": lock == "spin", "verdict": "safe",
           "expected": "safe"} for lock in madeup.LOCKS)])
    put(out, "timeline", [*timelines(), *madeup.exact()])
    put(out, "model", [
        {"strategy": "held", "lock": "spin", "cpus": 3, "states": 7,
         "verdict": "safe", "defect": "nothing"},
        {"strategy": "held", "lock": "spin", "cpus": 2, "states": 7,
         "verdict": "stale", "defect": "no_remote_flush"}])
    put(out, "scale", [
        {"machine": "xeon", "strategy": name, "workload": "cycle",
         "threads": cpus, "ops": ops, "elapsed": 1000000, "transfers": 2 * ops,
         "ipis": 1, "transfer_percent": percent, "interrupt_percent": 100}
        for cpus, percent in ((1, 100), (64, 100), (64, 200))
        for name, ops in (("held", 500), ("dropped", percent))])
    put(out, "compare", compared())
    put(out, "mutation", [
        {"name": "a", "file": "mm/a.c", "why": "b", "caught": True, "by": "c"},
        {"name": "d", "file": "mm/d.c", "why": "e", "caught": False,
         "by": None},
        *({"name": f"g{i}", "file": "mm/a.c", "why": "bound moved",
           "rule": "bound moved", "caught": i < 2, "compiles": i != 2,
           "by": "tests" if i < 2 else None,
           "equivalent": "for a reason" if i == 3 else None}
          for i in range(5))])


ARGUMENTS = {"timeline": "stale-own dropped",
             "first": "held,dropped", "cost": "held",
             "verdicts": "stale-own held", "baselines": "exact",
             "proof": "held", "scale": "xeon cycle"}


def filled(word):
    """The lines of one region."""
    region = f"<!-- figures: {word} {ARGUMENTS.get(word, '')} -->\n" \
        "<!-- /figures -->"
    return regions.fill(region.replace("  ", " "))


@pytest.mark.parametrize("word", regions.FILLERS)
@pytest.mark.usefixtures("made_up")
def test_every_region_can_be_filled(word):
    text = filled(word)
    assert len(text.splitlines()) >= 3
    assert "None" not in text and "not recorded" not in text.lower()


@pytest.mark.parametrize("word", ["screen", "first", "verdicts",
                                  "stress", "costs", "cost", "explorer", "deep",
                                  "model", "mutations", "proof", "baselines",
                                  "timeline", "timelines", "trace", "scale",
                                  "ranks", "compare", "patched"])
@pytest.mark.usefixtures("made_up")
def test_what_was_never_recorded_is_said(out, word):
    """A region without its record says so."""
    for name in ("run", "stress", "explore", "explore-deep", "model",
                 "mutation", "timeline", "scale", "compare"):
        if word in ("explorer",) and name == "run":
            continue  # it is the run that names the strategies
        (out / f"{name}.jsonl").unlink()
    assert "not recorded yet" in filled(word).lower()


@pytest.mark.usefixtures("made_up")
def test_a_broken_record_is_no_source_of_figures(out):
    (out / "run.jsonl").write_text('{"v":3,"ki', encoding="utf-8")
    with pytest.raises(ValueError):
        filled("costs")


@pytest.mark.usefixtures("made_up")
def test_what_the_trace_costs(out):
    """In the last run of the record, against the recorded run."""
    put(out, "timeline", [*timelines(), *(
        {**r, "mean": r["mean"] + 1000, "p50": r["p50"] + 1000}
        if r["kind"] == "bench" and r["mean"] else r for r in madeup.exact())])
    assert "1097 instructions for a hit instead of 97, and 1310 for a miss " \
        "instead of 310" in " ".join(filled("trace").split())


@pytest.mark.usefixtures("made_up")
def test_pictures_are_of_the_recorded_timelines():
    drawn = pictures.pictures()
    assert set(drawn) == {"docs/timelines/stale-own-dropped-spin.svg",
                          "docs/timelines/stale-own-quarantine-spin.svg"}
    assert "stale" in drawn["docs/timelines/stale-own-dropped-spin.svg"]
    assert "[stale](timelines/stale-own-dropped-spin.svg)" in filled(
        "timelines")
    assert pictures.left_over()  # all others are of the real record


def test_only_what_is_drawn_is_kept():
    odd = [{**r, "strategy": "epoch"} if r["kind"] == "timeline" else r
           for r in timelines()]
    point = {**timelines()[1], "what": "point"}
    assert pictures.kept([*odd, *timelines(), point, madeup.end()]) == [
        *timelines(), madeup.end()]


@pytest.mark.usefixtures("made_up")
def test_the_first_table_says_how_each_was_seen():
    lines = first.table("held,dropped")
    assert "| held | spin | nothing | 0 of 5 | nothing in 10,000 maps | 97 " \
        "| 310 | 1.0x |" in lines
    assert "| dropped | irq | STALE, DOUBLE MAP, LOST WAKEUP | 4 of 6 " \
        "| STALE after 1,024 maps | 117 | 331 | 1.4x |" in lines


@pytest.mark.usefixtures("made_up")
def test_the_expected_verdicts():
    lines = filled("expected").splitlines()
    at = next(i for i, line in enumerate(lines)
              if line.startswith("irq-deadlock"))
    assert lines[at].split()[1:] == ["spin"] + ["safe"] * 5
    assert lines[at + 1].split() == ["irq", "DEADLOCK"] + ["safe"] * 4


@pytest.mark.usefixtures("made_up")
def test_an_exception_is_told_with_its_reason(out):
    put(out, "run", [{**r, "why": "a caller cannot sleep"}
                     if r.get("name") == "wrong-caller"
                     and r.get("strategy") == "held" else r
                     for r in madeup.whole()])
    assert "| `wrong-caller` | held | DEADLOCK | a caller cannot sleep |" in \
        filled("exceptions")


def test_a_matrix_is_cut_into_blocks():
    names = [f"s{n}" for n in range(markdown.AT_ONCE + 1)]
    lines = markdown.matrix(names, [(("a", "spin"), names),
                                    (("a", "irq"), names)])
    assert lines.count("```") == 4
    assert sum(line.startswith("a") for line in lines) == 2


@pytest.mark.usefixtures("made_up")
def test_what_the_explorer_found():
    text = filled("explorer")
    assert "10 cases, 10,000 states" in text
    assert text.count("stale") == 2
    assert "| once2, 2 CPUs, 2 slots | all |  |" in text


@pytest.mark.usefixtures("made_up")
def test_how_far_the_deep_search_came():
    text = filled("deep")
    assert "Commit abcdef0123: 2 searches, 4,000 states. 1 gave up; " \
        "no search ended otherwise than expected." in text
    assert "| once3, 3 CPUs, 2 slots | all | 1 | 4,000 | " \
        "held/irq at 2,000 states |" in text


@pytest.mark.usefixtures("made_up")
def test_one_strategy_in_words():
    assert proofs.summary("explore", "dropped").startswith(
        "spin: stale; irq: stale;")
    assert proofs.summary("model", "held") == \
        "spin: nothing found; 1 case of up to 3 CPUs, 7 states"
    assert proofs.summary("model", "polled") == runs.NOT_YET


@pytest.mark.usefixtures("made_up")
def test_who_caught_what():
    text = filled("mutations")
    assert "1 of 2 were caught" in text and "NOBODY" in text
    assert re.search(r"\| bound moved \| +5 \| +2 \| +2 \| +1 \|", text)


@pytest.mark.parametrize("made_up_run, taken", [
    (madeup.whole(), True), (madeup.exact(), False),
    (madeup.whole()[:-1], False)])
def test_only_a_run_that_ended_well_is_kept(out, monkeypatch, made_up_run,
                                            taken):
    """And one that has both rulers."""
    (out / "new").mkdir()
    monkeypatch.setattr(store, "FOLDER", str(out / "new"))
    put(out, "run", made_up_run)
    assert take.take("run", out / "run.jsonl") == (0 if taken else 1)
    assert (out / "new/run.jsonl").exists() == taken


@pytest.mark.parametrize("cut, taken", [(None, True), (-2, False),
                                        (-8, False), (0, False)])
def test_a_comparison_is_kept_if_every_run_has_its_row(out, monkeypatch, cut,
                                                       taken):
    """Even if a run of Linux ended badly. The last but one is a row; the runs
    of Linux under stress have four records each."""
    some = compared()
    some[-1]["status"] = "panic"
    some = some if cut is None else some[:cut]
    (out / "new").mkdir()
    monkeypatch.setattr(store, "FOLDER", str(out / "new"))
    put(out, "compare", some)
    assert take.take("compare", out / "compare.jsonl") == (0 if taken else 1)
    assert (out / "new/compare.jsonl").exists() == taken
