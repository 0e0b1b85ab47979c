/* SPDX-License-Identifier: MIT */
/* verdict.c - see verdict.h */
#include "record/verdict.h"

static const struct {
	const char *name, *screen, *title;
} verdicts[NR_VERDICTS] = {
	/* clang-format off */
	[VERDICT_SAFE] = { "safe", "safe",
		"nothing went wrong" },
	[VERDICT_STALE] = { "stale", "STALE",
		"an access reached another page than it should" },
	[VERDICT_DOUBLE_MAP] = { "double-map", "DOUBLE MAP",
		"a page has two slots" },
	[VERDICT_BAD_COUNT] = { "bad-count", "BAD COUNT",
		"a slot's count, its entry and its page's address disagree" },
	[VERDICT_DEADLOCK] = { "deadlock", "DEADLOCK",
		"CPUs wait for each other" },
	[VERDICT_LOST_WAKEUP] = { "lost-wakeup", "LOST WAKEUP",
		"a thread sleeps, and nobody is left to wake it" },
	[VERDICT_IRQ_STATE] = { "irq-state", "IRQ STATE",
		"interrupts are not as the caller had them" },
	[VERDICT_REFUSED] = { "refused", "REFUSED",
		"a caller that must not sleep got no address" },
	[VERDICT_LIVELOCK] = { "livelock", "LIVELOCK",
		"steps that change nothing can go on for ever" },
	[VERDICT_TIMEOUT] = { "timeout", "TIMEOUT",
		"what was to be forced did not come about" },
	[VERDICT_NA] = { "n/a", "n/a",
		"not possible here" },
	/* clang-format on */
};

const char *verdict_name(enum verdict verdict)
{
	return verdicts[verdict].name;
}

const char *verdict_screen(enum verdict verdict)
{
	return verdicts[verdict].screen;
}

const char *verdict_title(enum verdict verdict)
{
	return verdicts[verdict].title;
}
