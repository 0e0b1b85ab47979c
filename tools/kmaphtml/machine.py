# SPDX-License-Identifier: MIT
"""machine.py - what was run on what, and the command that repeats it."""
from kmapreport import ending, platforms
from kmaphtml.markup import code, element, paragraph, table
from kmaphtml.sources import Section

FIELDS = {"kernel": "kernel (SHA-256)", "compiler": "compiler",
          "emulator": "emulator"}


def facts(run):
    """[(what, value)] of one run."""
    said, env = run.last("run"), run.env
    if said:
        yield "repeat it", code(said["command"])
        for name, title in FIELDS.items():
            if said[name]:
                yield title, said[name]
        yield "memory", f"{said['mem_mib']} MiB"
        yield "kernel parameters", code(" ".join(said["args"]) or "none")
    if env:
        yield "kernel version", env["version"]
        yield "CPUs", f"{env['cpus']}, {env['cpus_advance']}"
        yield "processor", " ".join((env["vendor"], env["model"])).strip()
        yield "window", f"{env['slots']} slots, direct map of " \
            f"{env['directmap']} pages"
        yield "same in every run", "yes" if env["repeatable"] else "no"
    yield "end", ending.end_text(run)


def part(run):
    """One run."""
    return [element("h3", run.platform),
            paragraph(" ".join(platforms.heading(run))),
            table(["what", "value"], facts(run), f"The run on {run.platform}",
                  class_="text")]


def section(sources):
    """All runs."""
    return Section("environment", "Environment, and how to repeat it", [
        paragraph(f"Made from {sources.path}."),
        *(piece for run in sources.results.runs for piece in part(run))])
