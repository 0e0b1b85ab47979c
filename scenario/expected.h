/* SPDX-License-Identifier: MIT */
/*
 * expected.h - the verdict that each scenario should end with.
 */
#ifndef SCENARIO_EXPECTED_H
#define SCENARIO_EXPECTED_H

#include "mm/strategy.h"
#include "record/record.h"

/*
 * What is expected of a scenario with this strategy and lock. False, and n/a,
 * if the table does not say: no verdict is as expected then.
 */
bool expected_verdict(const char *scenario,
		      const struct kmap_strategy *strategy, bool lock_irq,
		      enum verdict *expected);

#endif
