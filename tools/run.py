#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""run.py - boot the kernel on an emulator, watch it, judge how it ended.

`make run` and `make bochs` call it; `run.py --help` has its options and its
exit status.
"""
import json
import os
import signal
import subprocess
import sys

TOOLS = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, TOOLS)
from kmaprun import exits, kvm, options, outcome
from kmaprun.accel import ACCELS
from kmaprun.bochs import Bochs
from kmaprun.emulator import StartError
from kmaprun.feed import Feed
from kmaprun.follow import clean
from kmaprun.progress import Progress
from kmaprun.qemu import Qemu, media_options
from kmaprun.watch import EXITED, HUNG, Limits, Watch
from kmaprun.wiring import Wiring
from report import print_report

PANIC_LINES = 60


def complain(text):
    print(text, file=sys.stderr, flush=True)


def make_image(opts, kernel_args):
    """The image to boot; makes one unless one was named."""
    if opts.image:
        return opts.image
    if opts.media == "kernel":
        return opts.kernel
    image = os.path.join(opts.out, "boot.iso")
    os.makedirs(opts.out, exist_ok=True)
    done = subprocess.run(
        [os.path.join(TOOLS, "mkiso.sh"), opts.kernel, image, *kernel_args],
        stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise StartError(f"no image to boot: {done.stderr.strip()}")
    return image


def cpu_model(opts, accel, program):
    """QEMU's name of the processor; probes KVM where that is asked for."""
    if opts.accel != "kvm":
        return opts.cpu or accel.cpu
    if not os.path.exists(opts.kernel):
        raise StartError(f"there is no {opts.kernel}")
    model, why = kvm.find_model(program, opts.kernel, opts.cpu)
    if model is None:
        raise StartError("this host's KVM cannot run a 32-bit kernel: "
                         f"{why}\n(ACCEL=tcg needs no KVM)")
    return model


def build_qemu(opts, wiring):
    """A Qemu that is ready to start."""
    accel = ACCELS[opts.accel]
    program = opts.program or "qemu-system-x86_64"
    kernel_args = [f"platform={accel.platform}", *opts.args]
    model = cpu_model(opts, accel, program)
    image = make_image(opts, kernel_args)
    return Qemu(opts.out, program, [
        *accel.options, "-cpu", model, "-smp", str(opts.cpus),
        "-m", f"{opts.mem}M", *media_options(opts.media, image, kernel_args),
        *opts.qemu], wiring)


def build_bochs(opts):
    """A Bochs that is ready to start. The kernel knows it by itself."""
    opts.mib = opts.mem
    opts.cpu = opts.cpu or "p3_katmai"
    return Bochs(os.path.abspath(opts.out), opts.program or "bochs", opts,
                 os.path.abspath(make_image(opts, opts.args)))


def explain_hang(words, watch, emulator):
    """Ask every CPU what it holds and waits for."""
    complain(f"kmaplab: {words}; every CPU is asked, by NMI, what it does")
    dump = watch.ask_cpus()
    if dump is None:
        complain(f"{type(emulator).__name__} cannot be asked that")
    else:
        complain(dump or "no CPU answers")


def explain_end(status, emulator):
    """What the console had to say about a failure."""
    with open(emulator.console, encoding="utf-8", errors="replace") as file:
        lines = clean(file.read()).splitlines()
    marks = {exits.PANIC: ("panic:", "kmaplab cannot run"),
             exits.BAD_PARAMETER: ("bad parameter",)}.get(status, ())
    for i, line in enumerate(lines):
        if line.startswith(marks) and marks:
            complain("\n".join(line for line in lines[i:i + PANIC_LINES]
                               if not outcome.DONE.match(line)))
            return


def judge(ending, watch, emulator, opts):
    """(exit status, words)"""
    if ending == EXITED:
        judge_of = outcome.of_qemu if isinstance(emulator, Qemu) \
            else outcome.of_bochs
        return judge_of(emulator, watch.run)
    if ending == HUNG:
        return exits.HUNG, (f"the guest hung: nothing new for "
                            f"{opts.hang:g} s")
    return exits.HUNG, f"the guest was not done after {opts.timeout:g} s"


def write_records(watch, emulator):
    """Where the records came by the console, give them their file."""
    with open(emulator.results, "w", encoding="utf-8") as file:
        for record in watch.run.records:
            file.write(json.dumps(record, separators=(",", ":"),
                                  ensure_ascii=False) + "\n")


def watch_it(opts, emulator, wiring):
    """Run it; returns (exit status, words)."""
    progress = Progress(
        None if opts.quiet or opts.interactive else sys.stdout)
    emulator.start()
    feed = Feed(emulator.serial, opts.type) if opts.type else None
    watch = Watch(emulator, wiring, progress, opts.verbose, feed)
    try:
        ending = watch.until_end(Limits(opts.hang, opts.timeout))
        progress.clear()
        status, words = judge(ending, watch, emulator, opts)
        if ending != EXITED:
            explain_hang(words, watch, emulator)
        explain_end(status, emulator)
        return status, words
    finally:
        progress.clear()
        if wiring.mixed:
            write_records(watch, emulator)


def run(opts):
    """Everything but the arguments; returns the exit status."""
    wiring = Wiring(opts.args, feed=bool(opts.type),
                    interactive=opts.interactive)
    emulator = build_bochs(opts) if opts.emulator == "bochs" \
        else build_qemu(opts, wiring)
    try:
        status, words = watch_it(opts, emulator, wiring)
    except KeyboardInterrupt:
        status, words = exits.INTERRUPTED, "stopped"
    finally:
        emulator.stop()
    if not opts.no_report and status != exits.BAD_PARAMETER and \
            os.path.getsize(emulator.results) > 0:
        print_report(emulator.results)
        print()
    if status:
        complain(f"kmaplab: {words} (exit status {status})")
    else:
        print(f"kmaplab: {words}")
    print(f"records: {emulator.results}   console: {emulator.console}")
    return status


def main():
    sys.stdout.reconfigure(line_buffering=True)  # in step with stderr
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    opts = options.parse()
    try:
        return run(opts)
    except StartError as error:
        complain(f"kmaplab: the emulator did not start: {error}")
        return exits.NOT_STARTED
    except KeyboardInterrupt:
        return exits.INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
