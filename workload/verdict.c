/* SPDX-License-Identifier: MIT */
/* verdict.c - see verdict.h */
#include "workload/verdict.h"

#include "record/claims.h"

/* A cause comes before what may follow from it. */
static const enum verdict causes_first[] = {
	VERDICT_DEADLOCK, VERDICT_DOUBLE_MAP,  VERDICT_BAD_COUNT,
	VERDICT_STALE,    VERDICT_LOST_WAKEUP, VERDICT_REFUSED,
};

static u64 count_of(const struct bench_row *row, enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_DEADLOCK:
		return row->deadlocks;
	case VERDICT_DOUBLE_MAP:
		return row->double_maps;
	case VERDICT_BAD_COUNT:
		return row->bad_counts;
	case VERDICT_STALE:
		return row->stale_reads + row->stale_writes;
	case VERDICT_LOST_WAKEUP:
		return row->lost_wakeups;
	case VERDICT_REFUSED:
		return row->refused;
	default:
		return 0;
	}
}

enum verdict row_verdict(const struct bench_row *row)
{
	if (row->na)
		return VERDICT_NA;
	for (unsigned int i = 0; i < ARRAY_SIZE(causes_first); i++)
		if (count_of(row, causes_first[i]))
			return causes_first[i];
	return VERDICT_SAFE;
}

bool row_as_claimed(const struct row_config *config,
		    const struct bench_row *row)
{
	u32 claims = config->strategy ? config->strategy->claims : CLAIM_ALL;

	for (unsigned int i = 0; i < ARRAY_SIZE(causes_first); i++) {
		u32 claim =
			claim_against(causes_first[i], config->window.lock_irq);

		/* Workloads keep the rules: what no claim is about, must not
		 * happen to them. */
		if (count_of(row, causes_first[i]) &&
		    (!claim || claims & claim))
			return false;
	}
	return true;
}
