/* SPDX-License-Identifier: MIT */
/*
 * expected.h - the verdict that each scenario should end with.
 */
#ifndef BENCH_EXPECTED_H
#define BENCH_EXPECTED_H

#include "bench/record.h"
#include "mm/strategy.h"

/*
 * What is expected of a scenario with this strategy and lock. A strategy that
 * is not in the table is expected to be safe everywhere.
 */
enum verdict expected_verdict(const char *scenario,
			      const struct kmap_strategy *strategy,
			      bool lock_irq);

#endif
