# SPDX-License-Identifier: MIT
"""test_report.py - reading records, and the report's sections."""
import argparse
import json

import pytest

from kmaptest import madeup, project
from kmapreport import layout, records, rows, verdicts
import report


def section(made_up, only=None, workload=None):
    """What is printed, as one text."""
    options = argparse.Namespace(only=only, workload=workload)
    return "\n".join(report.report_lines(madeup.results(made_up), options))


def changed(made_up, fields, **changes):
    """The same records; those with these fields are different."""
    found = [r for r in made_up
             if all(r.get(key) == value for key, value in fields.items())]
    assert found, f"no record has {fields}"
    return [{**r, **changes} if r in found else r for r in made_up]


def test_the_made_up_records_are_as_the_schema_says(schema):
    row = madeup.bench("held", "spin", "cycle", 8)
    for record in [*madeup.whole(), madeup.not_run(row, "too few CPUs"),
                   madeup.cut_short(row, "stale", stale_reads=1)]:
        assert schema.error(record) is None


@pytest.mark.parametrize("kind", ["run", "env", "catalog", "bench",
                                  "scenario", "end"])
def test_the_schema_wants_every_field_and_no_other(schema, kind):
    record = next(r for r in madeup.whole() if r["kind"] == kind)
    for name in record:
        assert schema.error({k: v for k, v in record.items() if k != name})
    assert schema.error({**record, "surplus": 1})


def test_the_schema_knows_what_a_catalog_item_needs(schema):
    item = next(r for r in madeup.catalog() if r["what"] == "scenario")
    assert schema.error({**item, "callers": None})
    assert schema.error({**item, "screen": "STALE"})


def test_runs_are_told_apart():
    results = madeup.results(madeup.whole())
    assert [run.platform for run in results.runs] == ["exact", "bochs"]
    assert [run.env["cpus"] for run in results.runs] == [4, 8]
    assert results.on("bochs").end["passed"] == 60


def test_a_run_without_a_runner_begins_with_its_machine():
    made_up = [r for r in madeup.whole() if r["kind"] != "run"]
    assert len(madeup.results(made_up).runs) == 2


def test_a_runner_that_saw_no_kernel_is_a_run_without_an_end():
    results = madeup.results([madeup.run("exact"), *madeup.bochs()])
    assert [run.platform for run in results.runs] == ["exact", "bochs"]
    assert results.end is None


@pytest.mark.parametrize("at", [0, 1])
def test_one_run_that_ended_badly_is_enough(at):
    parts = [madeup.exact(), madeup.bochs()]
    parts[at][-1] = madeup.end(status="unexpected", failed=2)
    made_up = parts[0] + parts[1]
    assert madeup.results(made_up).end["status"] == "unexpected"
    assert "!! " + ("exact", "bochs")[at] + ": NOT ALL AS EXPECTED, 140 " \
        "passed, 2 failed" in section(made_up)


def test_the_end_tells_where_a_run_was_when_it_stopped():
    step = {"v": 3, "kind": "progress", "step": 1, "of": 2, "label": "cycle"}
    text = " ".join(section(madeup.bochs()[:-1] + [step]).split())
    assert "!! bochs: THE RUN DID NOT FINISH: there is no end record; it was " \
        "at: cycle" in text
    assert "take " not in text, "no advice from a run that was cut short"


def test_two_kernels_are_not_taken_for_one():
    made_up = madeup.exact() + changed(madeup.bochs(), {"kind": "run"},
                                       kernel="cd" * 32)
    assert "!! The runs are of different kernels." in section(made_up)


@pytest.mark.parametrize("tail, why", [
    ('{"v":3,"kind":"end","sta', "not JSON"), ("[]\n", "it has no kind"),
    ('{"v":1,"kind":"end"}\n', "version 1, not 3")])
def test_a_broken_line_is_said(tail, why):
    """Which line, and what is wrong with it."""
    results = madeup.results(madeup.bochs()[:-1], tail)
    text = "\n".join(report.report_lines(
        results, argparse.Namespace(only=None, workload=None)))
    assert "!! BROKEN RECORDS: 1 line; the first is line " in text
    assert why in " ".join(text.split())


def test_records_of_version_2_can_be_read(schema):
    """What they lack is null."""
    lacking = records.SINCE_3["bench"]
    old = [{k: v for k, v in {**r, "v": 2}.items() if k not in lacking}
           for r in madeup.whole()]
    results = madeup.results(old)
    assert not results.broken and not schema.errors(results)
    assert {r["holds"] for r in results.of("bench")} == {None}


