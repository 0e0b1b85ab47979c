/* SPDX-License-Identifier: MIT */
/*
 * expected.c - see expected.h. docs/strategies.md has the same table, and a
 * test that compares the two.
 */
#include "scenario/expected.h"

#include "lib/string.h"

enum lock { SPIN, IRQ, NR_LOCKS };

#define SAFE       VERDICT_SAFE
#define STALE      VERDICT_STALE
#define DOUBLE_MAP VERDICT_DOUBLE_MAP
#define DEADLOCK   VERDICT_DEADLOCK
#define IRQ_STATE  VERDICT_IRQ_STATE
#define EXHAUSTED  VERDICT_WINDOW_EXHAUSTED
#define NA         VERDICT_NA

struct expectation {
	const char *scenario;
	enum verdict verdict[NR_LOCKS]; /* lock=spin, lock=irq */
};

#define MAX_EXPECTATIONS 12

struct column {
	const char *strategy;
	struct expectation row[MAX_EXPECTATIONS];
};

/* clang-format off */
static const struct column table[] = {
	/* With lock=irq, whoever comes for the lock during the flush waits for
	 * it with interrupts off: a deadlock, whatever else was to be shown. */
	{ "held", {
		{ "irq-deadlock",      { SAFE,       DEADLOCK   } },
		{ "stale-own",         { SAFE,       DEADLOCK   } },
		{ "stale-third",       { SAFE,       DEADLOCK   } },
		{ "blind-flusher",     { SAFE,       DEADLOCK   } },
		{ "double-map",        { SAFE,       SAFE       } },
		{ "lost-wakeup",       { SAFE,       SAFE       } },
		{ "irq-state",         { SAFE,       IRQ_STATE  } },
		{ "wrong-caller",      { DEADLOCK,   DEADLOCK   } },
		{ "wrong-caller-lock", { DEADLOCK,   DEADLOCK   } },
		{ "outer-lock",        { NA,         DEADLOCK   } },
		{ "mail-ab",           { SAFE,       DEADLOCK   } },
	} },
	/* With lock=irq, dropping the lock turns a wrong caller's interrupts
	 * on: no deadlock then, but not what the caller wanted either. */
	{ "dropped", {
		{ "irq-deadlock",      { SAFE,       SAFE       } },
		{ "stale-own",         { STALE,      STALE      } },
		{ "stale-third",       { STALE,      STALE      } },
		{ "blind-flusher",     { STALE,      STALE      } },
		{ "double-map",        { DOUBLE_MAP, DOUBLE_MAP } },
		{ "lost-wakeup",       { EXHAUSTED,  EXHAUSTED  } },
		{ "irq-state",         { SAFE,       IRQ_STATE  } },
		{ "wrong-caller",      { DEADLOCK,   IRQ_STATE  } },
		{ "wrong-caller-lock", { DEADLOCK,   DEADLOCK   } },
		{ "outer-lock",        { NA,         SAFE       } },
		{ "mail-ab",           { STALE,      STALE      } },
	} },
	/* Half of the patch's defects: those that a second look can see. */
	{ "recheck", {
		{ "irq-deadlock",      { SAFE,       SAFE       } },
		{ "stale-own",         { STALE,      STALE      } },
		{ "stale-third",       { STALE,      STALE      } },
		{ "blind-flusher",     { STALE,      STALE      } },
		{ "double-map",        { SAFE,       SAFE       } },
		{ "lost-wakeup",       { EXHAUSTED,  EXHAUSTED  } },
		{ "irq-state",         { SAFE,       IRQ_STATE  } },
		{ "wrong-caller",      { DEADLOCK,   IRQ_STATE  } },
		{ "wrong-caller-lock", { DEADLOCK,   DEADLOCK   } },
		{ "outer-lock",        { NA,         SAFE       } },
		{ "mail-ab",           { STALE,      STALE      } },
	} },
	/* Waits for other CPUs, so a wrong caller deadlocks. */
	{ "quarantine", {
		{ "irq-deadlock",      { SAFE,       SAFE       } },
		{ "stale-own",         { SAFE,       SAFE       } },
		{ "stale-third",       { SAFE,       SAFE       } },
		{ "blind-flusher",     { SAFE,       SAFE       } },
		{ "double-map",        { SAFE,       SAFE       } },
		{ "lost-wakeup",       { SAFE,       SAFE       } },
		{ "irq-state",         { SAFE,       IRQ_STATE  } },
		{ "wrong-caller",      { DEADLOCK,   IRQ_STATE  } },
		{ "wrong-caller-lock", { DEADLOCK,   DEADLOCK   } },
		{ "outer-lock",        { NA,         SAFE       } },
		{ "mail-ab",           { SAFE,       SAFE       } },
	} },
	/* Waits, but whoever it waits for answers: forgives every wrong caller
	 * but for the interrupts that lock=irq turns on. */
	{ "polled", {
		{ "irq-deadlock",      { SAFE,       SAFE       } },
		{ "stale-own",         { SAFE,       SAFE       } },
		{ "stale-third",       { SAFE,       SAFE       } },
		{ "blind-flusher",     { SAFE,       SAFE       } },
		{ "double-map",        { SAFE,       SAFE       } },
		{ "lost-wakeup",       { SAFE,       SAFE       } },
		{ "irq-state",         { SAFE,       IRQ_STATE  } },
		{ "wrong-caller",      { SAFE,       IRQ_STATE  } },
		{ "wrong-caller-lock", { SAFE,       SAFE       } },
		{ "outer-lock",        { NA,         SAFE       } },
		{ "mail-ab",           { SAFE,       SAFE       } },
	} },
	/* Waits asleep, which a wrong caller cannot: it gets no address. */
	{ "epoch", {
		{ "irq-deadlock",      { SAFE,       SAFE       } },
		{ "stale-own",         { SAFE,       SAFE       } },
		{ "stale-third",       { SAFE,       SAFE       } },
		{ "blind-flusher",     { SAFE,       SAFE       } },
		{ "double-map",        { SAFE,       SAFE       } },
		{ "lost-wakeup",       { SAFE,       SAFE       } },
		{ "irq-state",         { SAFE,       IRQ_STATE  } },
		{ "wrong-caller",      { EXHAUSTED,  IRQ_STATE  } },
		{ "wrong-caller-lock", { EXHAUSTED,  EXHAUSTED  } },
		{ "outer-lock",        { NA,         SAFE       } },
		{ "mail-ab",           { SAFE,       SAFE       } },
	} },
	/* The address is for one CPU only: stale-third is what handing it to
	 * another one gets. */
	{ "cpumask", {
		{ "irq-deadlock",      { SAFE,       SAFE       } },
		{ "stale-own",         { SAFE,       SAFE       } },
		{ "stale-third",       { STALE,      STALE      } },
		{ "blind-flusher",     { SAFE,       SAFE       } },
		{ "double-map",        { SAFE,       SAFE       } },
		{ "lost-wakeup",       { SAFE,       SAFE       } },
		{ "irq-state",         { SAFE,       IRQ_STATE  } },
		{ "wrong-caller",      { SAFE,       IRQ_STATE  } },
		{ "wrong-caller-lock", { SAFE,       SAFE       } },
		{ "outer-lock",        { NA,         SAFE       } },
		{ "mail-ab",           { SAFE,       SAFE       } },
	} },
	{ "lockless", {
		{ "irq-deadlock",      { SAFE,       SAFE       } },
		{ "stale-own",         { SAFE,       SAFE       } },
		{ "stale-third",       { SAFE,       SAFE       } },
		{ "blind-flusher",     { SAFE,       SAFE       } },
		{ "double-map",        { SAFE,       SAFE       } },
		{ "lost-wakeup",       { SAFE,       SAFE       } },
		{ "irq-state",         { SAFE,       IRQ_STATE  } },
		{ "wrong-caller",      { DEADLOCK,   IRQ_STATE  } },
		{ "wrong-caller-lock", { DEADLOCK,   DEADLOCK   } },
		{ "outer-lock",        { NA,         SAFE       } },
		{ "mail-ab",           { SAFE,       SAFE       } },
	} },
};
/* clang-format on */

static const struct expectation *find_row(const char *scenario,
					  const char *strategy)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(table); i++) {
		if (strcmp(table[i].strategy, strategy) != 0)
			continue;
		for (int j = 0; j < MAX_EXPECTATIONS; j++) {
			const struct expectation *row = &table[i].row[j];

			if (row->scenario &&
			    strcmp(row->scenario, scenario) == 0)
				return row;
		}
	}
	return NULL;
}

bool expected_verdict(const char *scenario,
		      const struct kmap_strategy *strategy, bool lock_irq,
		      enum verdict *expected)
{
	const struct expectation *row = find_row(scenario, strategy->name);

	*expected = row ? row->verdict[lock_irq ? IRQ : SPIN] : VERDICT_NA;
	return row != NULL;
}
