# SPDX-License-Identifier: MIT
"""store.py - what a run leaves: one file of records and one of consoles, each
platform's after the other's.

They take the place of the last run's when the run is over and its records are
whole. Else they get names of their own, and the last good ones stay.
"""
import contextlib
import os

RESULTS, CONSOLE = "results.jsonl", "console.log"
FAILED = {RESULTS: "results.failed.jsonl", CONSOLE: "console.failed.log"}


def _heading(name):
    return f"==== {name} ====\n".encode()


def _join(path, sources):
    """Write (heading, file) after file to a path, and put it there whole."""
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
    """Keep what the sessions left; returns the paths of records and console.
    """
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