def test_exit_status(out):
    """0 for records that are whole and have what was asked for."""
    def status(text, *options):
        path = out / "results.jsonl"
        path.write_text(text, encoding="utf-8")
        return project.call([*project.REPORT, path, *options]).returncode

    good = madeup.dumped(madeup.whole())
    assert status(good) == 0
    assert status(good, "--only", "table", "--workload", "all") == 0
    assert status(good, "--only", "table", "--workload", "nonsense") == 1
    assert status(good[:-5]) == 1, "the end is cut off"
    assert status(madeup.dumped(madeup.whole()[:-1])) == 1, "no end"
    assert status("") == 1
    assert project.call([*project.REPORT, "/no/such/file"]).returncode == 1


def test_a_serial_lines_log_is_read_as_it_is(out):
    """With what the boot loader and the console wrote, and its line ends; also
    right before a record."""
    path = out / "log.txt"
    wanted = [r for r in madeup.whole() if r["kind"] != "run"]
    lines = madeup.dumped(wanted).splitlines()
    text = "\r\n".join(["GRUB {hd0}", f"\x1b[2J\x1b[1;1H{lines[0]}",
                        "kmaplab: loaded by GRUB 2.06", *lines[1:],
                        "--- DONE: 0 ---", "\x1b[0m"])
    path.write_text(text, encoding="utf-8", newline="")
    read = records.load(path)
    assert not read.broken
    assert [r for run in read.runs for r in run.records] == wanted


def test_tables_are_one_for_each_platform():
    text = section(madeup.whole(), "table")
    exact, bochs = text.split("\nbochs: Bochs, 8 CPUs side by side")
    assert exact.startswith("exact: QEMU, counting instructions, 4 CPUs in")
    assert " 8 " not in [line[15:19] for line in exact.splitlines()]
    assert "held       spin   8" in bochs
    for part in (exact, bochs):
        assert "Times are" in " ".join(part.split()) and "instructions" in part


def test_speed_and_lock_times_are_of_the_rows_meant_for_them():
    made_up = changed(madeup.exact(["held"]),
                      {"workload": "cycle", "accounting": "all",
                       "lock": "spin"}, mean=999, hold_max=4321)
    line = next(line for line in section(made_up, "table").splitlines()
                if line.startswith("held       spin"))
    assert "310" in line and "999" not in line, "speed: without accounting"
    assert "4321" in line, "hold: with it"


def test_a_rate_is_operations_by_elapsed_time():
    row = madeup.bench("held", "spin", "cycle", 8, ops=3000, elapsed=1000000)
    assert rows.rate(row, madeup.env("bochs")) == 3000
    row = madeup.bench("held", "spin", "cycle", 8, ops=3000, elapsed=500000)
    env = madeup.env("kvm", tsc_khz=2000000)
    assert rows.rate(row, env) == 3000 * 2e9 / 500000
    assert rows.rate({**row, "complete": False}, env) is None


def test_a_cost_is_a_mean_where_nothing_disturbs_and_else_a_median():
    row = madeup.bench("held", "spin", "hot", 1, mean=5000, p50=100)
    assert rows.cost(row, madeup.env("exact")) == 5000
    assert rows.cost(row, madeup.env("tcg")) == 100
    assert rows.cost({**row, "p50": None}, madeup.env("tcg")) is None


def test_a_clock_that_the_host_disturbs_has_no_longest_times():
    made_up = changed(madeup.bochs(["held"]), {"kind": "env"},
                      **{k: v for k, v in madeup.env("tcg").items()
                         if k in ("platform", "unit", "repeatable")})
    text = section(made_up, "table")
    assert "p50" in text and " max " not in text and "mean" not in text
    assert "a shared host disturbs them" in " ".join(text.split())


def test_a_row_that_was_cut_short_has_no_speed():
    line = next(line for line in section(
        madeup.whole(), "table").splitlines() if "DEADLOCK" in line)
    assert line.split() == "held irq 8 DEADLOCK after 1024 ops 1094 0 0".split()


def test_a_row_that_was_not_run_says_why():
    row = madeup.not_run(madeup.bench("held", "spin", "cycle", 16),
                         "more threads than CPUs")
    made_up = [*madeup.bochs(["held"])[:-1], row, madeup.end()]
    assert "held       spin  16 n/a: more threads than CPUs" in \
        section(made_up, "table")


