#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""judge.py - when is a run a success? When three things say so, and never
otherwise. And what the progress bar makes of the records."""
import io
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import Tap, out_dir
from kmapreport.records import Run
from kmaprun import outcome
from kmaprun.progress import Progress

OUT = out_dir("judge")
END = '{"v":1,"kind":"end","status":"%s","passed":1,"failed":0,"skipped":0}'
STEP = '{"v":1,"kind":"progress","step":1,"of":2,"label":"a"}'


class FakeQemu:
    """A QEMU that has exited."""

    def __init__(self, code, reason, console):
        self.code = code
        self.reason = reason
        self.console = os.path.join(OUT, "console.log")
        with open(self.console, "w", encoding="utf-8") as file:
            file.write(console)

    def status(self):
        return self.code

    def shutdown_reason(self):
        return self.reason

    def said(self):
        return "something"


def judge(code, lines, console, reason=""):
    """The runner's exit status and words."""
    run = Run()
    for line in lines:
        run.add_line(line)
    return outcome.of_qemu(FakeQemu(code, reason, console), run)


def endings(tap):
    """QEMU's exit status, records, console: what it comes to."""
    done = "boot\r\n--- DONE: %d ---\r\n"
    ok = [STEP, END % "ok"]
    for name, code, lines, console, expected, words in (
            ("all three", 1, ok, done % 0, 0, "all as expected"),
            ("QEMU's own failure", 1, [], "", 1, "no end record"),
            ("no end record", 1, [STEP], done % 0, 1, "no end record"),
            ("end record is not last", 1, [END % "ok", STEP], done % 0, 1,
             "no end record"),
            ("half an end record", 1, [STEP, (END % "ok")[:30]], done % 0, 1,
             "record 2 is broken"),
            ("a broken record", 1, [STEP[:20], END % "ok"], done % 0, 1,
             "record 1 is broken"),
            ("no last line", 1, ok, "boot\n", 1, "last line is 'boot'"),
            ("another last line", 1, ok, done % 0 + "more\n", 1, "'more'"),
            ("the last line of another end", 1, ok, done % 1, 1,
             "'--- DONE: 1 ---'"),
            ("the record of another end", 1, [END % "unexpected"], done % 0,
             1, "end record says unexpected"),
            ("unexpected", 3, [END % "unexpected"], done % 1, 1,
             "not as expected"),
            ("panic", 5, [END % "panic"], done % 2, 2, "panic"),
            ("bad parameter", 7, [END % "bad-parameter"], done % 3, 3,
             "parameter"),
            ("reset", 0, [STEP], "boot", 5, "the guest reset"),
            ("reset after the end", 0, ok, done % 0, 5, "the guest reset"),
            ("no status of ours", 9, ok, done % 0, 6, "status 9"),
            ("killed", -11, ok, done % 0, 6, "signal 11")):
        status, text = judge(code, lines, console)
        tap.equal(status, expected, f"{name}: exit status {expected}")
        tap.is_in(words, text, f"{name}: '{words}'")
    tap.is_in("switched the machine off",
              judge(0, [], "", "guest-shutdown")[1], "power off")


def progress(tap):
    """Percent and time left, from records and a clock."""
    now = [0.0]
    out = io.StringIO()
    bar = Progress(out, lambda: now[0])
    for step in range(1, 51):
        bar.update({"step": step, "of": 100, "label": f"step {step}"})
        now[0] += 1
    lines = out.getvalue().splitlines()
    tap.equal(len(lines), 5, "no terminal: a line each ten seconds")
    tap.is_in(" 40%", lines[4], "step 41 begins: 40 of 100 are done")
    tap.is_in("1:00 left", lines[4], "60 steps left, a second each")
    tap.is_in("step 41", lines[4], "what runs now")
    tap.ok("\r" not in out.getvalue(), "no terminal: nothing is redrawn")
    out = io.StringIO()
    out.isatty = lambda: True
    bar = Progress(out, lambda: now[0])
    bar.update({"step": 3, "of": 4, "label": "here"})
    bar.say("a line")
    text = out.getvalue()
    tap.is_in("\r\x1b[K[############............]  50%", text, "a bar")
    tap.ok(text.index("a line\n") < text.rindex("here"),
           "the bar is below what is said", text)


def main():
    tap = Tap()
    endings(tap)
    progress(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
