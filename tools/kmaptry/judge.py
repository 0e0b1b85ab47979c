# SPDX-License-Identifier: MIT
"""judge.py - what a check's verdict means for what a strategy claims. No table
of expectations is needed."""
from dataclasses import dataclass

SAFE, NA, TIMEOUT = "safe", "n/a", "timeout"

# As record/claims.c has it; a test compares. No claim is about anything else:
# it must not happen to callers that keep the rules.
AGAINST = {"stale": "no-stale", "double-map": "no-double-map",
           "bad-count": "no-double-map", "lost-wakeup": "no-lost-wakeup",
           "deadlock": "no-deadlock"}


@dataclass(frozen=True)
class Row:
    """What one check has to say."""
    check: str    # "explorer"...
    name: str     # of the row
    failed: bool  # a claim is not kept
    silent: bool  # it has shown nothing, neither good nor bad
    words: str    # why


def claim_against(verdict, lock):
    """The claim that this does not happen; None if no claim is about it."""
    claim = AGAINST.get(verdict)
    return f"{claim}-irq" if claim == "no-deadlock" and lock == "irq" else claim


def breaks(verdict, lock, claims):
    """Whether what was found contradicts a claim, or must never happen."""
    if verdict in (SAFE, NA, TIMEOUT):
        return False
    claim = claim_against(verdict, lock)
    return claim is None or claim in claims


def explored(record, words, claims):
    """A search. What a case shows although all claims are kept (an address on
    another CPU, a caller that breaks the rules) is what is expected of it."""
    found = record["verdict"]
    name = f"{record['case']} {record['lock']}"
    if found == SAFE:
        return Row("explorer", name, False, not record["complete"],
                   "the search gave up before it had seen all")
    failed = found != record["expected"] and (
        record["expected"] == SAFE or breaks(found, record["lock"], claims))
    return Row("explorer", name, failed, False, words)


def played(record, catalog, claims):
    """A scenario. Of callers that break the rules nothing is claimed, nor of
    an address on another CPU without any-cpu."""
    about = {field: catalog.get("scenario", record["name"], field)
             for field in ("callers", "addresses")}
    name = f"{record['name']} {record['lock']}"
    detail = record["detail"] or ""
    if TIMEOUT in (record["verdict"], record["control"]):
        return Row("scenarios", name, False, True, detail)
    judged = about["callers"] == "keep-rules" and not (
        about["addresses"] == "any-cpu" and "any-cpu" not in claims)
    failed = judged and (
        breaks(record["verdict"], record["lock"], claims)
        or breaks(record["control"], record["lock"], claims))
    return Row("scenarios", name, failed, False,
               f"{catalog.word(record['verdict'])}: {detail}")


def ran(check, record, catalog, claims):
    """A row of the benchmark, or of stress."""
    name = f"{record['workload']} {record['lock']}, " \
        f"{record['threads']} threads, " + (
            f"seed {record['seed']}" if check == "stress" else
            f"accounting={record['accounting']}")
    return Row(check, name,
               breaks(record["verdict"], record["lock"], claims), False,
               f"{catalog.word(record['verdict'])}: {record['reason']}")
