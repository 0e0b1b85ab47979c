# SPDX-License-Identifier: MIT
"""header.py - which machine the figures come from, and what they are worth."""
from kmapreport.numbers import plural

ONLY_RATIOS = "An emulator's cycles are no processor's: only ratios count."
UNSTEADY = ("The host shares its processors out as it likes: the longest "
            "times are its doing, only ratios count.")

# platform of the env record: its name, and what its clock is worth
PLATFORMS = {
    "tcg": ("QEMU (TCG, all CPUs on one host thread)", ONLY_RATIOS),
    "mttcg": ("QEMU (TCG, a host thread for each CPU)", ONLY_RATIOS),
    "exact": ("QEMU (TCG, the clock counts instructions)",
                  "The same digits every run. " + ONLY_RATIOS),
    "kvm": ("QEMU (KVM, on the host's processor)", UNSTEADY),
    "bochs": ("Bochs", "The clock counts instructions. " + ONLY_RATIOS),
    "unknown": ("a machine the runner did not name",
                "If it is an emulator, only ratios count."),
}


def lines(run, options):
    """Two or three lines above everything else."""
    del options
    env = run.env
    if env is None:
        return ["No env record: the kernel did not get as far as its job."]
    name, worth = PLATFORMS.get(env["platform"],
                                (env["platform"], ONLY_RATIOS))
    cpu = env["model"].strip() or env["vendor"]
    seed = env["parameters"]["seed"]
    return [
        f"kmaplab {env['version']} on {name}",
        f"{plural(env['cpus'], 'CPU')} ({cpu}), "
        f"{env['mem_kb'] // 1024} MiB, a window of {env['slots']} slots, "
        f"seed {seed}; clock: {env['tsc_khz'] / 1000:.3f} MHz",
        worth,
    ]
