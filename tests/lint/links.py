# SPDX-License-Identifier: MIT
"""links.py - what the documents point at is there: links, files, functions,
commands, parameters, entries of TRICKS."""
import os
import re

from kmaptest import sources
from kmaptest.project import MAKE as MAKE_COMMAND, ROOT, call, read

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
TOPS = (r"(?:arch|boot|docs|job|labs|lib|mm|oracle|record|scenario|smp|"
        r"tests|tools|workload)")
PATH = re.compile(rf"(?<![\w/.-])({TOPS}/[\w./*-]*\w[\w/]*)")
MAKE = re.compile(r"`(make [^`]+)`")
CALL = re.compile(r"`(\w+)\(\)`")
SETTING = re.compile(r"`([a-z]+)=[^`]*`")
VARIABLE = re.compile(r"(?:^|\s)([A-Z_]+)=(\"[^\"]*\"|\S*)")

# Other people's files and functions that are named.
LINUX_FILES = {"mm/vmalloc.c"}
# Placeholders in what is shown.
NO_PARAMETERS = {"key"}


def documents():
    """Everything written for people."""
    return {name: read(name) for name in sources.all_files()
            if name.endswith(".md") or name == "TRICKS"}


def slug(heading):
    """The anchor of a heading."""
    words = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return words.replace(" ", "-")


def anchors(text):
    return {slug(h) for h in re.findall(r"^#+ (.*)$", text, re.M)}


def bad_links(docs):
    """Links that lead nowhere: `document: target`."""
    out = []
    for name, text in docs.items():
        for target in LINK.findall(text):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            at = os.path.normpath(os.path.join(os.path.dirname(name), path)) \
                if path else name
            if not os.path.exists(os.path.join(ROOT, at)) or (
                    anchor and anchor not in anchors(read(at))):
                out.append(f"{name}: {target}")
    return out


def bad_files(docs):
    """Files that are named and are not there."""
    out = []
    for name, text in docs.items():
        for path in PATH.findall(text):
            path = path.rstrip(".")
            if path in LINUX_FILES or "*" in path or \
                    path.startswith("docs/records/"):
                continue  # a record may be still to come
            if not any(os.path.exists(os.path.join(ROOT, path + tail))
                       for tail in ("", ".c", ".h")):
                out.append(f"{name}: {path}")
    return out


def bad_functions(docs):
    """Functions, `like_this()`, that no source has."""
    code = "\n".join(read(name) for name in
                     sources.with_suffix(".c", ".h", ".S", ".py"))
    return [f"{name}: {function}()" for name, text in docs.items()
            for function in CALL.findall(text)
            if not re.search(rf"\b{function}\b", code)]


def bad_tricks(files, tricks):
    """References to entries of TRICKS that it does not have. A title may be
    broken at the end of a comment's line."""
    titles = set(re.findall(r"^(\S[^\n]*?)(?:  +\S.*)?$", tricks, re.M))
    return [f"{name}: {title}" for name, text in files.items()
            for title in (re.sub(r"\s+(\* )?", " ", found) for found in
                          re.findall(r'TRICKS,\s+(?:\* )?"([^"]+)"', text))
            if title not in titles]


def commands(docs):
    """[(document, command)] for every make command that is shown."""
    out = []
    for name, text in docs.items():
        blocks = "\n".join(re.findall(r"^```sh\n(.*?)^```", text,
                                      re.M | re.S))
        shown = MAKE.findall(text) + re.findall(r"^(make.*)$", blocks, re.M)
        out += [(name, " ".join(command.split())) for command in shown]
    return out


def known():
    """(targets, variables, kernel parameters)"""
    said = call([*MAKE_COMMAND, "help"]).stdout
    targets, _, variables = said.partition("Variables:")
    return (set(re.findall(r"^  ([a-z-]+)  ", targets, re.M)),
            set(re.findall(r"([A-Z_0-9]+)=", variables)),
            {key.rstrip("=") for key in re.findall(
                r'^\t(?:\[\w+\] = )?\{ "([a-z]+=?)", parse_',
                read("job/params.c"), re.M)})


def bad_command(command, targets, variables, parameters):
    """What is wrong with `make ...`, or nothing."""
    words = re.sub(VARIABLE, " ", command).split()[1:]
    wrong = [word for word in words if word not in targets and
             word != "TARGET"]
    for key, value in VARIABLE.findall(command):
        if key not in variables | {"RECORD", "FILE", "T", "MINUTES", "DEEP"}:
            wrong.append(key + "=")
        if key == "ARGS":
            wrong += [word for word in value.strip('"').split()
                      if word.partition("=")[0] not in parameters]
    return " ".join(wrong)
