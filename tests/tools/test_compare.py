# SPDX-License-Identifier: MIT
"""test_compare.py - the host's side of `make compare`: tables from records,
names of kernels, and guests that say too little. No Linux is built."""
import json

import pytest

from kmapcompare import changes, guest, jobs, linux, page, side, table
from kmapreport.records import Results, Run
from kmaptest import madeup

ENV = {"v": 3, "kind": "env", "version": "0.2", "cpus": 2, "platform": "exact",
       "unit": "instructions", "tsc_khz": 1000, "slots": 512}
END = {"v": 3, "kind": "end", "status": "ok", "passed": 0, "failed": 0,
       "skipped": 0}
STRATEGIES = [r for r in madeup.catalog() if r["what"] == "strategy"]
COUNTS = ("ops", "stale_reads", "stale_writes")
POLICY = """linux-source-6.1:
  Installed: (none)
  Candidate: {}
  Version table:
"""


def asked(platform="exact", cpus=1, args=()):
    return {"v": 3, "kind": "run", "platform": platform, "cpus": cpus,
            "mem_mib": 6144, "emulator": "QEMU", "args": list(args)}


def row(workload, strategy=None, mean=None, **fields):
    return {"v": 3, "kind": "bench", "workload": workload,
            "strategy": strategy, "mean": mean, "p50": mean, "max": mean,
            "elapsed": mean, "threads": 1, "verdict": "safe", "reason": None,
            **dict.fromkeys(COUNTS, 0), **fields}


def results(*runs):
    """Each run: (its run record, the version of its kernel, rows...)."""
    out = Results()
    for first, version, *rows in runs:
        catalog = [] if version.startswith("Linux") else STRATEGIES
        env = {**ENV, "version": version, "platform": first["platform"]}
        for record in (first, env, *catalog, *rows, END):
            out.add_line(json.dumps(record))
    return out


def line_of(lines, what):
    return next(line for line in lines if line[0].startswith(what))


def hit(linux_mean, **ours):
    """Both kernels' runs of the workload hot."""
    return results(
        (asked(), "0.2", *(row("hot", name, mean)
                           for name, mean in ours.items())),
        (asked(), "Linux 6.1.5", row("hot", "linux", linux_mean)))


def test_a_row_has_both_kernels_and_their_ratio():
    lines = table.speed(hit(200, held=100, lockless=50), "exact")
    assert line_of(lines, "hit")[1:] == (
        "200", "100", "0.50", "50 `lockless`", "0.25")


@pytest.mark.parametrize("name", ["dropped", "cpumask"])
def test_what_does_not_claim_to_be_right_is_never_the_best(name):
    lines = table.speed(hit(200, held=100, **{name: 1}), "exact")
    assert line_of(lines, "hit")[4] == "100 `held`"


def test_no_row_without_figures():
    assert [cells[0] for cells in table.speed(hit(200, held=100), "exact")] \
        == ["hit: map a page that is mapped, and unmap it"]


@pytest.mark.parametrize("linux_mean, ours", [(None, {"held": 1}), (7, {})])
def test_a_missing_kernel_is_a_dash(linux_mean, ours):
    cells = line_of(table.speed(hit(linux_mean, **ours), "exact"), "hit")
    assert "-" in cells and cells[3] == "-"


def test_several_runs_give_the_median_and_the_spread():
    runs = [(asked("tcg", 8), version, row("boot", mean=mean))
            for version, mean in (("0.2", 10), ("Linux 6", 100),
                                  ("0.2", 30), ("Linux 6", 300),
                                  ("0.2", 20), ("Linux 6", 200))]
    cells = line_of(table.speed(results(*runs), "tcg"), "from power-on")
    assert cells[1] == "200 (100 to 300)"
    assert cells[2:] == ("20 (10 to 30)", "0.10") * 2


