/* SPDX-License-Identifier: MIT */
/*
 * polled.c - the lock is held around the shootdown, as in `held`, but a CPU
 * that spins with interrupts off looks for shootdowns itself, and serves them.
 *
 * That must hold for every lock, and for every wait with interrupts off, not
 * for kmap_lock alone. Otherwise: A holds kmap_lock and waits for D; D spins on
 * another lock L, with interrupts off, and does not poll; C holds L with
 * interrupts off, and polls while it waits for kmap_lock. So polling is a
 * property of the spin loop (spin_poll() in smp/spinlock.c), which this
 * strategy turns on. A CPU that polls flushes and acknowledges. It does not
 * serve cross calls, because those may take locks.
 *
 * Invariants: those of mm/pkmap.h; and
 *   P1  a CPU that spins with interrupts off answers shootdowns meanwhile, and
 *       anything else that runs with interrupts off ends by itself.
 *
 * Claims: everything, with both locks. The address is good on any CPU. The lock
 * is still held for the whole shootdown.
 * Prior art: Mach's shootdown, whose initiators serve each other's requests
 * while they wait (Black et al. 1989); seL4's kernel lock, which serves IPIs.
 */
#include "mm/strategy.h"

#include "smp/point.h"

static enum reclaim_result polled_flush(void)
{
	if (pkmap_zero_unused(0).count > 0) {
		POINT(pkmap_unflushed, 0);
		pkmap_flush_window();
		POINT(pkmap_flushed, 0);
	}
	return RECLAIM_GO_ON;
}

static const struct kmap_strategy polled = {
	.name = "polled",
	.title = "lock held, but spinning CPUs serve shootdowns",
	.order = 50,
	.claims = CLAIM_ALL,
	.spinners_serve = true,
	.in_batches = true,
	.flush_all_zero_pkmaps = polled_flush,
	.slot_turned_up = pkmap_slot_turned_up,
};

KMAP_STRATEGY(polled);
