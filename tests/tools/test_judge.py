# SPDX-License-Identifier: MIT
"""test_judge.py - when is a run a success? When three things say so, and never
otherwise. And what the progress bar makes of the records."""
import io

import pytest

from kmapreport.records import Run
from kmaprun import outcome
from kmaprun.progress import Board

END = '{"v":3,"kind":"end","status":"%s","passed":1,"failed":0,"skipped":0}'
STEP = '{"v":3,"kind":"progress","step":1,"of":2,"label":"a"}'
DONE = "boot\r\n--- DONE: %d ---\r\n"
OK = [STEP, END % "ok"]


class FakeQemu:
    """A QEMU that has exited."""

    def __init__(self, code, reason, console):
        self.code = code
        self.reason = reason
        self.console = console

    def status(self):
        return self.code

    def shutdown_reason(self):
        return self.reason

    def said(self):
        return "something"


@pytest.fixture(name="judge")
def judge_of(out):
    """judge(status, records, console): the runner's exit status, words, and
    whether the records are whole."""
    def judge(code, lines, console, reason=""):
        path = out / "console.log"
        path.write_text(console, encoding="utf-8", newline="")
        run = Run()
        for line in lines:
            run.add_line(line)
        return outcome.of_qemu(FakeQemu(code, reason, str(path)), run)
    return judge


ENDINGS = {
    "all three": (1, OK, DONE % 0, 0, "all as expected"),
    "QEMU's own failure": (1, [], "", 1, "no end record"),
    "no end record": (1, [STEP], DONE % 0, 1, "no end record"),
    "end record is not last": (1, [END % "ok", STEP], DONE % 0, 1,
                               "no end record"),
    "half an end record": (1, [STEP, (END % "ok")[:30]], DONE % 0, 1,
                           "record 2 is broken"),
    "a broken record": (1, [STEP[:20], END % "ok"], DONE % 0, 1,
                        "record 1 is broken"),
    "no last line": (1, OK, "boot\n", 1, "last line is 'boot'"),
    "another last line": (1, OK, DONE % 0 + "more\n", 1, "'more'"),
    "the last line of another end": (1, OK, DONE % 1, 1,
                                     "'--- DONE: 1 ---'"),
    "the record of another end": (1, [END % "unexpected"], DONE % 0, 1,
                                  "end record says unexpected"),
    "unexpected": (3, [END % "unexpected"], DONE % 1, 1, "not as expected"),
    "panic": (5, [END % "panic"], DONE % 2, 2, "panic"),
    "bad parameter": (7, [END % "bad-parameter"], DONE % 3, 3, "parameter"),
    "reset": (0, [STEP], "boot", 5, "the guest reset"),
    "reset after the end": (0, OK, DONE % 0, 5, "the guest reset"),
    "no status of ours": (9, OK, DONE % 0, 6, "status 9"),
    "killed": (-11, OK, DONE % 0, 6, "signal 11"),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_ending(judge, name):
    """QEMU's exit status, records, console: what it comes to."""
    code, lines, console, expected, words = ENDINGS[name]
    status, text, whole = judge(code, lines, console)
    assert status == expected
    assert words in text
    assert whole == (name in ("all three", "unexpected"))


def test_power_off(judge):
    """The guest switched itself off."""
    assert "switched the machine off" in judge(0, [], "", "guest-shutdown")[1]


def test_progress_without_a_terminal():
    """A line each ten seconds; percent and time left, from records and a
    clock."""
    now = [0.0]
    out = io.StringIO()
    bar = Board(out, lambda: now[0]).line()
    for step in range(1, 51):
        bar.update({"step": step, "of": 100, "label": f"step {step}"})
        now[0] += 1
    lines = out.getvalue().splitlines()
    assert len(lines) == 5
    assert " 40%" in lines[4]  # step 41 begins: 40 of 100 are done
    assert "1:00 left" in lines[4]  # 60 steps left, a second each
    assert "step 41" in lines[4]
    assert "\r" not in out.getvalue()


def test_progress_bar():
    """On a terminal a bar, below what is said."""
    out = io.StringIO()
    out.isatty = lambda: True
    board = Board(out, lambda: 0.0)
    board.line().update({"step": 3, "of": 4, "label": "here"})
    board.say("a line")
    text = out.getvalue()
    assert "\r\x1b[K[############............]  50%" in text
    assert text.index("a line\n") < text.rindex("here")
