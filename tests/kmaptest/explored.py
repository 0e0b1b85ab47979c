# SPDX-License-Identifier: MIT
"""explored.py - what the explorer finds, as a timeline."""
from kmaptimeline import load
from kmaptest.project import BUILD, call


def records_of(folder, case, strategy, lock):
    """The file of records with the shortest way to the finding."""
    path = folder / f"{case}-{strategy}-{lock}.jsonl"
    done = call([BUILD / "explore/explore", "--case", case, "--strategy",
                 strategy, "--lock", lock, "--events", path])
    assert done.returncode == 0
    return path


def timeline_of(folder, case, strategy, lock):
    """The same, read."""
    timelines = load(records_of(folder, case, strategy, lock))
    assert len(timelines) == 1
    return timelines[0]
