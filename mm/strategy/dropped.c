/* SPDX-License-Identifier: MIT */
/*
 * dropped.c - the patch proposed in 2024: the lock is dropped around the
 * shootdown, and nothing else changes.
 *
 * Nobody waits for the lock while others are waited for, so nobody deadlocks.
 * But between unlock and flush, slots have count 0 although TLBs still hold
 * them. Whoever takes one meanwhile reaches the page that was mapped before
 * (D1, D2); a second flusher finds nothing to zero, so flushes nothing, and
 * uses them too (D3). And after the lock is taken again, nobody looks whether
 * the page has been mapped by somebody else: it is mapped twice (D4).
 *
 * Invariants: of those of mm/pkmap.h, I1 (D1 to D3), I2, I4 and I5 (D4) do not
 * hold.
 *
 * Claims: no deadlock. The address may lead anywhere.
 * Source: linux-mm, 2024, v1 to v4 of "mm: Give kmap_lock before call
 * flush_tlb_kernel_rang, avoid kmap_high deadlock".
 */
#include "mm/strategy.h"

#include "smp/point.h"

static enum reclaim_result dropped_flush(void)
{
	if (pkmap_zero_unused(0).count > 0) {
		unlock_kmap();
		POINT(pkmap_unflushed, 0);
		pkmap_flush_window();
		POINT(pkmap_flushed, 0);
		lock_kmap();
	}
	return RECLAIM_GO_ON;
}

static const struct kmap_strategy dropped = {
	.name = "dropped",
	.title = "lock dropped around the shootdown (the patch of 2024)",
	.order = 20,
	.claims = CLAIM_NO_DEADLOCK | CLAIM_NO_DEADLOCK_IRQ,
	.flush_all_zero_pkmaps = dropped_flush,
};

KMAP_STRATEGY(dropped);
