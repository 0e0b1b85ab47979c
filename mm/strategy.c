/* SPDX-License-Identifier: MIT */
/* strategy.c - see strategy.h */
#include "mm/strategy.h"

REGISTRY(kmap_strategies, struct kmap_strategy, strategy);

static const struct claim claims[] = {
	{ CLAIM_NO_STALE, "no-stale",
	  "an address reaches the page that it was given for" },
	{ CLAIM_NO_DOUBLE_MAP, "no-double-map",
	  "no page gets a second slot, and no count goes wrong" },
	{ CLAIM_NO_LOST_WAKEUP, "no-lost-wakeup",
	  "a thread that sleeps for a slot gets one" },
	{ CLAIM_NO_DEADLOCK, "no-deadlock",
	  "with lock=spin, CPUs do not wait for each other for ever" },
	{ CLAIM_NO_DEADLOCK_IRQ, "no-deadlock-irq",
	  "with lock=irq, CPUs do not wait for each other for ever" },
	{ CLAIM_ANY_CPU, "any-cpu",
	  "an address is good on any CPU, not only on the one that asked" },
};

unsigned int claim_count(void)
{
	return ARRAY_SIZE(claims);
}

const struct claim *claim_at(unsigned int index)
{
	return &claims[index];
}