def test_a_workload_that_there_is_not():
    text = " ".join(section(madeup.whole(), "table", "nonsense").split())
    assert "No rows of workload nonsense; there are: hot, cycle, shared, " \
        "local" in text


@pytest.mark.parametrize("only, workload", [
    ("verdicts", None), ("table", "all"), ("table", None), (None, None)])
def test_no_line_is_wider_than_a_terminal(only, workload):
    for line in section(madeup.whole(), only, workload).splitlines():
        assert len(line) <= layout.WIDTH, line


def test_verdicts_with_their_evidence():
    """Of scenarios, and of rows that went wrong."""
    text = section(madeup.whole(), "verdicts")
    flat = " ".join(text.split())
    for part in ("65 verdicts as expected, 5 n/a",
                 "dropped: STALE, CPU 2 read frame 0xbffc0 through the "
                 "address of frame 0x1bfc08 (slot 1)",
                 "held with lock=irq: DEADLOCK, CPU 1 holds kmap_lock",
                 "held, quarantine, cpumask, lockless: safe",
                 "dropped with lock=spin, shared, 8 threads: DOUBLE MAP "
                 "after 1024 ops"):
        assert part in flat
    assert "!!" not in text and "UNEXPECTED" not in text


def test_what_stood_in_the_way_is_a_field():
    record = madeup.scenario("stale-own", "held", "spin", blocked_on="slot")
    catalog = madeup.results(madeup.catalog()).catalog
    assert verdicts.verdict_text(record, catalog) == \
        "safe, the other CPU had to sleep for a slot"


def test_an_exception_says_why():
    made_up = changed(madeup.exact(), {"name": "wrong-caller",
                                       "strategy": "held"}, why="it waits")
    assert "[because it waits]" in section(made_up, "verdicts")


def test_what_is_not_as_expected_is_marked():
    """Another verdict, and a control that failed."""
    made_up = changed(madeup.exact(), {"name": "stale-own", "lock": "irq",
                                       "strategy": "dropped"}, verdict="safe")
    made_up = changed(made_up, {"name": "double-map", "lock": "spin",
                                "strategy": "held"}, control="stale")
    text = section(made_up, "verdicts")
    flat = " ".join(text.split())
    assert "2 NOT AS EXPECTED (marked !!)" in flat
    assert "!! dropped with lock=irq: safe" in text
    assert "[UNEXPECTED: it should be STALE]" in flat
    assert "  dropped with lock=spin: STALE" in text
    assert "[ITS CONTROL FAILED: STALE" in flat


def test_tests_inside_the_kernel():
    """Counts, what failed, what was skipped and why."""
    test = {"v": 3, "kind": "test", "ok": True, "skipped": False,
            "detail": None}
    text = section([
        madeup.env("tcg"), {**test, "name": "a"},
        {**test, "name": "b", "ok": False, "detail": "1 == 2"},
        {**test, "name": "c", "skipped": True, "detail": "needs more CPUs"}])
    assert "Kernel tests: 1 passed, 1 failed, 1 skipped" in text
    assert "!! b FAILED: 1 == 2" in text
    assert "skipped, needs more CPUs: c" in text


def test_a_stress_run():
    """Every count in its column, and why a row ended early."""
    def row(strategy, **fields):
        return madeup.bench(strategy, "spin", "stress", 2, **fields)

    text = section([
        madeup.env("mttcg", cpus=2), *madeup.catalog(), row("held"),
        madeup.cut_short(row("dropped"), "lost-wakeup", lost_wakeups=1,
                         reason="a thread slept for ever"), madeup.end()])
    assert "held       spin       10000       10000      0      0       0" \
        "     0 safe" in text
    assert "LOST WAKEUP\n                a thread slept for ever" in text
    assert "kmap_lock" not in text, "no first screen, which is of `make run`"


def test_colour_is_for_terminals(monkeypatch):
    """And for users who did not say no."""
    class Terminal:
        def __init__(self, is_one):
            self.isatty = lambda: is_one

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert layout.wants_colour(Terminal(True))
    assert not layout.wants_colour(Terminal(False))
    monkeypatch.setenv("NO_COLOR", "1")
    assert not layout.wants_colour(Terminal(True))
    painted = layout.painted("held irq DOUBLE MAP", ["MAP", "DOUBLE MAP"])
    assert painted == "held irq \033[31mDOUBLE MAP\033[0m"


def test_words_of_records_are_json():
    for line in madeup.dumped(madeup.whole()).splitlines():
        assert json.loads(line)["v"] == records.VERSION
