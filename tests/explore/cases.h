/* SPDX-License-Identifier: MIT */
/*
 * cases.h - small programs for the simulated CPUs, and what the search should
 * find in them, for each strategy and lock.
 */
#ifndef TESTS_EXPLORE_CASES_H
#define TESTS_EXPLORE_CASES_H

#include "mm/strategy.h"
#include "search.h"

struct explore_case {
	const char *name;
	const char *what; /* in a line */
	unsigned int cpus, slots;
	void (*program)(void); /* of every CPU */
	/* Runs before, alone, as CPU 0; nothing in it is a step. May be NULL. */
	void (*before)(void);
	void (*device_handler)(void);
	u8 devices;        /* device interrupts on each CPU */
	u8 ticks;          /* timer ticks on each CPU */
	bool perfect_tlbs; /* only bookkeeping is looked at */
	bool irq_only;     /* only with lock=irq */
	int preemptions;   /* bound for make test; negative: none */
};

unsigned int case_count(void);
const struct explore_case *case_at(unsigned int index);

/* What should be found; FOUND_NOTHING: nothing. *applies: false if the case
 * breaks the strategy's contract, or the lock does not fit. */
enum finding case_expected(const struct explore_case *c,
			   const struct kmap_strategy *strategy, bool irq,
			   bool *applies);

/* Make it the search's target. */
const struct search_target *case_select(const struct explore_case *c,
					const struct kmap_strategy *strategy,
					bool irq);

#endif
