/* SPDX-License-Identifier: MIT */
/*
 * dropped.c - the patch proposed in 2024: the lock is dropped around the
 * shootdown, and nothing else changes.
 *
 * The flusher does not hold the lock while it waits for other CPUs, so there is
 * no deadlock. But between unlock and flush, slots have count 0 although TLBs
 * still hold them. A CPU that takes one of them then reaches the page that was
 * mapped there before (D1, D2). A second flusher finds nothing to zero, so it
 * flushes nothing, and uses them, too (D3). And when the flusher has taken the
 * lock again, it does not look whether another CPU has mapped its page
 * meanwhile: so the page may get a second slot (D4). A slot that was taken and
 * given back meanwhile has woken nobody (D7).
 *
 * Invariants: those of mm/pkmap.h, except I1 (because of D1 to D3) and I2, I4
 * and I5 (because of D4).
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
