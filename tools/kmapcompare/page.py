# SPDX-License-Identifier: MIT
"""page.py - the tables as text and for the documents, and what they are of."""
from kmapcompare import side, table
from kmapfigures import markdown
from kmapreport.layout import line


def tables(results):
    """[(title, heads, lines, note)] of those that have lines."""
    out = [(f"Ticks are {unit}", table.HEADS, table.speed(results, platform),
            []) for platform, unit in table.PLATFORMS.items()]
    out.append(("Pairs in a million instructions of each CPU (Bochs, 8 CPUs)",
                *side.table(results), side.note(results)))
    out.append(("Two threads on 2 CPUs (Bochs; the deadlock: QEMU, icount)",
                table.FOUND, table.patched(results), []))
    return [part for part in out if part[2]]


def columns(heads, lines):
    """The same as columns of text."""
    names = [head.removeprefix(">") for head in heads]
    widths = [max(map(len, column)) * (1 if head.startswith(">") else -1)
              for head, column in zip(heads, zip(names, *lines))]
    return [line(cells, widths) for cells in (names, *lines)]


def environment(results):
    """What ran on what, in a sentence."""
    first = next((run.last("run") for run in results.runs
                  if run.last("run")), None)
    if first is None:
        return "nothing was run"
    return (f"Linux {(table.version(results) or 'Linux ?')[6:]}, "
            f"{first['emulator']}, {first['mem_mib']} MiB of RAM")


def text(results):
    """For a terminal."""
    out = [environment(results)]
    for title, heads, lines, note in tables(results):
        out += ["", f"{title}:", *columns(heads, lines), *note]
    return out + [f"missing: {what}" for what in missing(results)]


def in_document(results):
    """For docs/compare.md."""
    out = [f"{environment(results)}."]
    for title, heads, lines, note in tables(results):
        out += ["", f"{title}:", "", *markdown.table(heads, lines),
                *(["", *note] if note else [])]
    return out


def missing(results):
    """Runs that did not get to what they are for, in words."""
    out = []
    for run in results.runs:
        asked = run.last("run")
        rows = run.of("bench")
        if not rows:
            out.append(f"no row of {asked['platform']}, {asked['cpus']} CPUs, "
                       f"{' '.join(asked['args'])}")
    return out


def stressed(results, name, lock, what):
    """The row of one run under stress; None without one."""
    for run in results.runs:
        args = run.last("run")["args"] if run.last("run") else ()
        if {f"kmap_strategy={name}", f"kmap_lock={lock}",
                f"kmap_run={what}"} <= set(args):
            return next((r for r in run.of("bench")
                         if r["workload"] == "stress"), None)
    return None


def sentence(results):
    """What the patch does to Linux itself; nothing if that was not run."""
    bad = stressed(results, "linux-dropped", "spin", "stress")
    good = stressed(results, "linux", "spin", "stress")
    if not bad or not good:
        return []
    wrong = good["stale_reads"] + good["stale_writes"]
    return [f"**With the patch, real {table.version(results)} reads "
            f"{bad['stale_reads']:,} times from a wrong page and loses "
            f"{bad['stale_writes']:,} writes",
            f"in {bad['ops']:,} maps; without it, {wrong:,} in "
            f"{good['ops']:,}** (`make compare PATCHED=1`)."]
