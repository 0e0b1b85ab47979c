#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""run.py - boot the kernel on emulators, watch it, judge how it ended.

`make run` and its like call it; `run.py --help` has its options and its exit
status.
"""
import os
import signal
import sys

from kmaprun import disk, exits, options, plan, store, together
from kmaprun.emulator import StartError
from kmaprun.lock import Busy, Lock
from kmaprun.progress import Board
from kmaprun.session import Session
from kmaprun.values import ValueRefused
from report import print_report


def complain(text):
    """Tell the user."""
    print(f"kmaplab: {text}", file=sys.stderr, flush=True)


def watch_all(opts, sessions, board):
    """Run them; returns (exit status, whether all records are whole)."""
    try:
        together.run(sessions, board, opts.out)
    except KeyboardInterrupt:
        board.clear()
        complain(f"stopped (exit status {exits.INTERRUPTED})")
        return exits.INTERRUPTED, False
    finally:
        board.clear()
        for session in sessions:
            session.stop()
    failed = together.failure(sessions)
    return (failed.ending.status if failed else exits.OK,
            all(s.ending and s.ending.whole for s in sessions))


def tell(sessions, status):
    """How it ended, in words."""
    ended = [s for s in sessions if s.ending]
    for session in ended:
        if session.ending.details:
            print(session.ending.details, file=sys.stderr, flush=True)
    if status == exits.OK:
        print(f"kmaplab: {ended[0].ending.words}")
        return
    for session in ended:
        if session.ending.status:
            complain(f"{session.plan.platform.name}: {session.ending.words} "
                     f"(exit status {session.ending.status})")


def report(opts, results, status):
    """Print the report, unless the run did not get far enough for one."""
    if opts.no_report or status in (exits.BAD_PARAMETER, exits.INTERRUPTED):
        return
    print_report(results)
    print()


def run(opts):
    """Everything but the arguments; returns the exit status."""
    plans = plan.make(opts)
    lock = Lock(opts.out)
    board = Board(None if opts.quiet or opts.interactive else sys.stdout,
                  echo=opts.verbose)
    sessions = []
    try:
        for part in plans:
            line = board.line(part.platform.name if len(plans) > 1 else "")
            sessions.append(Session(part, opts, line))
        status, whole = watch_all(opts, sessions, board)
        results, console = store.keep(opts.out, sessions, whole)
    finally:
        for session in sessions:
            session.stop()
        lock.release()
    report(opts, results, status)
    tell(sessions, status)
    print(f"records: {results}   console: {console}")
    return status


def run_or_say_why_not(opts):
    """Run it; if that is impossible, say why. Returns the exit status."""
    try:
        return run(opts)
    except ValueRefused as refused:
        complain(refused)
        return exits.USAGE
    except StartError as error:
        complain(f"the emulator did not start: {error}")
    except (Busy, disk.HostFailed) as error:
        complain(error)
    except BrokenPipeError:
        raise
    except OSError as error:
        complain(disk.cannot_write(error))
    return exits.NOT_STARTED


def main():
    sys.stdout.reconfigure(line_buffering=True)  # in step with stderr
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    opts = options.parse()
    try:
        return run_or_say_why_not(opts)
    except BrokenPipeError:  # as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        pass
    return exits.INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