def side_by_side(**ours):
    """Linux makes 100 pairs in a million instructions, whatever the number of
    CPUs; ours so many on 8 for each on one, by strategy: (pairs, times)."""
    def pairs(name, pairs, threads):
        return row("cycle", name, 10, threads=threads, ops=pairs,
                   elapsed=1000000, complete=True)

    return results(
        (asked("bochs", 8), "Linux 6.1", *(
            pairs("linux", 100, n) for n in (1, 8))),
        (asked("bochs", 8), "0.2", *(
            pairs(name, many * (times if n > 1 else 1), n)
            for name, (many, times) in ours.items() for n in (1, 8))))


def test_cpus_side_by_side():
    heads, lines = side.table(side_by_side(
        held=(150, 2), lockless=(120, 5), dropped=(900, 9)))
    assert heads[2:6] == [">1 CPU", ">2 CPUs", ">4 CPUs", ">8 CPUs"]
    assert [cells[1:] for cells in lines if "more" in cells[0]] == [
        ("Linux", "100", "-", "-", "100", "1.0x", "1.0x"),
        ("ours, held", "150", "-", "-", "300", "2.0x", "3.0x"),
        ("ours, lockless", "120", "-", "-", "600", "5.0x", "6.0x")]


def test_what_is_spent_around_a_pair_is_said():
    assert "9990 instructions and ours" in side.note(
        side_by_side(held=(150, 2)))[0]


def test_side_by_side_takes_both_kernels():
    assert side.table(results((asked("bochs", 8), "Linux 6"))) == ([], [])
    assert not side.note(results((asked("bochs", 8), "Linux 6")))


def stress(kind, *rows, what="stress"):
    """A run that looks for wrong accesses."""
    return (asked("mttcg", 2, jobs.stress(kind, what).args), "Linux 6.1",
            *rows)


def test_wrong_accesses_in_a_million_maps():
    lines = table.patched(results(stress("dropped", row(
        "stress", "linux-dropped", ops=2000000, stale_reads=3,
        stale_writes=5, verdict="stale"))))
    assert lines == [("with the patch", "spin", "their own", "2,000,000",
                      "3", "5", "4", "ran to its end")]


def test_what_linux_died_of_is_told():
    lines = table.patched(results(stress("irq", row(
        "stress", "linux", reason="CPU 0 is in a", verdict="deadlock"))))
    assert lines[0][1] == "irq" and lines[0][-1] == "CPU 0 is in a"
    assert lines[0][-2] == "-"


def test_a_guest_without_a_row_is_missing():
    some = results(stress("dropped"))
    assert table.patched(some)[0][-1] == "it did not start"
    assert len(page.missing(some)) == 1
    assert "missing: no row of mttcg" in "\n".join(page.text(some))


def test_the_sentence_has_both_kernels():
    good = row("stress", "linux", ops=5000)
    bad = row("stress", "linux-dropped", ops=4000, stale_reads=11,
              stale_writes=22)
    some = results(stress("released", good), stress("dropped", bad))
    words = " ".join(page.sentence(some))
    assert "11 times" in words and "22 writes" in words
    assert "in 4,000 maps; without it, 0 in 5,000" in words
    assert not page.sentence(results(stress("dropped", bad)))


JOB = guest.Job("released", "tcg", 2, ())


def heard(*lines):
    run = Run()
    for line in lines:
        run.add_line(line)
    return run


@pytest.mark.parametrize("lines, how, why", [
    ((), "ended", "it ended without a word"),
    ((), "silent", "no answer to an NMI"),
    ((json.dumps(ENV),), "late", "not done in time"),
    (('{"v":3,"kind":"ben', json.dumps(END)), "ended",
     "it ended without a word"),
    (("\0\0[]", "null", json.dumps(END)), "ended",
     "it ended without a word")])
def test_a_guest_that_says_too_little_ends_badly(lines, how, why):
    out = guest.finished(JOB, asked(), heard(*lines), None, how)
    assert out[-1]["status"] == "panic"
    assert out[-2]["detail"] == why


