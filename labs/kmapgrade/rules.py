# SPDX-License-Identifier: MIT
"""rules.py - what a student's file may consist of.

It is part of the machine that judges it. So it may not reach what judges: no
assembler, no attributes, no symbols but those of the lab, no instructions that
talk to devices, no sections that run or register something.
"""
import re

from kmapgrade import commands


class RuleBroken(Exception):
    """Which one, for the student."""


SPLICE = re.compile(r"\\[ \t]*\n")
# What is no code: comments, and strings and characters.
NO_CODE = re.compile(r"""/\*.*?\*/ | //[^\n]* | "(?:\\.|[^"\\\n])*" |
                         '(?:\\.|[^'\\\n])*'""", re.S | re.X)
DIRECTIVE = re.compile(r"^[ \t]*(?:\#|%:)[ \t]*(\w*)[ \t]*(.*)", re.M)
WORD = re.compile(r"[A-Za-z_]\w*")

DIRECTIVES = ("include", "define")
HEADERS = re.compile(r'"(?:arch|lib|mm|oracle|scenario|smp|workload|job|labs)'
                     r'/[\w./-]+\.h"')
WORDS = {"asm", "__asm", "__asm__", "__attribute__", "__attribute",
         "_Pragma", "__pragma", "__section", "__used", "REGISTER", "REGISTRY",
         "__label__"}
# Those that move the stack, look at it, or jump. The kernel's own macros have
# what else is needed of these.
BUILTINS = re.compile("__builtin_(?!expect$|unreachable$|[a-z]*offset)")


def code_of(text):
    """The text without comments and strings, as the compiler has it."""
    return NO_CODE.sub(lambda found: '""' if found[0][0] == '"' else " ",
                       SPLICE.sub("", text))


def check_directives(text):
    """Only headers of ours, and plain macros."""
    for name, rest in DIRECTIVE.findall(NO_CODE.sub(
            lambda found: found[0] if found[0][0] == '"' else " ",
            SPLICE.sub("", text))):
        if name not in DIRECTIVES:
            raise RuleBroken(f"#{name} is not allowed in a lab's file")
        if name == "include" and (not HEADERS.fullmatch(rest.strip())
                                  or ".." in rest):
            raise RuleBroken(f"#include {rest.strip()}: only the kernel's "
                             "headers are allowed in a lab's file")


def check_source(file):
    """What can be seen in the text."""
    text = file.read_text(encoding="utf-8", errors="replace")
    check_directives(text)
    code = code_of(text)
    if re.search(r"##|%:|\?\?", code):
        raise RuleBroken("## and digraphs are not allowed in a lab's file")
    for word in WORD.findall(code):
        if word in WORDS or BUILTINS.match(word):
            raise RuleBroken(f"{word} is not allowed in a lab's file")


# The machine seam, arch/machine.h, and what a compiler calls by itself.
SEAM = {
    "explore": {"sim_load", "sim_store", "sim_rmw", "sim_fence", "sim_cpu_id",
                "sim_irqs_on", "sim_set_irqs", "sim_flush_one",
                "sim_flush_all", "sim_preempt_off", "sim_preempt_on",
                "sim_preempt_count", "sim_send_ipi", "sim_remark",
                "sim_cycles", "memcpy", "memset", "memmove"},
    "kernel": {"cpu_features", "point_reached", "preempt_full",
               "preempt_schedule", "lapic_send_ipi", "memcpy", "memset",
               "memmove"},
}
MAX_DATA = 65536  # bytes
SECTIONS = re.compile(
    r"\.(?:text|data|bss|rodata|debug_|comment|note\.GNU-stack|eh_frame|rel)"
    r"|named_points$|static_branches$")
DEVICES = re.compile(
    r"(?:in|out|ins|outs|rep (?:in|out)s)[bwld]?$|int|hlt|sys|iret|l[gil]dt|"
    r"ltr|lmsw|rdmsr|wrmsr|l(?:call|jmp|ret)|\(bad\)|ud|mov")


def check_symbols(file, lab, flavour):
    """What it defines, and what it refers to."""
    symbols = commands.run(["nm", "-P", file], f"{file}.nm").said
    defined, used = set(), set()
    for line in symbols.splitlines():
        name, kind = line.split()[:2]
        if kind in "UvwVW":
            used.add(name)
        elif kind.isupper():
            defined.add(name)
    missing = set(lab.defines) - defined
    if missing:
        raise RuleBroken(f"it does not define {sorted(missing)[0]}")
    more = defined - set(lab.defines)
    if more:
        raise RuleBroken(f"it defines {sorted(more)[0]}, which should be "
                         "static")
    foreign = used - SEAM[flavour] - set(lab.may_use) - set(lab.defines)
    if foreign:
        raise RuleBroken(f"it refers to {sorted(foreign)[0]}, which this lab "
                         "does not let it use")


def check_sections(file):
    """Nothing that runs by itself, or registers itself; and no more variables
    than a state of the explorer has room for."""
    listing = commands.run(["objdump", "-hw", file], f"{file}.sections").said
    for name, size in re.findall(r"^ *\d+ (\S+) +([0-9a-f]+) ", listing,
                                 re.M):
        if not SECTIONS.match(name):
            raise RuleBroken(f"its section {name} is not allowed")
        if name.startswith((".data", ".bss")) and int(size, 16) > MAX_DATA:
            raise RuleBroken(f"its variables take more than {MAX_DATA} bytes")


def is_forbidden(name, operands, lab):
    """An instruction. mov: of control registers, only those of the flushes."""
    if name in ("call", "jmp", "callq", "jmpq") and operands.startswith("*"):
        return not lab.calls_pointers
    if name.startswith("mov"):
        return bool(re.search(r"%(?:cr[^34]|db|dr)\d?", operands))
    return bool(DEVICES.match(name))


def check_instructions(file, lab):
    """None that talks to a device, or goes where nobody can see it."""
    listing = commands.run(["objdump", "-d", "--no-show-raw-insn", file],
                           f"{file}.code").said
    for name, operands in re.findall(r"^ *[0-9a-f]+:\t(\S+) *(.*)", listing,
                                     re.M):
        if is_forbidden(name, operands, lab):
            hint = (": the compiler puts it where the code has no meaning, as "
                    "after an access through a null pointer"
                    if name.startswith("ud") else "")
            words = " ".join([name, *operands.split()])
            raise RuleBroken(f"the instruction {words} is not allowed in a "
                             f"lab's file{hint}")


def check_object(file, lab, flavour):
    """What the compiler made of it."""
    check_symbols(file, lab, flavour)
    check_sections(file)
    check_instructions(file, lab)
