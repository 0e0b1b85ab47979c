/* SPDX-License-Identifier: MIT */
/*
 * expected.h - the verdict that each scenario should end with. It follows from
 * what the strategy claims; where it does not, there is a reason.
 */
#ifndef SCENARIO_EXPECTED_H
#define SCENARIO_EXPECTED_H

#include "scenario/scenario.h"

struct expectation {
	enum verdict verdict;
	const char *why; /* it is not what the claims say; else NULL */
};

/* Of this scenario with this strategy and lock. Pure; any context. */
struct expectation expected_verdict(const struct scenario *scenario,
				    const struct kmap_strategy *strategy,
				    bool lock_irq);

#endif
