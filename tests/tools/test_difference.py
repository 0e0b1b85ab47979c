# SPDX-License-Identifier: MIT
"""test_difference.py - what changed between two runs, and what cannot be
compared."""
import pytest

from kmaphtml import page
from kmaphtml.sources import Sources
from kmapreport import difference
from kmaptest import madeup, project
from kmaptest.parsed import parse


def changed(made_up, fields, **changes):
    """The same records; the first with these fields is different."""
    at = next(n for n, r in enumerate(made_up)
              if all(r.get(key) == value for key, value in fields.items()))
    return [*made_up[:at], {**made_up[at], **changes}, *made_up[at + 1:]]


def between(before, now):
    return difference.between(madeup.results(before), madeup.results(now))


def test_nothing_changed():
    """No cause, no verdict, no row; and all rows were compared."""
    exact, bochs = between(madeup.whole(), madeup.whole())
    for its in (exact, bochs):
        assert (its.causes, its.verdicts, its.rows) == ([], [], [])
        assert its.alone == {"before": 0, "now": 0}
        assert its.alike > 20


def test_a_count_that_changed():
    """Of one row, on its platform alone."""
    now = changed(madeup.whole(), {
        "workload": "cycle", "strategy": "lockless", "lock": "irq",
        "accounting": "none"}, mean=999, ipis=7)
    exact, bochs = between(madeup.whole(), now)
    assert bochs.rows == []
    (key, figures), = exact.rows
    assert key[:4] == ("cycle", "lockless", "irq", 1)
    assert figures == {"mean": (280, 999), "ipis": (140, 7)}


def test_a_verdict_that_changed_and_why_it_may_have():
    now = changed(madeup.whole(), {"name": "stale-own", "strategy": "dropped",
                                   "kind": "scenario"}, verdict="safe")
    now = changed(now, {"kind": "run"}, kernel="cd" * 32)
    exact, _ = between(madeup.whole(), now)
    assert exact.verdicts == [(("stale-own", "dropped", "spin"), "stale",
                               "safe")]
    assert exact.causes == [("kernel", "ab" * 32, "cd" * 32)]


def test_what_only_one_run_has():
    exact, _ = between(madeup.whole(), madeup.whole(["held", "dropped"]))
    assert exact.alone["before"] > 0 and exact.alone["now"] == 0
    assert (("stale-own", "lockless", "irq"), "safe", None) in exact.verdicts


@pytest.mark.parametrize("before, now, why", [
    (madeup.exact(), madeup.bochs(), "no platform in common"),
    ([madeup.env("kvm"), madeup.end()], [madeup.env("kvm"), madeup.end()],
     "no platform in common that counts instructions"),
    (changed(madeup.bochs(), {"kind": "env"}, cpus=2), madeup.bochs(),
     "other machines (cpus: 2, now 8)")])
def test_what_is_never_compared(before, now, why):
    with pytest.raises(difference.NotAlike) as caught:
        between(before, now)
    assert why in str(caught.value)


def test_a_platform_that_one_run_lacks_is_left_out():
    its, = between(madeup.whole(), madeup.bochs())
    assert its.platform == "bochs"


def test_the_page_says_what_changed():
    """The first screen's figures, verdicts, rows, and the cause."""
    now = changed(madeup.whole(), {
        "workload": "hot", "strategy": "held", "lock": "spin",
        "accounting": "none"}, mean=194)
    now = changed(now, {"kind": "run"}, compiler="gcc 99")
    tree = parse(page.html(Sources(
        madeup.results(now), "now", base="old.jsonl",
        before=madeup.results(madeup.whole()))))
    section = tree.one("section", id="compare")
    text = section.text()
    assert "Compared with old.jsonl" in text
    assert "97 to 194" in text and "97 to 194 (+100 %)" in text
    assert "gcc 12.2.0" in text and "gcc 99" in text
    assert "1 row of the benchmark changed" in text
    assert [h.text() for h in section.all("h3")] == ["exact", "bochs"]


@pytest.mark.parametrize("base, status", [
    (madeup.whole(), True), ([madeup.env("kvm"), madeup.end()], False),
    ([], False)])
def test_make_report_with_a_base(out, base, status):
    """It says so on the terminal, too; or why it cannot."""
    (out / "old.jsonl").write_text(madeup.dumped(base), encoding="utf-8")
    (out / "results.jsonl").write_text(madeup.dumped(madeup.whole()),
                                       encoding="utf-8")
    done = project.make("report", f"BUILD={out}", f"BASE={out}/old.jsonl")
    assert (done.returncode == 0) == status
    assert (out / "report.html").exists() == status
    assert ("0 rows of the benchmark changed" in done.stdout) == status
