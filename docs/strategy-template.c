/* SPDX-License-Identifier: MIT */
/*
 * strategy-template.c - a strategy of your own, to begin with. It is right as
 * it stands: it recycles the window as Linux does, with the lock held.
 *
 *	cp docs/strategy-template.c mine.c
 *	make try STRATEGY=mine
 *
 * Then change it, and try it again. docs/strategies.md, "A strategy of your
 * own", has the steps; mm/strategy.h has the contract of every hook, and
 * mm/pkmap.h what a strategy may call, the states of a slot, and the invariants
 * I1 to I6. Nothing but these headers, and those in smp/, is needed; there is
 * no libc. What CPUs share is declared SHARED(type), and accessed by
 * READ_ONCE() and WRITE_ONCE() (arch/shared.h).
 */
#include "mm/strategy.h"

#include "smp/point.h"

/*
 * kmap_high() has looked at every slot and found none that is free (count 0).
 * Make some free. kmap_lock is held at call and return; it may be released in
 * between, and then this returns RECLAIM_LOOK_AGAIN.
 *
 * What is to be kept: when a slot's count becomes 0, no CPU's TLB may hold its
 * address any more (I1).
 */
static enum reclaim_result mine_flush(void)
{
	/* Unmap all slots that nobody uses (count 1). From here on their count
	 * is 0, so another CPU could take one, if it could get the lock.
	 * pkmap_mark_unused() makes the count negative instead. */
	struct pkmap_zeroed zeroed = pkmap_zero_unused(0);

	if (zeroed.count == 0)
		return RECLAIM_GO_ON;
	/* The scenarios stop a CPU at this point, where slots are unmapped and
	 * TLBs still hold them, and let other CPUs do what has gone wrong in
	 * other strategies. Leave it out, and they show nothing. */
	POINT(pkmap_unflushed, zeroed.first);
	pkmap_flush_window(); /* on every CPU; waits for all of them */
	/* Likewise, for the controls: now no TLB holds them. */
	POINT(pkmap_flushed, zeroed.first);
	return RECLAIM_GO_ON;
}

/*
 * All other hooks may be left out: reset, take_pte, slot_used, slot_turned_up,
 * pin_unlocked, kmap and kunmap, map_unlocked, quiesce, migrated,
 * spinners_serve. If the lock is released during the flush, slot_turned_up is
 * needed for CLAIM_NO_LOST_WAKEUP: mm/strategy/quarantine.c has the shortest
 * one.
 */
static const struct kmap_strategy mine = {
	.name = "mine", /* as in make try STRATEGY=mine */
	.title = "a strategy of my own: one line for tables",
	.order = 900, /* its place in lists: after the product's */
	/* Claim what you believe. What is claimed is held against it, and what
	 * is not claimed may fail. This one waits for all CPUs with the lock
	 * held, so one that waits for the lock with interrupts off (lock=irq)
	 * cannot answer. */
	.claims = CLAIM_ALL & ~CLAIM_NO_DEADLOCK_IRQ,
	.flush_all_zero_pkmaps = mine_flush,
};

KMAP_STRATEGY(mine);
