# SPDX-License-Identifier: MIT
"""outcome.py - how a run ended: the runner's exit status, why in words, and
whether its records are whole.

Success needs all three: the emulator's exit status, an end record that says
ok, and the console's last line.
"""
import re

from kmaprun import exits
from kmaprun.follow import last_line

DONE = re.compile(r"^--- DONE: (\d+) ---$")
# With these, the guest has done all that it was to do.
FINISHED = (exits.OK, exits.UNEXPECTED)


def guest_status_of_qemu(status):
    """isa-debug-exit makes n into 2n + 1; None if that cannot be."""
    if status is None or status < 0 or status % 2 == 0 or status > 7:
        return None
    return status // 2


def done_status(console):
    """n of the console's last line; None if it is another one."""
    match = DONE.match(last_line(console))
    return int(match[1]) if match else None


def contradictions(status, run, console):
    """What does not go with the guest's exit status."""
    out = []
    end = run.end
    if end is None:
        out.append("there is no end record")
    elif exits.END_STATUS.get(end["status"]) != status:
        out.append(f"the end record says {end['status']}")
    if run.broken:
        number, problem = run.broken[0]
        out.append(f"record {number} is broken: {problem}")
    if done_status(console) != status:
        out.append("the console's last line is "
                   f"'{last_line(console)[:60]}'")
    return out


def of_exit(status, run, console):
    """(exit status, words, whole) for a guest that ended with `status`, 0 to
    3."""
    problems = contradictions(status, run, console)
    if not problems:
        return status, exits.WORDS[status], status in FINISHED
    return status or exits.UNEXPECTED, (
        f"the guest ended with {status}, but " + " and ".join(problems)), \
        False


def of_qemu(qemu, run):
    """(exit status, words, whole) of a QEMU that has exited."""
    code = qemu.status()
    status = guest_status_of_qemu(code)
    if status is not None:
        return of_exit(status, run, qemu.console)
    if code == 0:
        reason = qemu.shutdown_reason()
        if reason == "guest-shutdown":
            return exits.RESET, "the guest switched the machine off", False
        return exits.RESET, ("the guest reset: a CPU that cannot even report "
                             "an error any more does that"), False
    if code < 0:
        return exits.NOT_STARTED, f"QEMU died of signal {-code}", False
    return exits.NOT_STARTED, (
        f"QEMU ended with status {code}: {qemu.said()[-400:]}"), False


def of_bochs(bochs, run):
    """(exit status, words, whole) of a Bochs that has exited: it has no status
    to pass on, so the console says it."""
    said = bochs.said()
    if "exception with no resolution" in said:
        return exits.RESET, "the guest reset: triple fault", False
    status = done_status(bochs.console)
    if "shutdown requested" in said and status in exits.WORDS:
        return of_exit(status, run, bochs.console)
    return exits.NOT_STARTED, f"Bochs stopped: {bochs.last_words()}", False
