# SPDX-License-Identifier: MIT
"""accept.py - measure what the main operations cost now, and write that into
expected.json: make perf-accept.
"""
import contextlib
import io
import json
import tempfile
from pathlib import Path

from kmaptest import counts
from kmaptest.project import KERNEL

LICENCE = "SPDX-License-Identifier: MIT"


def measure(ruler):
    """The counts of one run, as expected.json has them."""
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), \
                tempfile.TemporaryDirectory() as folder:
            now = counts.RULERS[ruler](Path(folder), KERNEL)
    except AssertionError:
        print(said.getvalue())
        raise
    return {"compiler": now.compiler, "emulator": now.emulator,
            "instructions": now.of}


def main():
    """Say what has changed, and keep it."""
    was = json.loads(counts.EXPECTED.read_text(encoding="utf-8"))
    now = {ruler: measure(ruler) for ruler in counts.RULERS}
    for ruler, found in now.items():
        before = was.get(ruler, {"instructions": {}})["instructions"]
        for name, count in found["instructions"].items():
            if before.get(name) != count:
                print(f"{ruler}: {name}: {before.get(name, 'nothing')} -> "
                      f"{count} instructions")
    counts.EXPECTED.write_text(
        json.dumps({"$comment": LICENCE, **now}, indent=1) + "\n",
        encoding="utf-8")


if __name__ == "__main__":
    main()
