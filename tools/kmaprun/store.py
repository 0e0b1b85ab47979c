# SPDX-License-Identifier: MIT
"""store.py - the results of a run: one file with the records of all platforms,
one after the other, and one with their consoles.

They replace those of the last run only if the run came to its end and its
records are whole. Otherwise they get names of their own, and the last good ones
stay.
"""
import contextlib
import os

RESULTS, CONSOLE = "results.jsonl", "console.log"
FAILED = {RESULTS: "results.failed.jsonl", CONSOLE: "console.failed.log"}


def _heading(name):
    return f"==== {name} ====\n".encode()


def _join(path, sources):
    """Join files, each below its heading; the result appears as a whole."""
    new = path + ".new"
    try:
        with open(new, "wb") as out:
            for heading, source in sources:
                out.write(heading)
                with open(source, "rb") as file:
                    data = file.read()
                out.write(data)
                if data and not data.endswith(b"\n"):
                    out.write(b"\n")
        os.replace(new, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.remove(new)
        raise


def keep(folder, sessions, whole):
    """Keep the results of the sessions; returns the paths of records and
    console."""
    paths = {name: os.path.join(folder, name if whole else failed)
             for name, failed in FAILED.items()}
    _join(paths[RESULTS], [(b"", s.emulator.results) for s in sessions])
    _join(paths[CONSOLE], [(_heading(s.plan.platform.name),
                            s.emulator.console) for s in sessions])
    if whole:
        for name in FAILED.values():
            with contextlib.suppress(FileNotFoundError):
                os.remove(os.path.join(folder, name))
    return paths[RESULTS], paths[CONSOLE]
