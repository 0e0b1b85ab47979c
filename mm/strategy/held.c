/* SPDX-License-Identifier: MIT */
/*
 * held.c - the code of Linux: the lock is held around the shootdown.
 *
 * Nobody can see a slot between its being zeroed and its being flushed, so
 * count 0 means what mm/pkmap.h says. The price: the lock is held while the
 * flusher waits for all other CPUs. And a CPU that spins on the lock with
 * interrupts off cannot acknowledge: with lock=irq two threads can deadlock.
 *
 * Invariants: those of mm/pkmap.h.
 *
 * Claims: everything, except that there is no deadlock with lock=irq. The
 * address is good on any CPU.
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
