# SPDX-License-Identifier: MIT
"""build.py - the kernel and the explorer with a student's file in them.

The file is compiled by itself, before anything of ours is linked to it, and
what came out is looked at (rules.py). What judges it is at another address each
time, also as seen from the file's own variables.
"""
import random
import re
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path

from kmapgrade import commands, recipe, rules
from kmapgrade.labs import ROOT, Lab


MAX_SOURCE = 1 << 20  # bytes

# Errors in newer compilers. As warnings they have cost people hours: a function
# that is not declared returns an int, which is half of an address here.
ERRORS = tuple(f"-Werror={name}" for name in (
    "implicit-function-declaration", "implicit-int", "int-conversion",
    "incompatible-pointer-types", "vla"))


# Calls in the student's object for the explorer, and what guard.c calls them.
SIZES = (1, 2, 4, 8, 16)
GUARDED = {
    **{f"__tsan_{how}{size}": f"guard_{how}{size}"
       for how in ("read", "write", "unaligned_read", "unaligned_write")
       for size in (*SIZES, "_range")},
    **{f"sim_{name}": f"guard_{name}"
       for name in ("load", "store", "rmw", "xchg_pte", "send_ipi",
                    "flush_one")},
    **{name: f"guard_{name}" for name in (
        "memcpy", "memmove", "memset", "spin_wait_begin", "spin_wait_turn",
        "spin_wait_end", "spin_lock", "spin_lock_irq", "spin_lock_irqsave",
        "spin_unlock", "spin_unlock_irq", "spin_unlock_irqrestore",
        "sim_lock_taken", "sim_lock_released", "wake_up", "pkmap_flush_slots",
        "pkmap_count_add", "get_pkmap_color", "set_page_address",
        "page_address", "sleep_for_slot", "kmap_locked", "kunmap_unpinned")}}
FRAMES = ("-fno-omit-frame-pointer", "-fno-optimize-sibling-calls")


class BuildError(Exception):
    """It cannot be built: why, for the student."""


@dataclass
class Built:
    """What there is to run."""
    lab: Lab
    out: Path
    kernel: Path
    explore: Path
    objects: list                         # the kernel's that come with the lab
    warnings: str = ""                    # the compiler's, of the file
    patience: int = commands.CPU_SECONDS  # for a search


def tool(words, log, what):
    """Run a compiler or a linker."""
    done = commands.run(words, log)
    if done.status:
        raise BuildError(f"{what}\n{done.said.strip()}")


def compile_one(words, source, target, what):
    """One object."""
    target.parent.mkdir(parents=True, exist_ok=True)
    tool([*words, "-c", "-o", target, source], f"{target}.log", what)
    return target


def without(names, lab):
    """Our objects, less those that the lab replaces."""
    gone = [f"*/{source.removesuffix('.c')}.o" for source in lab.replaces]
    return [name for name in names
            if not any(fnmatch(name, pattern) for pattern in gone)]


def objects(lab, file, out, flavour, given):
    """The student's object, looked at, and those that come with the lab."""
    words = recipe.load()["kcc" if flavour == "kernel" else "hostcc"]
    folder = out / flavour / "portable"
    student = compile_one([*words, *ERRORS, "-fno-jump-tables"], file,
                          folder / "student.o",
                          f"it does not compile ({flavour}):")
    rules.check_object(student, lab, flavour)
    mine = [compile_one(words, lab.path(name),
                        folder / f"{Path(name).stem}-given.o",
                        f"{name} does not compile:")
            for name in given]
    return [student, *mine]


def padding(words, out):
    """An object of some size, which goes before the rest."""
    source = out / "padding.c"
    size = random.SystemRandom().randrange(1, 4096) * 16
    source.write_text(f"unsigned char lab_padding[{size}] = {{ 1 }};\n",
                      encoding="utf-8")
    return compile_one(words, source, out / "own/padding.o",
                       "the padding does not compile:")


