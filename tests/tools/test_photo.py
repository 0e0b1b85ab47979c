# SPDX-License-Identifier: MIT
"""test_photo.py - what is on the screen when all is over, and what photographs
of it give: the same as the records."""
import json
import re
import time
import zlib

import pytest

from kmapreport import compact
from kmaptest import uefi
from kmaptest.photo import photograph
from kmaptest.project import ROOT, call, read
from kmaptest.screen import Screen

ARGS = ("run=halt", "ops=100", "workload=cycle,ipi", "strategy=held,dropped",
        "threads=1")
PAGES = 30  # at most


def turn_pages(guest, seen):
    """Pictures of all pages, by pressing a key, until one comes again."""
    pictures = []
    while not pictures or pictures[-1].read_bytes() != \
            pictures[0].read_bytes() or len(pictures) == 1:
        path = guest.out / f"page{len(pictures)}.ppm"
        guest.qemu.qmp.command("screendump", filename=str(path))
        pictures.append(path)
        assert len(pictures) < PAGES
        guest.qemu.qmp.command("send-key", keys=[
            {"type": "qcode", "data": "spc"}])
        time.sleep(seen)
    return pictures[:-1]


def compare(found, out):
    """With the records that the same run wrote."""
    wrote = [json.loads(line) for line in
             read(out / "results.jsonl").splitlines()]
    verdicts = {(r["name"], r["strategy"], r["lock"]): r["verdict"]
                for r in wrote if r["kind"] == "scenario"}
    means = {(r["workload"], r["strategy"], r["lock"]): r["mean"]
             for r in wrote if r["kind"] == "bench" and r["threads"] == 1
             and r["accounting"] == "none" and r["workload"] != "empty"}
    assert verdicts and means
    assert verdicts == {(r["name"], r["strategy"], r["lock"]): r["verdict"]
                        for r in compact.of(found, "verdict")}
    assert means == {(r["workload"], r["strategy"], r["lock"]): r["mean"]
                     for r in compact.of(found, "cost")
                     if r["workload"] != "empty"}
    assert found[-1]["count"] == 0
    env = next(r for r in wrote if r["kind"] == "env")
    for key in ("cpus", "mem_kb", "phys_bits", "tsc_khz", "unit", "version"):
        assert found[0][key] == env[key]


def records_of(pictures, out):
    """What `make report-machine` makes of them."""
    done = call([ROOT / "tools/machine.py", *pictures, "--records",
                 out / "photo.jsonl"])
    assert done.returncode == 0 and "**Machine**" in done.stdout
    return [json.loads(line) for line in
            read(out / "photo.jsonl").splitlines()]


@pytest.mark.takes(20)
def test_text_mode(out, kernel):
    """A VGA card; one of the codes is photographed badly."""
    guest = Screen(out, kernel, "pentium3", ARGS)
    try:
        guest.wait("can be switched off. Any key")
        pictures = turn_pages(guest, 0.5)
    finally:
        guest.qemu.stop()
    assert len(pictures) > 3
    pictures[2] = photograph(pictures[2], out / "photo.pgm")
    compare(records_of(pictures, out), out)


def test_machine_report(out, kernel):
    """run=report: what it prints of the machine is in the codes, too."""
    guest = Screen(out, kernel, "pentium3", ("run=report",))
    try:
        shown = guest.wait("Any key: next page")
        pictures = turn_pages(guest, 0.5)
    finally:
        guest.qemu.stop()
    first, report, last = records_of(pictures, out)
    assert f"CPUs online: {first['cpus']}, listed by ACPI MADT" in shown
    assert f"measured by the {report['clock_source']}" in \
        " ".join(shown).upper().replace("MEASURED BY THE", "measured by the")
    assert (report["tsc_apart"], report["mtrr_apart"]) == ([], [])
    for start, end in report["ram_kib"]:
        assert re.search(rf" {start} to +{end}: +{end - start}\r?\n",
                         read(out / "console.log"))
    assert sum(end - start for start, end in report["ram_kib"]) >= \
        first["mem_kb"]
    assert last["count"] == 0


