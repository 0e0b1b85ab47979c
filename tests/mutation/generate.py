# SPDX-License-Identifier: MIT
"""generate.py - defects made by rule: each changes one place of one function.

A rule is a function that takes a Function (source.py) and yields its changes,
each a list of (start, end, what is there instead). RULES has their names.
"""
import glob
import hashlib
import random
import re

import defects
import source

# What decides whether something is right: the window and what it is built on,
# and the code that judges.
FILES = ("mm/*.[ch]", "mm/strategy/*.[ch]", "smp/*.[ch]", "oracle/*.c",
         "record/verdict.c", "record/claims.c", "workload/verdict.c",
         "workload/tally.c", "scenario/expected.c", "scenario/scenario.c")

OPEN, CLOSE = source.OPEN, source.CLOSE
BARRIER = re.compile(r"smp_mb\(\);")
STORE = re.compile(r"smp_store_mb(\(.*\);)", re.S)
FLUSH = re.compile(r"\w*flush\w*\(.*\);", re.S)
WAKE = re.compile(r"\w*wake\w*\(.*\);", re.S)
ACKNOWLEDGE = re.compile(r"(shared_cpumask_clear|acknowledge)\(.*\);", re.S)
LOCKS = {"spin_lock": "(void)0", "spin_unlock": "(void)0",
         "spin_lock_irq": "local_irq_disable()",
         "spin_unlock_irq": "local_irq_enable()",
         "spin_lock_irqsave": "local_irq_save()",
         "spin_unlock_irqrestore": "local_irq_restore({})",
         "lock_kmap": "(void)0", "unlock_kmap": "(void)0",
         "lock_kmap_any": "local_irq_save()",
         "unlock_kmap_any": "local_irq_restore({})"}
OTHER_BOUND = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
# Where an operand of && or || ends, to the left and to the right.
ENDS = {"&&": {"&&", "||", "?", ":", ",", ";", "=", "return", "{", "}"},
        "||": {"||", "?", ":", ",", ";", "=", "return", "{", "}"}}


def statements(function):
    """Those that end with a semicolon and declare nothing."""
    for block in function.blocks:
        yield from filter(None, block)


def dropped(pattern):
    """A rule: a statement like that is not there."""
    def rule(function):
        for start, end in statements(function):
            if pattern.fullmatch(function.text(start, end)):
                yield [(start, end, ";")]
    return rule


def barrier(function):
    """A full barrier is one for the compiler only; a store, none."""
    for start, end in statements(function):
        text = function.text(start, end)
        if BARRIER.fullmatch(text):
            yield [(start, end, "barrier();")]
        elif STORE.fullmatch(text):
            yield [(start, end, STORE.sub(r"WRITE_ONCE\1", text))]


def unlocked(function):
    """A lock is neither taken nor released; interrupts are as with it."""
    calls = {}
    for i, token in enumerate(function.tokens[:-1]):
        if token.text in LOCKS and function.tokens[i + 1].text == "(":
            close = function.closing(i + 1)
            inside = function.text(function.tokens[i + 1].end,
                                   function.tokens[close].start)
            lock, _, flag = inside.partition(",")
            if token.text == "unlock_kmap_any":
                lock, flag = "", inside
            calls.setdefault(lock, []).append(
                (token.start, function.tokens[close].end,
                 LOCKS[token.text].format(flag.strip())))
    for pair in calls.values():
        if len(pair) > 1:
            yield pair


def swapped(function):
    """Two neighbouring statements change places. One at least calls something:
    of two assignments, nobody can tell the order."""
    for block in function.blocks:
        for one, two in zip(block, block[1:]):
            if not one or not two:
                continue
            texts = function.text(*one), function.text(*two)
            if "(" in texts[0] + texts[1]:
                yield [(*one, texts[1]), (*two, texts[0])]


def conditions(function):
    """(start, end) of what if, while and for look at, and of what a function
    that says yes or no returns."""
    tokens = function.tokens
    for i, token in enumerate(tokens[:-1]):
        if token.text in ("if", "while") and tokens[i + 1].text == "(":
            yield (tokens[i + 1].end,
                   tokens[function.closing(i + 1)].start)
        elif token.text == "return" and function.is_bool:
            j = i
            while tokens[j].text != ";":
                j += 1
            yield tokens[i + 1].start, tokens[j].start


