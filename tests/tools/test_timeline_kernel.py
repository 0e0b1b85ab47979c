# SPDX-License-Identifier: MIT
"""test_timeline_kernel.py - what the kernel does in scenarios, as timelines."""
import pytest

from kmaptest import played
from kmaptest.project import BUILD, make, read
from kmapfigures import pictures
from kmaptimeline import blame, diagram, of_records, rows, story, svg

pytestmark = [pytest.mark.xdist_group("timeline-kernel"),
              pytest.mark.takes(15)]


@pytest.fixture(scope="module", name="run")
def traced_run(kernel, folder):
    """The records of a run with all that the tests look at."""
    return played.records_of(
        folder("run"), kernel, "strategy=held,dropped,quarantine",
        "scenario=irq-deadlock,stale-own,double-map,lost-wakeup,irq-state")


@pytest.fixture(scope="module", name="played_as")
def by_name(run):
    """{(scenario, strategy, lock): timeline}."""
    return {(t.name, t.strategy, t.lock): t for t in of_records(run.records)}


def captions(timeline, cpu=None):
    """What the rows say, of one CPU or of all."""
    return [row.caption for row in rows.rows(timeline)
            if cpu in (None, row.cpu)]


def test_records_are_as_the_schema_says(run, schema):
    assert not schema.errors(run)


def test_each_scenario_has_one_that_is_whole(run, played_as):
    scenarios = {(r["name"], r["strategy"], r["lock"]): r["verdict"]
                 for r in run.of("scenario") if r["verdict"] != "n/a"}
    assert {key: t.verdict for key, t in played_as.items()} == scenarios
    for timeline in played_as.values():
        assert timeline.lost == 0
        assert timeline.heading["events"] == \
            len(timeline.start) + len(timeline.events)
        times = [event.at for event in timeline.events]
        assert times == sorted(times) and times[0] >= 0


def test_the_whole_story_of_a_stale_access(played_as):
    timeline = played_as["stale-own", "dropped", "spin"]
    assert captions(timeline, 1) == [
        "kmap_high(P8)", "takes kmap_lock", "unmaps slots 0-7; count 0",
        "drops kmap_lock", "is paused here", "goes on", "sends TLB flush",
        "flushes its whole TLB", "waits until all have flushed",
        "all have flushed"]
    assert captions(timeline, 2) == [
        "kmap_high(P9)", "takes kmap_lock", "maps P9 in slot 1",
        "drops kmap_lock", "uses slot 1 for P9: reaches P0",
        "interrupt: TLB flush", "flushes its whole TLB", "acknowledges"]
    assert story.sentence(timeline) == \
        "CPU 2 uses slot 1 to reach P9, but its TLB still says P0: that is " \
        "the page it reaches."


def test_the_repair_lets_the_other_cpu_wait(played_as):
    timeline = played_as["stale-own", "quarantine", "spin"]
    said = captions(timeline, 2)
    assert said.index("sleeps") < said.index("flushes its whole TLB") < \
        said.index("maps P9 in slot 1") < said.index("uses slot 1 for P9")
    assert "unmaps slots 0-7; count -1 (flushing)" in captions(timeline, 1)
    assert not timeline.wrong


@pytest.mark.parametrize("key, wrong", [
    (("stale-own", "dropped", "irq"),
     [(2, "uses slot 1 for P9: reaches P0")]),
    (("double-map", "dropped", "spin"), [(1, "maps P8 in slot 0")]),
    (("lost-wakeup", "dropped", "irq"), [(1, "sleeps")]),
    (("irq-deadlock", "held", "irq"),
     [(2, "waits for kmap_lock"), (1, "waits until all have flushed")]),
    (("irq-state", "quarantine", "irq"), [(1, "is paused here")]),
    (("stale-own", "quarantine", "irq"), [])], ids=lambda key: str(key)[:30])
def test_what_the_verdict_is_about(played_as, key, wrong):
    timeline = played_as[key]
    indices = blame.wrong_events(timeline)
    assert [(row.cpu, row.caption) for row in rows.rows(timeline)
            if row.has_any(indices)] == wrong


def test_the_pictures_in_the_documents_are_of_this_kernel(played_as):
    """A picture has no times in it, so it is the same as long as the kernel
    does the same."""
    seen = 0
    for timeline in played_as.values():
        there = read(pictures.path_of(timeline))
        if there:
            assert there == svg.picture(timeline), "make record RECORD=timeline"
            seen += 1
    assert seen > 9


def test_diagrams_fit(played_as):
    for timeline in played_as.values():
        assert max(map(len, diagram(timeline))) <= 80


def test_make_trace():
    """As a user would call it; spin is the default, where it is possible."""
    done = make("trace", "SCENARIO=stale-own", f"BUILD={BUILD}")
    assert done.returncode == 0
    assert "strategy dropped, lock=spin" in done.stdout
    assert "lock=irq" not in done.stdout
    assert (BUILD / "trace/stale-own-dropped-spin.svg").exists()


def test_make_trace_of_nothing():
    done = make("trace", "SCENARIO=nonsense", f"BUILD={BUILD}")
    assert done.returncode
    assert "stale-own" in done.stdout and "Traceback" not in done.stdout
