# SPDX-License-Identifier: MIT
"""test_try.py - `make try`: a strategy against its own claims."""
import re

import pytest

from kmaptest.project import BUILD, ROOT, make, read
from kmaptry import judge

TEMPLATE = "docs/strategy-template.c"
ALL = ["no-stale", "no-double-map", "no-lost-wakeup", "no-deadlock",
       "no-deadlock-irq", "any-cpu"]


def attempt(name, file, only, build=BUILD):
    """make try, with fewer checks."""
    return make("-s", f"BUILD={build}", "try", f"STRATEGY={name}",
                f"FILE={file}", "CASE=once2", f"ONLY={only}")


def dropped(out, points):
    """The template with the lock dropped, as dropped.c has it, with all
    claims, and with or without the points."""
    text = read(TEMPLATE).replace('"mine"', '"loose"')
    text = text.replace("\tpkmap_flush_window();",
                        "\tunlock_kmap();\n\tpkmap_flush_window();\n"
                        "\tlock_kmap();")
    if not points:
        text = re.sub(r"\n\tPOINT\(.*\);", "", text)
    path = out / "loose.c"
    path.write_text(text)
    return path


@pytest.mark.takes(30)
@pytest.mark.xdist_group("try")
def test_template():
    """It compiles, is tried, and keeps what it claims."""
    done = attempt("mine", TEMPLATE, "explorer,scenarios")
    assert done.returncode == 0
    assert "mine keeps its claims in all that was tried." in done.stdout
    assert not (ROOT / "mm/strategy/strategy-template.c").exists()


@pytest.mark.takes(30)
@pytest.mark.xdist_group("try")
def test_wrong(out):
    """What contradicts a claim is named. Scenarios that had no point show
    nothing, and name it."""
    done = attempt("loose", dropped(out, False), "explorer,scenarios")
    assert done.returncode == 2
    assert "FAILED once2 spin: stale" in done.stdout
    assert "loose does NOT keep its claims" in done.stdout
    words = " ".join(done.stdout.split())
    assert "nothing shown by irq-deadlock spin" in words
    assert "never came to POINT(pkmap_unflushed)" in words


@pytest.mark.xdist_group("try")
def test_no_such_name():
    """The file has to have the name."""
    done = attempt("other", TEMPLATE, "explorer")
    assert done.returncode == 2
    assert '.name = "other"' in done.stdout


@pytest.mark.parametrize("words, said", [
    (["STRATEGY=nonsense"], "there is no file mm/strategy/nonsense.c"),
    ([], "make try STRATEGY=name")])
def test_refused(words, said):
    """Before anything is built."""
    done = make("-s", f"BUILD={BUILD}", "try", *words)
    assert done.returncode == 2 and said in done.stdout


def test_in_the_tree(out):
    """A strategy that is linked anyway needs a folder for its kernel, too, and
    has no object that makes one."""
    build = out.relative_to(ROOT)  # as make calls it
    done = make("-n", f"BUILD={build}", "try", "STRATEGY=held")
    for name in ("kmaplab.elf", "explore"):
        before = done.stdout.partition(f"-o {build}/try/held/{name}")[0]
        made = before.count(f"mkdir -p {build}/try/held\n")
        assert made > (name == "explore")


def test_claims_as_in_the_kernel():
    """Which claim is against which verdict."""
    text = re.sub(r"lock_irq \?.*?:", "", read("record/claims.c"))
    found, verdicts = {}, []
    for verdict, claim in re.findall(r"VERDICT_(\w+):|return\s+CLAIM_(\w+);",
                                     text):
        if verdict:
            verdicts.append(verdict)
        else:
            found.update(dict.fromkeys(verdicts, claim))
            verdicts = []
    assert {verdict.lower().replace("_", "-"): claim.lower().replace("_", "-")
            for verdict, claim in found.items()} == judge.AGAINST


@pytest.mark.parametrize("verdict, lock, claims, broken", [
    ("safe", "spin", ALL, False), ("n/a", "spin", ALL, False),
    ("stale", "spin", ALL, True), ("stale", "spin", ALL[1:], False),
    ("deadlock", "irq", ALL, True),
    ("deadlock", "irq", ["no-deadlock"], False),
    ("deadlock", "spin", ["no-deadlock"], True),
    ("irq-state", "spin", [], True), ("refused", "irq", [], True)])
def test_breaks(verdict, lock, claims, broken):
    """What is claimed must not happen, nor what no claim is about."""
    assert judge.breaks(verdict, lock, claims) == broken


@pytest.mark.parametrize("found, expected, claims, failed", [
    ("safe", "stale", [], False), ("stale", "stale", ALL[1:], False),
    ("stale", "safe", ALL, True), ("deadlock", "stale", ALL[1:], True),
    ("deadlock", "stale", ["any-cpu"], False)])
def test_explored(found, expected, claims, failed):
    """To keep more than is claimed is no fault."""
    row = judge.explored({"case": "once2", "lock": "spin", "verdict": found,
                          "expected": expected, "complete": True}, "", claims)
    assert row.failed == failed and not row.silent