def test_a_guest_that_says_all_ends_well():
    env = {**ENV, "unit": "cycles"}
    out = guest.finished(JOB, asked(), heard(
        json.dumps(env), json.dumps(row("hot")), json.dumps(END)), 2, "ended")
    assert [r["kind"] for r in out] == ["run", "env", "bench", "bench", "end"]
    assert out[3]["workload"] == "boot" and out[3]["elapsed"] == 2000000


def test_where_instructions_count_the_hosts_time_is_no_figure():
    assert guest.boot_row(ENV, 2) is None


def test_the_boot_row_is_as_the_schema_says(schema):
    run = Run([guest.boot_row({**ENV, "unit": "cycles"}, 2)])
    assert not schema.errors(run)


LOOP = """\twhile (a) {
\t\tschedule();
\t}
\tb();
\t\t\tschedule();
"""
FLUSH = """\t}
\tif (need_flush)
\t\tflush_tlb_kernel_range(A(0), A(B));
}
"""
LOCK = """#define lock_kmap()  spin_lock_irq(&a)
#else
#define lock_kmap()  spin_lock(&a)
#define unlock_kmap() spin_unlock(&a)
#define lock_kmap_any(flags) spin_lock(&a)
"""


def test_loops_that_wait_for_a_cpu_pause():
    assert changes.BOOT.applied(LOOP) == """\twhile (a) {
\t\tcpu_relax();
\t\tschedule();
\t}
\tb();
\t\t\tcpu_relax();
\t\t\tschedule();
"""


def test_the_patch_drops_the_lock_around_the_flush_alone():
    assert changes.DROPPED.applied(FLUSH) == """\t}
\tif (need_flush) {
\t\tunlock_kmap();
\t\tflush_tlb_kernel_range(A(0), A(B));
\t\tlock_kmap();
\t}
}
"""


def test_only_the_plain_lock_is_taken_with_interrupts_off():
    assert changes.IRQ.applied(LOCK) == LOCK.replace(
        "lock_kmap()  spin_lock(", "lock_kmap()  spin_lock_irq(").replace(
        "spin_unlock(", "spin_unlock_irq(")


@pytest.mark.parametrize("change, text", [
    (changes.BOOT, LOOP + LOOP), (changes.IRQ, ""),
    (changes.DROPPED, FLUSH.replace("if", "while"))])
def test_no_kernel_is_made_of_sources_that_are_others(change, text):
    with pytest.raises(changes.DoesNotApply, match="places"):
        change.applied(text)


def test_a_kernel_has_another_name_if_anything_in_it_differs(tmp_path):
    file = tmp_path / "a.c"
    file.write_text("int a;", encoding="utf-8")
    names = {linux.key("1", "gcc 12", [file]), linux.key("2", "gcc 12", [file]),
             linux.key("1", "gcc 13", [file]),
             linux.key("1", "gcc 12", [file], (changes.IRQ,))}
    assert linux.key("1", "gcc 12", [file]) in names
    file.write_text("int b;", encoding="utf-8")
    assert len(names | {linux.key("1", "gcc 12", [file])}) == 5


def test_what_is_kept_is_not_built(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(linux, "output_of", lambda *command:
                        POLICY.format("6.1-2") if "policy" in command
                        else "gcc 12")
    said = []
    builder = linux.Builder(said.append)
    name = linux.key("6.1-2", "gcc 12", linux.own_files(),
                     changes.KINDS["released"])
    kept = tmp_path / f"kmaplab/compare/6.1-2/released-{name}.bzImage"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"")
    assert builder.kernel("released") == kept
    assert not said


@pytest.mark.parametrize("policy", ["", POLICY.format("(none)")])
def test_no_package_is_said(policy):
    with pytest.raises(linux.BuildFailed, match="apt-get update"):
        linux.version_of(policy)