def negated(function):
    """A condition is its opposite."""
    for start, end in conditions(function):
        yield [(start, end, f"!({function.text(start, end)})")]


def operand(function, i, step):
    """Index of the last token of an operand of the && or || at i, in that
    direction; None if there is none to be had."""
    tokens = function.tokens
    into, out = (OPEN, CLOSE) if step > 0 else (CLOSE, OPEN)
    depth, j = 0, i + step
    while 0 <= j < len(tokens):
        text = tokens[j].text
        if depth == 0 and (text in out or text in ENDS[tokens[i].text]):
            return j - step if j - step != i else None
        depth += (text in into) - (text in out)
        j += step
    return None


def weakened(function):
    """One half of a condition is not there."""
    for i, token in enumerate(function.tokens):
        if token.text not in ENDS:
            continue
        left, right = operand(function, i, -1), operand(function, i, 1)
        if left is None or right is None:
            continue
        yield [(function.tokens[left].start,
                function.tokens[i + 1].start, "")]
        yield [(function.tokens[i - 1].end, function.tokens[right].end, "")]


def bound(function):
    """A bound is off by one."""
    tokens = function.tokens
    for i, token in enumerate(tokens[:-1]):
        if token.text in OTHER_BOUND:
            yield [(token.start, token.end, OTHER_BOUND[token.text])]
        elif token.text in "+-" and tokens[i + 1].text in ("1", "1u") and \
                (tokens[i - 1].text in CLOSE or
                 re.fullmatch(r"\w+", tokens[i - 1].text)) and \
                tokens[i - 1].text != "return":
            yield [(tokens[i - 1].end, tokens[i + 1].end, "")]


RULES = {"barrier dropped": barrier, "lock dropped": unlocked,
         "flush dropped": dropped(FLUSH), "wake-up dropped": dropped(WAKE),
         "acknowledgement dropped": dropped(ACKNOWLEDGE),
         "statements swapped": swapped, "condition negated": negated,
         "condition weakened": weakened, "bound moved": bound}


def changed(data, edits):
    """The file's bytes with the change in it; later lines keep their
    numbers."""
    for start, end, new in sorted(edits, reverse=True):
        more = new.count("\n") - data[start:end].count(b"\n")
        new = new.replace("\n", " ", max(more, 0)) + "\n" * -more
        data = data[:start] + new.encode("ascii") + data[end:]
    return data


def lines_of(data, edits):
    """[(number, line, what is there instead)] of the lines that change."""
    pairs = zip(data.decode("ascii").splitlines(),
                changed(data, edits).decode("ascii").splitlines())
    return [(number, old, new) for number, (old, new) in enumerate(pairs, 1)
            if old != new]


def defect_of(file, function, rule, lines, nth):
    """A change as a defect. Its name depends on what is changed, not on where
    in the file that is."""
    old, new = (defects.in_a_line(line[i] for line in lines) for i in (1, 2))
    name = hashlib.sha256("\0".join(
        (file, function.name, rule, old, new, str(nth))).encode())
    return defects.Defect(
        name=f"g{name.hexdigest()[:8]}", file=file, old=old, new=new,
        check="", why=rule, rule=rule, function=function.name, lines=lines)


def all_of(root):
    """{rule: defects}, in the order of the sources."""
    names = sorted({name for pattern in FILES for name in
                    glob.glob(pattern, root_dir=root)})
    out = {rule: [] for rule in RULES}
    seen = {}
    for (file, _), function in sorted(source.functions(root, names).items()):
        for rule, change in RULES.items():
            for edits in change(function):
                lines = lines_of(function.data, edits)
                if not lines:
                    continue  # two statements that are the same, swapped
                what = (file, function.name, rule, str(
                    [line[1:] for line in lines]))
                seen[what] = seen.get(what, 0) + 1
                out[rule].append(defect_of(file, function, rule, lines,
                                           seen[what]))
    return out


def sample(root, size, seed):
    """So many of them, as many by each rule as there are; rules in turn."""
    chooser = random.Random(seed)
    left = all_of(root)
    for found in left.values():
        chooser.shuffle(found)
    out = []
    while len(out) < size and any(left.values()):
        out += [found.pop() for found in left.values() if found]
    return out[:size]
