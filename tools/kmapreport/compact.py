# SPDX-License-Identifier: MIT
"""compact.py - what a machine without a serial port says in QR codes on its
screen (job/compact.h), as records.

The codes may come in any order and more than once. Nothing is believed before
the check of the whole is right.
"""
import re
import zlib

# In the order of enum verdict, record/verdict.h.
VERDICTS = ("safe", "stale", "double-map", "bad-count", "deadlock",
            "lost-wakeup", "irq-state", "refused", "livelock", "timeout",
            "n/a")
LOCKS = ("spin", "irq")
PART = re.compile(r"K1:(\d{1,2}):(\d{1,2}):([0-9A-F]{8}):(.*)", re.S)
MACHINE = ("version", "cpus", "phys_bits", "mem_kb", "tsc_khz", "unit", "seed",
           "vendor", "model")
NUMBERS = {"cpus", "phys_bits", "mem_kb", "tsc_khz", "seed"}
MAXIMUM = 99  # parts


class NotCompact(ValueError):
    """The message says why it cannot be read."""


def join(texts):
    """The whole, of the codes' texts."""
    parts, heads = {}, set()
    for found in filter(None, map(PART.fullmatch, texts)):
        number, of, check, data = found.groups()
        parts[int(number)] = data
        heads.add((int(of), check))
    if not heads:
        raise NotCompact("there is no code of kmaplab's in it")
    if len(heads) > 1:
        raise NotCompact("these are codes of more than one run")
    count, check = heads.pop()
    missing = [str(n) for n in range(1, count + 1) if n not in parts]
    if missing or not 0 < count <= MAXIMUM:
        raise NotCompact(f"of {count} codes, these are missing: "
                         f"{', '.join(missing)}")
    whole = "".join(parts[n] for n in range(1, count + 1))
    if zlib.crc32(whole.encode()) != int(check, 16):
        raise NotCompact("the codes were misread: their check is wrong")
    return whole


def fields(whole):
    """{letter: [fields of each part]}"""
    out = {}
    for part in whole.strip("/").split("/"):
        letter, _, rest = part.partition(":")
        out.setdefault(letter, []).append(rest.split(":"))
    return out


def names(parts, letter):
    """A list of names."""
    return [name.lower() for name in parts[letter][0][0].split("+")]


def machine(parts):
    """What it is."""
    values = dict(zip(MACHINE, parts["M"][0], strict=True))
    return {"v": 3, "kind": "machine", **{
        key: int(value) if key in NUMBERS else
        value.lower() if key == "unit" else value.strip()
        for key, value in values.items()}}


def pairs(strategies):
    """Each with each lock, in order."""
    return [(strategy, lock) for strategy in strategies for lock in LOCKS]


def verdicts(parts):
    """Each scenario's that was played."""
    scenarios = names(parts, "T")
    cells = re.findall(r"(\*?)([0-9A-Z.])", parts["V"][0][0])
    cases = [(scenario, *pair) for pair in pairs(names(parts, "S"))
             for scenario in scenarios]
    return [{"v": 3, "kind": "verdict", "name": scenario, "strategy": strategy,
             "lock": lock, "verdict": VERDICTS[int(digit, 36)],
             "as_expected": not bad}
            for (scenario, strategy, lock), (bad, digit)
            in zip(cases, cells, strict=True) if digit != "."]


def costs(parts, unit):
    """Each mean that was measured."""
    every = pairs(names(parts, "S"))
    out = []
    for workload, threads, means in parts["C"]:
        numbers = means.split("+")
        cases = [(None, None)] if len(numbers) == 1 else every
        out += [{"v": 3, "kind": "cost", "workload": workload.lower(),
                 "threads": int(threads), "strategy": strategy, "lock": lock,
                 "mean": int(number), "unit": unit}
                for (strategy, lock), number
                in zip(cases, numbers, strict=True) if number != "-"]
    return out


def hexadecimal(text):
    """Numbers with + between them."""
    return [int(number, 16) for number in text.split("+") if number]


def report(parts):
    """What run=report says beside that."""
    clock, types = parts["U"][0]
    listed, timer = parts["B"][0]
    return {"v": 3, "kind": "report", "cpus_listed_by": listed,
            "clock_source": timer, "tsc_apart": hexadecimal(clock),
            "mtrr_apart": hexadecimal(types),
            "ram_kib": [[int(end, 16) for end in part.split("-")]
                        for part in parts["R"][0][0].split("+")]}


def decode(texts):
    """The records. Raises NotCompact."""
    parts = fields(join(texts))
    try:
        first = machine(parts)
        return [first, *([report(parts)] if "R" in parts else ()),
                *(verdicts(parts) if "V" in parts else ()),
                *(costs(parts, first["unit"]) if "C" in parts else ()),
                {"v": 3, "kind": "failed", "count": int(parts["F"][0][0])}]
    except (KeyError, IndexError, ValueError) as error:
        raise NotCompact(f"another kernel wrote the codes ({error})") from None


def of(records, kind):
    return [r for r in records if r["kind"] == kind]


def lines(records):
    """What a person reads."""
    its = records[0]
    out = [f"kmaplab {its['version']} on {its['model'] or its['vendor']}: "
           f"{its['cpus']} CPUs, {its['mem_kb'] // 1024} MiB, "
           f"{its['phys_bits']} address bits, {its['tsc_khz'] // 1000} MHz, "
           f"seed {its['seed']}"]
    for r in of(records, "report"):
        out += [f"CPUs listed by {r['cpus_listed_by']}, clock measured by "
                f"{r['clock_source']}",
                f"CPUs of another time: {r['tsc_apart']}, of other memory "
                f"types: {r['mtrr_apart']}"]
        out += [f"RAM from {start} to {end} KiB" for start, end in
                r["ram_kib"]]
    for r in of(records, "verdict"):
        mark = "" if r["as_expected"] else "  NOT AS EXPECTED"
        out.append(f"{r['name']:18} {r['strategy']:10} {r['lock']:4} "
                   f"{r['verdict']}{mark}")
    for r in of(records, "cost"):
        out.append(f"{r['workload']:18} {r['strategy'] or '-':10} "
                   f"{r['lock'] or '-':4} {r['threads']} threads: "
                   f"{r['mean']} {r['unit']}")
    return out + ["rows and verdicts that were not as expected: "
                  f"{records[-1]['count']}"]
