# SPDX-License-Identifier: MIT
"""test_trail.py - how the model tells of a run: `make model SHOW=...`."""
import os

import pytest

from kmaptest.project import ROOT, call
import pan
import trail

TOLD = """\
pan: something of Spin's
      @*: slot 1 maps page 1 (count 1)
                  @1 unmaps page 1 from slot 1
  @0 calls kmap_high(page 0)
spin: trail ends after 9 steps
"""


def test_sentences():
    """Numbered in order of time, each CPU's in a column of its own."""
    assert list(trail.sentences(TOLD)) == [
        "     At the start, slot 1 maps page 1 (count 1).",
        "  1.     CPU 1 unmaps page 1 from slot 1.",
        "  2. CPU 0 calls kmap_high(page 0)."]


def test_long_sentence():
    """It goes on further to the right; no line is too long."""
    lines = list(trail.sentences("@2 " + "waits " * 40))
    assert len(lines) > 2 and max(map(len, lines)) <= trail.WIDTH
    assert all(line.startswith(" " * 15) for line in lines[1:])


@pytest.mark.takes(20)
def test_folder_may_be_relative(out):
    """Spin runs in another folder, and has to find the trail all the same."""
    done = call([pan.HERE + "/model.py", os.path.relpath(out, ROOT),
                 "--show", "held,spin,2,no_wake_up"])
    assert done.returncode == 0
    told = [line for line in done.stdout.splitlines() if line[3:4] == "."]
    assert len(told) > 3
    assert told[-1].endswith("sleeps for ever.")


def test_no_words(monkeypatch, capsys, out):
    """A run of which Spin says nothing is not shown as if it had no steps."""
    monkeypatch.setattr(trail, "search", lambda *_: "no trail\n")
    assert trail.show(out, "held,spin,2,no_wake_up") == 1
    assert "no trail" in capsys.readouterr().out


def test_unknown_row(capsys, out):
    """It is refused, by name."""
    assert trail.show(out, "nonsense") == 1
    assert "SHOW=nonsense" in capsys.readouterr().out
