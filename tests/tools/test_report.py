# SPDX-License-Identifier: MIT
"""test_report.py - the report on canned records: what it says, and what it
must not say."""
from pathlib import Path

import pytest

from kmapreport.records import parse
from kmaptest.project import REPORT, call

GOOD = Path(__file__).parent / "data/good.jsonl"


@pytest.fixture(name="records")
def fresh_records():
    """A copy of the good records."""
    return [parse(line) for line in GOOD.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module", name="good")
def good_report():
    """The report on them."""
    return call([*REPORT, GOOD])


def find(all_records, **fields):
    """The first record with these fields."""
    return next(r for r in all_records
                if all(r.get(k) == v for k, v in fields.items()))


def on_good(*options):
    """The report on the good records."""
    return call([*REPORT, GOOD, *options])


def with_signals(records):
    """The same with several ways to signal a shootdown."""
    ipi = find(records, workload="ipi")
    return records + [
        {**ipi, "workload": name, "p50": p50} for name, p50 in (
            ("shootdown", 1000), ("shootdown-early", 800),
            ("shootdown-serial", 1000), ("shootdown-part", 1300))]


def test_signals(records, report):
    """Compared to the plain one; none that was not run."""
    out = report(with_signals(records), "--only", "signals").stdout
    for text in ("0.80x  pays   early", "1.00x  same   serial",
                 "1.30x  costs  part"):
        assert text in out
    assert "broadcast" not in out


def test_table_of_signals(records, report):
    """WORKLOAD=shootdown shows every way."""
    out = report(with_signals(records), "--only", "table",
                 "--workload", "shootdown").stdout
    assert "shootdown: floor" in out
    assert "shootdown-early: the" in out


def test_good_records(records, schema):
    """The canned records are as the schema says."""
    assert not [r for r in records if schema.error(r)]


def test_good(good):
    """Records of a real run: nothing is wrong with them."""
    assert good.returncode == 0
    for text in ("!!", "UNEXPECTED", "forcing", "BROKEN"):
        assert text not in good.stdout


@pytest.mark.parametrize("text", [
    "QEMU (TCG, all CPUs on one host thread)",
    "clock: 2445.216 MHz", "only ratios count",
    "held       spin       1   418k   3647  10.2k   884k",
    "DEADLOCK after 1024 maps", "n/a: more threads than CPUs",
    "16 verdicts as expected",
    "  dropped: STALE, CPU 2 read frame 0xbffc0 through the address of frame "
    "0x1bfc08 (slot 1)",
    "  held with lock=irq: DEADLOCK, CPU 1 holds kmap_lock, interrupts off, "
    "waits for CPU 2",
    "held with lock=spin: safe, CPU 2 had to wait for kmap_lock",
    "Result: all as expected: 140 passed"])
def test_good_says(good, text):
    """Clock, rows, verdicts, result."""
    assert text in good.stdout


def test_deadlock_has_no_speed(good, records):
    """Not a figure of time in the row of a deadlock, though its record has
    one."""
    row = find(records, kind="bench", lock="irq", threads=2)
    assert row["deadlocks"] and row["cycles_per_op"]
    line = next(line for line in good.stdout.splitlines()
                if "DEADLOCK after" in line)
    assert line.split()[3:] == "DEADLOCK after 1024 maps 14 0 0".split()


def test_table_of_another_workload():
    """It says why a row is cut short; and it is only the table."""
    out = on_good("--only", "table", "--workload", "irqmix").stdout
    assert "cut short after 1856 maps: a broken invariant" in out
    assert "Scenarios" not in out


def test_table_of_all():
    """Every workload that there is."""
    out = on_good("--only", "table", "--workload", "all").stdout
    for name in ("cycle", "irqmix", "ipi"):
        assert f"\n{name}: " in out


def test_no_such_workload():
    """It says what there is; only that is a failure."""
    assert "No rows of workload nonsense; there are: ipi, cycle" in on_good(
        "--workload", "nonsense").stdout
    assert on_good("--only", "table", "--workload",
                   "nonsense").returncode == 1


def test_no_cycle(records, report):
    """The table is of what there is."""
    some = [r for r in records if r.get("workload") != "cycle"]
    assert "\nipi: " in report(some).stdout


def test_no_rows(records, report):
    """Said, and a failure, where a table is wanted."""
    some = [r for r in records if r["kind"] != "bench"]
    done = report(some, "--only", "table")
    assert "no benchmark rows" in done.stdout
    assert done.returncode == 1
    assert "benchmark rows" not in report(some).stdout


@pytest.mark.parametrize("cycles, speed", [(2000, "1.0M"), (0, "   -")])
def test_speed(records, report, cycles, speed):
    """Maps a second are those of all threads together: 2 threads, 1 GHz."""
    row = find(records, kind="bench", workload="cycle", threads=2)
    row["cycles_per_op"] = cycles
    find(records, kind="env")["tsc_khz"] = 1000000
    assert f"held       spin       2   {speed}" in report(records).stdout


def test_unexpected_is_marked(records, report):
    """What is not as it should be is hard to miss."""
    find(records, name="stale-own", strategy="dropped",
         lock="irq")["verdict"] = "safe"
    find(records, name="double-map", strategy="held",
         lock="spin")["control"] = "stale"
    records[-1].update(status="unexpected", passed=138, failed=2)
    out = report(records).stdout
    assert "2 NOT AS EXPECTED (marked !!)" in out
    assert "!! dropped with lock=irq: safe" in out
    assert "[UNEXPECTED: it should be STALE]" in out
    assert "  dropped with lock=spin: STALE" in out  # not marked
    assert "[ITS CONTROL FAILED: STALE" in " ".join(out.split())
    assert "Result: NOT ALL AS EXPECTED: 138 passed, 2 failed" in out


def test_row_against_its_claims(records, report):
    """A row that was not as claimed is counted."""
    records[-1].update(status="unexpected", passed=139, failed=1)
    assert "!! 1 benchmark row broke what the strategy claims" in report(
        records).stdout


def test_kernel_tests(records, report):
    """The tests inside the kernel: counts, the failed one, the skipped one.
    """
    test = {"v": 1, "kind": "test", "ok": True, "skipped": False,
            "detail": None}
    out = report([records[0], {**test, "name": "a"},
                  {**test, "name": "b", "ok": False, "detail": "1 == 2"},
                  {**test, "name": "c", "skipped": True,
                   "detail": "needs more CPUs"}]).stdout
    assert "Kernel tests: 1 passed, 1 failed, 1 skipped" in out
    assert "!! b FAILED: 1 == 2" in out
    assert "needs more CPUs: c" in out


def test_no_end_record(records, report):
    """A run that a crash cut off is not taken for a whole one; it says where
    it was."""
    done = report(records[:-1])
    assert done.returncode == 1
    assert "THE RUN DID NOT FINISH" in done.stdout
    assert "it was at: ipi, 1 thread" in done.stdout


def test_half_a_record(records, report):
    """The file ends within one."""
    done = report(records[:-1], tail='{"v":1,"kind":"end","sta')
    assert done.returncode == 1
    assert "BROKEN RECORDS: " in done.stdout


def test_whole_without_some(records, report):
    """Only the end record says that a run is whole."""
    assert report(records[:-3] + records[-1:]).returncode == 0


def test_another_version(records, report):
    """Of the records' format."""
    done = report([{**records[0], "v": 2}])
    assert done.returncode == 1
    assert "version 2, not 1" in done.stdout


def test_nothing(report):
    """No records, or no file."""
    assert report([]).returncode == 1
    assert call([*REPORT, "/no/such/file"]).returncode == 1
