/* SPDX-License-Identifier: MIT */
/*
 * test_verdict.c - what a row's counts amount to, and when that is what its
 * strategy claims.
 */
#include "job/test.h"
#include "workload/verdict.h"

KERNEL_TEST(the_worst_of_a_row_is_its_verdict, 1)
{
	struct bench_row row = { .na = true };

	EXPECT(row_verdict(&row) == VERDICT_NA);
	row.na = false;
	EXPECT(row_verdict(&row) == VERDICT_SAFE);
	row.lost_wakeups = 1;
	EXPECT(row_verdict(&row) == VERDICT_LOST_WAKEUP);
	row.stale_writes = 1;
	EXPECT(row_verdict(&row) == VERDICT_STALE);
	row.bad_counts = 1;
	EXPECT(row_verdict(&row) == VERDICT_BAD_COUNT);
	row.double_maps = 1;
	EXPECT(row_verdict(&row) == VERDICT_DOUBLE_MAP);
	row.deadlocks = 1;
	EXPECT(row_verdict(&row) == VERDICT_DEADLOCK);
}

static bool as_claimed(u32 claims, bool irq, const struct bench_row *row)
{
	struct kmap_strategy strategy = { .name = "any", .claims = claims };
	struct row_config config = { .strategy = &strategy };

	config.window.lock_irq = irq;
	return row_as_claimed(&config, row);
}

/* All that went wrong counts, not only the worst. */
KERNEL_TEST(a_row_may_only_break_what_nobody_claims, 1)
{
	u32 claims = CLAIM_ALL & ~CLAIM_NO_DEADLOCK_IRQ;
	struct bench_row row = { .deadlocks = 1 };

	EXPECT(as_claimed(claims, true, &row));
	EXPECT(!as_claimed(claims, false, &row));
	row.stale_reads = 1;
	EXPECT(!as_claimed(claims, true, &row));
	EXPECT(as_claimed(claims & ~CLAIM_NO_STALE, true, &row));
	row = (struct bench_row){ .bad_counts = 1 };
	EXPECT(!as_claimed(CLAIM_NO_DOUBLE_MAP, false, &row));
}

/* Workloads keep the rules: no claim is needed for them to be served. */
KERNEL_TEST(no_workload_is_refused_as_claimed, 1)
{
	struct bench_row row = { .refused = 1 };

	EXPECT(row_verdict(&row) == VERDICT_REFUSED);
	EXPECT(!as_claimed(0, false, &row));
}

KERNEL_TEST(baselines_must_not_break_anything, 1)
{
	struct row_config config = { .strategy = NULL };
	struct bench_row row = { .stale_reads = 1 };

	EXPECT(!row_as_claimed(&config, &row));
}