@pytest.mark.rare
@pytest.mark.takes(40)
def test_framebuffer(out, kernel):
    """UEFI: the same pages."""
    guest = uefi.boot(out, kernel, "uefi64", "VGA", *ARGS)
    try:
        guest.wait("can be switched off")
        time.sleep(1)
        pictures = turn_pages(guest, 1)
    finally:
        guest.qemu.stop()
    pictures[2] = photograph(pictures[2], out / "photo.pgm")
    compare(records_of(pictures, out), out)


WHOLE = ("M:0.2:2:36:1024:1000:CYCLES:1:INTEL:/S:HELD+DROPPED/T:ONE+TWO/"
         "V:01.A*00.0/C:HOT:1:5+6+-+8/C:IPI:2:9/F:1/")


def codes(whole, size=40):
    """As the kernel splits it."""
    pieces = [whole[i:i + size] for i in range(0, len(whole), size)]
    return [f"K1:{n}:{len(pieces)}:{zlib.crc32(whole.encode()):08X}:{piece}"
            for n, piece in enumerate(pieces, 1)]


def test_decoded():
    """All of it; in any order, twice, with other codes beside it."""
    texts = codes(WHOLE)
    found = compact.decode([*reversed(texts), "http://a", *texts])
    assert [(r["name"], r["strategy"], r["lock"], r["verdict"],
             r["as_expected"]) for r in compact.of(found, "verdict")] == [
        ("one", "held", "spin", "safe", True),
        ("two", "held", "spin", "stale", True),
        ("two", "held", "irq", "n/a", True),
        ("one", "dropped", "spin", "safe", False),
        ("two", "dropped", "spin", "safe", True),
        ("two", "dropped", "irq", "safe", True)]
    assert [(r["workload"], r["strategy"], r["lock"], r["threads"], r["mean"])
            for r in compact.of(found, "cost")] == [
        ("hot", "held", "spin", 1, 5), ("hot", "held", "irq", 1, 6),
        ("hot", "dropped", "irq", 1, 8), ("ipi", None, None, 2, 9)]
    assert found[0]["mem_kb"] == 1024 and found[-1]["count"] == 1


@pytest.mark.parametrize("texts, why", [
    ([], "no code"),
    (["K1:x"], "no code"),
    (codes(WHOLE)[1:], "missing: 1"),
    (codes(WHOLE) + codes(WHOLE + "F:2/"), "more than one run"),
    ([codes(WHOLE)[0].replace("M:0.2", "M:0.3"), *codes(WHOLE)[1:]],
     "misread"),
    (codes("X:1/"), "another kernel"),
    (codes(WHOLE.replace("01.A", "01.Z")), "another kernel"),
    (codes(WHOLE.replace("V:0", "V:")), "another kernel"),
    (codes(WHOLE.replace(":5+6", ":6")), "another kernel")])
def test_not_decoded(texts, why):
    """Nothing is believed that is not whole."""
    with pytest.raises(compact.NotCompact, match=why):
        compact.decode(texts)


def test_verdicts_are_the_kernels():
    """In the same order."""
    words = re.search(r"enum verdict \{(.*?)NR_VERDICTS",
                      read("record/verdict.h"), re.S)[1]
    listed = re.findall(r"VERDICT_(\w+)", words)
    assert [name.lower().replace("_", "-").replace("na", "n/a")
            if name == "NA" else name.lower().replace("_", "-")
            for name in listed] == list(compact.VERDICTS)


def test_log_of_a_serial_port(out, described):
    """The records in it, their report, and an issue with both."""
    log = out / "serial.log"
    log.write_text("\x1b[HBooting\r\n" + "".join(
        json.dumps(r, separators=(",", ":")) + "\r\n"
        for r in described.records), encoding="utf-8")
    found = records_of([log], out)
    assert found == described.records
