# SPDX-License-Identifier: MIT
"""style.py - the colours of a picture, for light and for dark.

They are of Okabe and Ito's palette, which people with any colour vision can
tell apart; and no meaning is in a colour alone.
"""

LIGHT = {"paper": "#ffffff", "ink": "#1b1f24", "soft": "#57606a",
         "rule": "#d0d7de", "lock": "#0072b2", "wait": "#e69f00",
         "irq": "#cc79a7", "off": "#8c959f", "good": "#007a5a",
         "bad": "#c4320a", "bad-paper": "#fdeae4", "page": "#cfe6f5",
         "stale": "#fbe3b3"}
DARK = {"paper": "#0d1117", "ink": "#e6edf3", "soft": "#9aa4af",
        "rule": "#30363d", "lock": "#56b4e9", "wait": "#e69f00",
        "irq": "#e3a1c5", "off": "#6e7681", "good": "#3fc79a",
        "bad": "#ff8a65", "bad-paper": "#3b1a12", "page": "#163a52",
        "stale": "#5a4310"}

RULES = """
svg.timeline { font-family: "Segoe UI", "Helvetica Neue", "DejaVu Sans",
  Arial, sans-serif; font-size: 13px; }
.timeline text { fill: var(--ink); }
.timeline .title { font-size: 19px; font-weight: 600; }
.timeline .soft { fill: var(--soft); }
.timeline .head { font-weight: 600; font-size: 14px; }
.timeline .small { font-size: 11px; }
.timeline .paper { fill: var(--paper); }
.timeline .lane { stroke: var(--rule); stroke-width: 2; }
.timeline .rule { stroke: var(--rule); stroke-width: 1; }
.timeline .off { fill: var(--off); fill-opacity: .13; }
.timeline .off-line { stroke: var(--off); stroke-width: 1; stroke-opacity: .5; }
.timeline .held { fill: var(--lock); }
.timeline .waits { fill: var(--paper); stroke: var(--wait); stroke-width: 2;
  stroke-dasharray: 4 3; }
.timeline .sleeps { fill: var(--paper); stroke: var(--soft); stroke-width: 1.5;
  stroke-dasharray: 1 3; }
.timeline .handler { fill: var(--irq); }
.timeline .arrow { stroke-width: 2; fill: none; }
.timeline .pending { stroke-dasharray: 2 4; }
.timeline .arrow.interrupt { stroke: var(--irq); }
.timeline .arrow.ack { stroke: var(--good); }
.timeline .arrow.wake { stroke: var(--wait); }
.timeline .tip.interrupt { fill: var(--irq); }
.timeline .tip.ack { fill: var(--good); }
.timeline .tip.wake { fill: var(--wait); }
.timeline .mapped { fill: var(--page); stroke: var(--lock); }
.timeline .free { fill: none; stroke: var(--rule); stroke-dasharray: 3 3; }
.timeline .stale { fill: var(--stale); stroke: var(--bad); }
.timeline .stale-line { stroke: var(--bad); stroke-opacity: .45; }
.timeline .bad { fill: var(--bad); font-weight: 700; }
.timeline .note { fill: var(--bad); }
.timeline .good { fill: var(--good); font-weight: 700; }
.timeline .bad-box { fill: var(--bad-paper); stroke: var(--bad); }
.timeline .good-box { fill: none; stroke: var(--good); }
.timeline .strip { fill: var(--bad-paper); }
"""


def variables(colours):
    """As CSS."""
    return " ".join(f"--{name}: {value};" for name, value in colours.items())


def sheet():
    """The style sheet."""
    return (f"svg.timeline {{ {variables(LIGHT)} }}\n"
            "@media (prefers-color-scheme: dark) { svg.timeline "
            f"{{ {variables(DARK)} }} }}{RULES}")
