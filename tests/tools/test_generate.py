# SPDX-License-Identifier: MIT
"""test_generate.py - defects made by rule: what each rule makes of a source,
that a change can be planted, and that a name means the same change always."""
import pytest

import defects
import equivalent
from kmaptest.project import ROOT, read

pytest.importorskip("clang.cindex", reason="python3-clang is not installed: "
                    "tools/setup.sh mutation")
import generate  # pylint: disable=wrong-import-position

SOURCE = """typedef _Bool bool;
struct lock { int x; } a, b;
void spin_lock(struct lock *l);
void spin_unlock(struct lock *l);
void smp_mb(void);
void flush(int page);
void wake_up(int who);
#define POINT(x) do { if (x) flush(x); } while (0)

static int first(int n, int m)
{
	int last = n - 1;

	spin_lock(&a);
	if (n < m && m > 3) { /* n < m */
		flush(n);
		POINT(m);
	}
	smp_mb();
	spin_unlock(&a);
	wake_up(n +
		m);
	for (int i = 0; i <= last; i++)
		wake_up(i);
	return last;
}

bool second(int n)
{
	spin_lock(&b);
	return first(n,
		     1) || !n;
}
"""
# What each rule makes of it.
EXPECTED = {
    "barrier dropped": ["smp_mb(); -> barrier();"],
    "lock dropped": ["spin_lock(&a); | spin_unlock(&a); -> "
                     "(void)0; | (void)0;"],
    "flush dropped": ["flush(n); -> ;"],
    "wake-up dropped": ["wake_up(i); -> ;", "wake_up(n + | m); -> ;"],
    "acknowledgement dropped": [],
    "statements swapped": [
        "flush(n); | POINT(m); -> POINT(m); | flush(n);",
        "smp_mb(); | spin_unlock(&a); -> spin_unlock(&a); | smp_mb();",
        "spin_unlock(&a); | wake_up(n + | m); -> "
        "wake_up(n + m); | spin_unlock(&a);"],
    "condition negated": [
        "if (n < m && m > 3) { /* n < m */ -> "
        "if (!(n < m && m > 3)) { /* n < m */",
        "return first(n, | 1) || !n; -> return !(first(n, | 1) || !n);"],
    "condition weakened": [
        "if (n < m && m > 3) { /* n < m */ -> if (m > 3) { /* n < m */",
        "if (n < m && m > 3) { /* n < m */ -> if (n < m) { /* n < m */",
        "return first(n, | 1) || !n; -> return | !n;",
        "1) || !n; -> 1);"],
    "bound moved": [
        "int last = n - 1; -> int last = n;",
        "if (n < m && m > 3) { /* n < m */ -> "
        "if (n <= m && m > 3) { /* n < m */",
        "if (n < m && m > 3) { /* n < m */ -> "
        "if (n < m && m >= 3) { /* n < m */",
        "for (int i = 0; i <= last; i++) -> for (int i = 0; i < last; i++)"],
}


@pytest.fixture(name="made")
def make_all(tmp_path):
    """{rule: defects} of the source above."""
    (tmp_path / "mm").mkdir()
    (tmp_path / "mm/a.c").write_text(SOURCE, encoding="ascii")
    return generate.all_of(tmp_path)


@pytest.mark.parametrize("rule", generate.RULES)
def test_rule(made, rule):
    """What it changes, and into what."""
    assert sorted(f"{d.old} -> {d.new}" for d in made[rule]) == \
        sorted(EXPECTED[rule])


def test_planted(made):
    """Each changes the source, and keeps the number of its lines."""
    for found in made.values():
        for defect in found:
            after = defects.planted(defect, SOURCE)
            assert after != SOURCE
            assert after.count("\n") == SOURCE.count("\n")


def test_other_source(made):
    """One that was made from other lines is not planted."""
    with pytest.raises(defects.ListError):
        defects.planted(made["flush dropped"][0], "\n" + SOURCE)


def test_names(made, tmp_path):
    """They do not depend on where in the file something is."""
    (tmp_path / "mm/a.c").write_text("\n\n" + SOURCE, encoding="ascii")
    moved = generate.all_of(tmp_path)
    names = [d.name for found in made.values() for d in found]
    assert [d.name for found in moved.values() for d in found] == names
    assert len(set(names)) == len(names)


@pytest.mark.takes(15)
def test_sample():
    """The same seed, the same sample: all rules in it. All of the sources can
    be read, and of what is listed as none, each can be made."""
    first, again = (generate.sample(ROOT, 40, 7) for _ in range(2))
    assert [d.name for d in first] == [d.name for d in again]
    assert {d.rule for d in first} == set(generate.RULES)
    for defect in first:
        defects.planted(defect, read(defect.file))
    made = {(d.file, d.function, d.old, d.new) for found in
            generate.all_of(ROOT).values() for d in found}
    assert set(equivalent.load()) <= made