def guarded(lab, file, out):
    """The student's object for the explorer once more, so that guard.c is asked
    at each access to memory."""
    words = recipe.load()["hostcc"]
    target = compile_one([*words, *FRAMES, "-fno-jump-tables",
                          "-fno-reorder-functions", "-fsanitize=thread",
                          "--param=tsan-instrument-func-entry-exit=0"],
                         file,
                         out / "explore/portable/guarded.o",
                         "it does not compile (explore):")
    tool(["objcopy", "-R", ".init_array*", "-R", ".ctors*",
          "--rename-section", ".text=student_code",
          *[f"--redefine-sym={old}={new}" for old, new in GUARDED.items()
            if old not in lab.defines],
          target], f"{target}.log", "it cannot be guarded:")
    return target


def warnings(out):
    """What the compiler has said of the student's file; of the two machines
    that it was compiled for, the first of which it has said something."""
    logs = [out / flavour / "portable/student.o.log"
            for flavour in ("kernel", "explore")]
    said = [log.read_text(encoding="utf-8", errors="replace").strip()
            for log in logs if log.exists()]
    return next(filter(None, said), "")


def kernel_objects(lab, file, out):
    """A file's objects and those given with it, for the kernel."""
    return objects(lab, file, out, "kernel", lab.given + lab.kernel)


def kernel(lab, out, name, mine, first=()):
    """build/lab/N-NAME/kmaplab.elf, say: with kernel_objects() in it."""
    steps = recipe.load()
    tool([*steps["kld"], "-o", out / name, *first,
          *without(steps["kernel_objects"], lab), *mine],
         out / "ld.log", "the kernel does not link:")
    return out / name


def measured(built):
    """The same kernel without padding, to be measured: where things are
    decides who meets whom, and so what several CPUs cost. A file's figures
    have to be the same each time. What is right is not judged by it."""
    return replace(built, kernel=kernel(built.lab, built.out, "measured.elf",
                                        built.objects))


def bytes_of(file, symbol):
    """What a variable holds in a linked program."""
    listing = commands.run(["nm", "-P", "-t", "d", file], f"{file}.nm").said
    for line in listing.splitlines():
        name, _, start, size, *_ = f"{line} 0 0".split()
        if name == symbol:
            dump = commands.run(
                ["objdump", "-s", f"--start-address={start}",
                 f"--stop-address={int(start) + int(size)}", file],
                f"{file}.dump").said
            return bytes.fromhex("".join(re.findall(
                r"^ [0-9a-f]+ ((?:[0-9a-f]{2,8} )+) ", dump, re.M)))
    return b""


def explore(lab, file, out):
    """build/lab/N-NAME/explore"""
    steps = recipe.load()
    target = out / "explore-lab"
    _, *mine = objects(lab, file, out, "explore", lab.given + lab.explorer)
    mine.insert(0, guarded(lab, file, out))
    own = [compile_one([*steps["hostcc"], *FRAMES], lab.path(name),
                       out / f"explore/own/{Path(name).stem}.o",
                       f"{name} does not compile:")
           for name in (*lab.cases, "labs/guard.c")]
    base = random.SystemRandom().randrange(0x100, 0x4000) << 16
    tool([*steps["hostld"], f"-Wl,-Ttext-segment={base:#x}", "-o", target,
          padding(steps["hostcc"], out / "explore"),
          *without(steps["explore_objects"], lab), *mine, *own,
          f"-Wl,-T,{ROOT}/tests/explore/portable.ld"],
         out / "ld.log", "the explorer does not link:")
    return target


def build(lab, file, out):
    """Both."""
    out.mkdir(parents=True, exist_ok=True)
    if not file.is_file() or file.stat().st_size > MAX_SOURCE:
        raise BuildError(f"there is no file {file}, or it is too large")
    rules.check_source(file)
    mine = kernel_objects(lab, file, out)
    first = [padding(recipe.load()["kcc"], out / "kernel")]
    return Built(lab, out, kernel(lab, out, "kmaplab.elf", mine, first),
                 explore(lab, file, out), mine, warnings(out))
