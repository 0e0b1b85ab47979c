# SPDX-License-Identifier: MIT
"""test_overview.py - what `make explore` prints for people."""
import pytest

from kmaptest.project import BUILD, PYTHON, call, make
import overview

TAP = """\
1..4
ok 1 - once2 held spin: nothing in 600 states (all), 1000 random walks
ok 2 - once2 held irq: deadlock, in 9 steps
not ok 3 - once2 mine spin: stale, in 7 steps; expected: safe
not ok 4 - once2 mine irq: stale, in 8 steps; expected: safe
# searches: 4, in 1 s
""".splitlines()
RECORDS = [{"verdict": verdict, "states": states} for verdict, states in (
    ("safe", 600), ("deadlock", 400), ("stale", 1), ("stale", 1))]


@pytest.fixture(name="done")
def _done():
    """The searches of these."""
    return overview.searches(TAP, RECORDS)


def test_by_case(done):
    """What was found, in which strategies; one lock is named, two are not."""
    assert list(overview.by_case(done))[1:] == [
        "once2            4     1.0k  deadlock: held/irq; stale: mine"]


def test_by_strategy(done):
    """How many searches found what."""
    assert [line.split() for line in overview.by_strategy(done)][1:] == [
        ["held", "2", "1.0k", "1", "deadlock", "1"],
        ["mine", "2", "2", "0", "stale", "2"]]


def test_unexpected_by_name(done):
    """With the command that shows each of them."""
    words = "\n".join(overview.last_words(done, 1))
    assert "2 not as expected" in words
    assert "once2 mine irq: stale, in 8 steps; expected: safe" in words
    assert 'make explore SHOW="once2 mine spin"' in words
    assert "held" not in words


def test_all_as_expected(done):
    """Then that is all."""
    words = "\n".join(overview.last_words(done[:2], 1))
    assert words.endswith("all as expected")


@pytest.mark.parametrize("number, text", [
    (0, "0"), (999, "999"), (1000, "1.0k"), (2500000, "2.5M")])
def test_short(number, text):
    """Numbers of states."""
    assert overview.short(number) == text


class Terminal:
    """What was written to it."""

    def __init__(self, terminal):
        self.terminal = terminal
        self.text = ""

    def isatty(self):
        """As told."""
        return self.terminal

    def write(self, text):
        """Keep it."""
        self.text += text

    def flush(self):
        """There is nothing to do."""


@pytest.mark.parametrize("terminal", [True, False])
def test_progress(terminal):
    """A line where somebody looks; nothing in a log."""
    stream = Terminal(terminal)
    progress = overview.Progress(stream, clock=iter(range(99)).__next__)
    for line in TAP:
        progress.hear(line)
    progress.end()
    assert ("3 of 4 searches" in stream.text) == terminal
    assert bool(stream.text) == terminal


def explore(out, *options):
    """The same, with the real explorer."""
    return call([PYTHON, overview.__file__, BUILD / "explore/explore", out,
                 *options])


def test_some(out):
    """Chosen by name; the TAP is kept."""
    done = explore(out, "--case", "once2", "--strategy", "dropped,held",
                   "--lock", "irq")
    assert done.returncode == 0
    assert "2 searches" in done.stdout and "all as expected" in done.stdout
    assert "deadlock: held/irq; stale: dropped/irq" in done.stdout
    assert "ok 2 - " in (out / "explore.tap").read_text()


def test_unknown(out):
    """Told by name, with what there is, and no table."""
    done = explore(out, "--strategy", "nonsense")
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 1
    assert "there is no 'nonsense'; there are held, " in done.stdout


@pytest.mark.parametrize("word, option", [
    ("STRATEGY=held,dropped", "--strategy='held,dropped'"),
    ("CASE=once2,third", "--case='once2,third'"), ("LOCK=irq", "--lock='irq'"),
    ("LOCK=both", ""), ("DEEP=1", "--deep")])
def test_variables(word, option):
    """What make passes on."""
    done = make("-n", "explore", word)
    command = next(line for line in done.stdout.splitlines()
                   if "overview.py" in line)
    assert command.split("explore/explore build/explore")[1].strip() == option
