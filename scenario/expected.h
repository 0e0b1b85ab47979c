/* SPDX-License-Identifier: MIT */
/*
 * expected.h - the verdict that each scenario should end with. It follows from
 * what the strategy claims. Each exception has a reason.
 */
#ifndef SCENARIO_EXPECTED_H
#define SCENARIO_EXPECTED_H

#include "scenario/scenario.h"

struct expectation {
	enum verdict verdict;
	const char *why; /* why it does not follow from the claims; or NULL */
};

/* Of this scenario with this strategy and lock. Pure; any context. */
struct expectation expected_verdict(const struct scenario *scenario,
				    const struct kmap_strategy *strategy,
				    bool lock_irq);

#endif
