/* SPDX-License-Identifier: MIT */
/*
 * held.c - the code as Linux has it: the lock is held around the shootdown.
 *
 * Nobody can look at a slot between its being zeroed and its being flushed, so
 * count 0 means what it says. The price: the lock is held while every other CPU
 * is waited for. And a CPU that spins on the lock with interrupts off can not
 * acknowledge: with lock=irq two threads deadlock.
 *
 * Invariants: those of mm/pkmap.h.
 *
 * Claims: everything, but with lock=irq that there is no deadlock. The address
 * is good on any CPU.
 * Prior art: Linux 2.3 to date, mm/highmem.c.
 */
#include "mm/strategy.h"

#include "smp/point.h"

static enum reclaim_result held_flush(void)
{
	if (pkmap_zero_unused(0).count > 0) {
		POINT(pkmap_unflushed, 0);
		pkmap_flush_window();
		POINT(pkmap_flushed, 0);
	}
	return RECLAIM_GO_ON;
}

static const struct kmap_strategy held = {
	.name = "held",
	.title = "lock held around the shootdown (Linux before the patch)",
	.order = 10,
	.claims = CLAIM_ALL & ~CLAIM_NO_DEADLOCK_IRQ,
	.flush_all_zero_pkmaps = held_flush,
};

KMAP_STRATEGY(held);
