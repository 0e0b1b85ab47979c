# SPDX-License-Identifier: MIT
"""command.py - what all commands that run jobs have in common: the options that
say where, what an interruption means, and the last lines.
"""
import signal
import sys

from kmapjobs import spread
from kmaprun.exits import INTERRUPTED


def add_options(parser):
    """Where the jobs run."""
    parser.add_argument("--jobs", default="100%", metavar="N", help="at a time "
                        "on each machine: a number, or a share of its "
                        "processors")
    parser.add_argument("--hosts", type=lambda text: text.split(","),
                        default=[], metavar="A,B",
                        help="where to run, by ssh; ':' is here")


def guarded(name, function):
    """The exit status that function() returns. Or, in a line, why nothing was
    run; or that it was stopped, by Ctrl-C or SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return function()
    except spread.NotStarted as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"{name}: stopped; the same command goes on", file=sys.stderr)
        return INTERRUPTED


def collect(path, results):
    """What all jobs have printed, in the list's order, in one file."""
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(done.text for done in results)


def tell_failed(results, repeat):
    """What has failed, and how to see it again; returns how many have not."""
    for done in results:
        if not done.is_good:
            print(f"FAILED ({done.how()}), to repeat it: "
                  f"{repeat(done.command)}")
    return sum(done.is_good for done in results)
