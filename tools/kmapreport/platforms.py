# SPDX-License-Identifier: MIT
"""platforms.py - which machine figures come from, and what they are worth.

What a tick is, how CPUs advance and whether two runs are the same the kernel
says in its env record; here it is put in words.
"""
from kmapreport.layout import wrapped
from kmapreport.numbers import plural

NAMES = {
    "exact": "QEMU, counting instructions",
    "bochs": "Bochs",
    "tcg": "QEMU (TCG, all CPUs on one host thread)",
    "mttcg": "QEMU (TCG, a host thread for each CPU)",
    "kvm": "QEMU (KVM, on the host's processor)",
    "unknown": "a machine that nobody named",
}
DISTURBED = "a shared host disturbs them, so medians and ratios count"


def heading(run):
    """Above every table: platform, CPUs, unit."""
    env = run.env
    if env is None:
        return [f"{run.platform}: no env record, the kernel did not get as "
                "far as its job"]
    worth = "the same in every run" if env["repeatable"] else DISTURBED
    return wrapped(
        f"{env['platform']}: {NAMES[env['platform']]}, "
        f"{plural(env['cpus'], 'CPU')} "
        f"{env['cpus_advance'].replace('-', ' ')}, "
        f"{env['mem_kb'] // 1024} MiB, {env['slots']} slots, seed "
        f"{env['parameters']['seed']}. Times are {env['unit']}: {worth}.")


def one_after_the_other(parts):
    """The lines of several platforms, never in one table."""
    out = []
    for lines in parts:
        out += ([""] if out and lines else []) + lines
    return out
