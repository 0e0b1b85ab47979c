/* SPDX-License-Identifier: MIT */
/*
 * scenario.h - the interleavings that matter, forced one by one.
 */
#ifndef SCENARIO_SCENARIO_H
#define SCENARIO_SCENARIO_H

#include "lib/registry.h"
#include "mm/lockform.h"
#include "scenario/stage.h"

enum scenario_callers {
	KEEP_RULES, /* those of mm/highmem.h */
	BREAK_RULES /* no claim is about these callers */
};

enum scenario_addresses {
	OWN_CPU, /* are used only on the CPU that asked for them */
	ANY_CPU  /* are handed to other CPUs: CLAIM_ANY_CPU */
};

struct scenario {
	const char *name;
	const char *title; /* the question that its verdict answers: one line */
	/* Who calls, and which addresses go to whom: in words, and in the form
	 * that scenario/expected.c needs. */
	const char *contract;
	enum scenario_callers callers;
	enum scenario_addresses addresses;
	enum verdict shows; /* the defect that it looks for */
	unsigned int order; /* place in lists */
	unsigned int cpus;  /* one for each actor */
	u32 locks;          /* LOCK_ bits that it can be played with */
	/*
	 * The play. In a control (stage->control) the same hooks are in place
	 * but the defect is not: it must be safe with every strategy.
	 */
	void (*play)(struct stage *stage);
};

#define SCENARIO(variable) REGISTER(scenarios, struct scenario, variable)

/* The registry, in the order they are played. */
unsigned int scenario_count(void);
const struct scenario *scenario_at(unsigned int index);

/*
 * Play it and its control with this strategy and lock, and write the record. A
 * verdict or a control that is not as expected counts as failed. If one of the
 * two is safe, but has not come to its point or looked at an address as the
 * other one has, that is a timeout. From a thread on CPU 0; some 50 ms, 2 s at
 * most. Returns the verdict.
 */
enum verdict scenario_run(const struct scenario *scenario,
			  const struct kmap_strategy *strategy, bool lock_irq);

#endif
