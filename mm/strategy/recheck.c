/* SPDX-License-Identifier: MIT */
/*
 * recheck.c - the patch, and a check: after the lock is taken again, the caller
 * looks whether its page has been mapped meanwhile.
 *
 * That cures the double map (D4) and nothing else. Slots still have count 0
 * before they have been flushed (D1 to D3), and a slot that another CPU took
 * and gave back meanwhile still wakes nobody (D7). It is here to show that the
 * patch has more than one defect.
 *
 * Invariants: those of mm/pkmap.h except I1.
 *
 * Claims: no double map, no deadlock. The address may lead anywhere.
 * Source: none; reviewers of the patch could have asked for this.
 */
#include "mm/strategy.h"

#include "smp/point.h"

static enum reclaim_result recheck_flush(void)
{
	if (pkmap_zero_unused(0).count == 0)
		return RECLAIM_GO_ON;
	unlock_kmap();
	POINT(pkmap_unflushed, 0);
	pkmap_flush_window();
	POINT(pkmap_flushed, 0);
	lock_kmap();
	return RECLAIM_LOOK_AGAIN;
}

static const struct kmap_strategy recheck = {
	.name = "recheck",
	.title = "lock dropped, and page_address() checked again",
	.order = 30,
	.claims =
		CLAIM_NO_DOUBLE_MAP | CLAIM_NO_DEADLOCK | CLAIM_NO_DEADLOCK_IRQ,
	.flush_all_zero_pkmaps = recheck_flush,
};

KMAP_STRATEGY(recheck);
