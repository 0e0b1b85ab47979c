# SPDX-License-Identifier: MIT
"""catalog.py - what the kernel says of itself: its strategies, workloads,
scenarios and words for verdicts, in its own order.

So no title, claim or contract is typed a second time on the host.
"""


class Catalog:
    """The catalog records of a run, to look things up in."""

    def __init__(self, records):
        self.items = {(r["what"], r["name"]): r for r in records}

    def names(self, what):
        """All strategies, all scenarios..."""
        return [name for kind, name in self.items if kind == what]

    def get(self, what, name, field):
        """A field of an item; None if there is no such item."""
        return self.items.get((what, name), {}).get(field)

    def title(self, what, name):
        return self.get(what, name, "title") or ""

    def claims(self, strategy):
        return self.get("strategy", strategy, "claims") or []

    def word(self, verdict):
        """A verdict as people read it: what went wrong, in capitals."""
        return self.get("verdict", verdict, "screen") or verdict

    def rank(self, verdict):
        """Its place in the kernel's list: of two that went wrong, the one
        with the lower rank is worse."""
        names = self.names("verdict")
        return names.index(verdict) if verdict in names else len(names)

    def baselines(self):
        """The workloads that use no strategy."""
        return [name for name in self.names("workload")
                if self.get("workload", name, "baseline")]
