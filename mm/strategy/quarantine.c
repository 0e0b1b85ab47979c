/* SPDX-License-Identifier: MIT */
/*
 * quarantine.c - the lock is dropped around the shootdown, and the slots that
 * are being flushed are not free until that has ended.
 *
 * A flush marks the slots that it zeroes as its own (by a negative count),
 * drops the lock, flushes the slots on every CPU, takes the lock again, and
 * only then makes exactly those slots free, and wakes the threads that sleep
 * for one. So nobody waits for an acknowledgement with the lock held, and
 * nobody can take a slot while a TLB may still hold its old translation.
 *
 * Invariants, beyond those of mm/pkmap.h:
 *   Q1  count -1 - s: zeroed by the flush whose first slot is s, which has not
 *       finished;
 *   Q2  no two flushes in progress have the same mark: each has marked the slot
 *       that its mark is made of, until it makes all its slots free under the
 *       lock. So there may be any number of flushes, also of threads that take
 *       turns on a CPU or move between CPUs;
 *   Q3  only the flush that marked a slot makes it free, and only after every
 *       CPU has flushed it;
 *   Q4  a thread that is about to sleep looks once more at the slots of its
 *       colour: while it flushed those of other colours, the lock was free, and
 *       a CPU that gave one back had nobody to wake (tests/explore, case
 *       colors).
 *
 * Claims: everything, with both locks. The address is good on any CPU.
 * Prior art: Linux's lazy vmap purge (mm/vmalloc.c), which frees areas after a
 * flush; Solaris' and FreeBSD's quarantined kernel virtual addresses.
 */
#include "mm/strategy/quarantine.h"

#include "mm/violation.h"
#include "smp/point.h"

/* Make this flush's slots free: all CPUs have flushed them. Lock held. */
static void publish(const struct pkmap_zeroed *zeroed)
{
	int mine = pkmap_mark(zeroed->first);
	unsigned int published = 0;

	for (unsigned int nr = zeroed->first; nr <= zeroed->last; nr++) {
		if (READ_ONCE(pkmap_count[nr].value) != mine)
			continue;
		WRITE_ONCE(pkmap_count[nr].value, 0);
		published++;
	}
	if (published != zeroed->count) /* Q2, Q3 */
		violation(VIOLATION_COUNT, zeroed->first, published,
			  zeroed->count,
			  "a flush made another number of slots free than it "
			  "had zeroed");
}

enum reclaim_result quarantine_flush(void)
{
	struct pkmap_zeroed zeroed = pkmap_mark_unused();

	if (zeroed.count == 0)
		return RECLAIM_GO_ON;
	unlock_kmap();
	POINT(pkmap_unflushed, zeroed.first);
	pkmap_flush_slots(&zeroed);
	POINT(pkmap_flushed, zeroed.first);
	lock_kmap();
	publish(&zeroed);
	/* Threads that found only slots in quarantine sleep until now. */
	pkmap_wake_all();
	return RECLAIM_LOOK_AGAIN;
}

static const struct kmap_strategy quarantine = {
	.name = "quarantine",
	.title = "lock dropped, slots not used until they are flushed",
	.order = 40,
	.claims = CLAIM_ALL,
	.in_batches = true,
	.flush_all_zero_pkmaps = quarantine_flush,
	.slot_turned_up = pkmap_slot_turned_up,
};

KMAP_STRATEGY(quarantine);
