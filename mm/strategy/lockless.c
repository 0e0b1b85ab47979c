/* SPDX-License-Identifier: MIT */
/*
 * lockless.c - pages that are mapped are pinned and unpinned without the lock;
 * pages that are not are mapped as in `quarantine`.
 *
 * To pin a page, add 1 to its slot's count, by compare-and-swap, and only while
 * the count is at least 1. Then nobody can recycle the slot. After that, check
 * whether the slot is still this page's: it may have been recycled between the
 * look at the page's address and the pin. If so, undo the pin. That is a
 * complete unpin, since other threads may have gone to sleep for a slot that
 * only our pin kept in use.
 *
 * Invariants, beyond those of mm/pkmap.h and quarantine.c (Q1 to Q3):
 *   L1  a slot leaves the mapped states only from count 1, by compare-and-swap,
 *       before its address and entry are cleared;
 *   L2  a new mapping's entry and address are set before its count;
 *   L3  so a caller that pins a slot, and then still finds the page's address
 *       to be that slot's, has pinned the page's mapping;
 *   L4  unpin changes the count, executes a full barrier, and looks for
 *       sleepers; a sleeper queues up, executes a full barrier, and looks for
 *       unused slots: so one of them sees the other.
 *
 * Claims: everything, with both locks. The address is good on any CPU.
 * Prior art: reference counts that are taken only from above zero (Linux's
 * atomic_inc_not_zero in its page cache and RCU lookups).
 */
#include "mm/strategy/lockless.h"

#include "mm/strategy/quarantine.h"
#include "mm/violation.h"
#include "smp/point.h"

static bool unpin_slot(unsigned int nr)
{
	int count = fetch_add(pkmap_count[nr].value, -1);

	if (count < 2)
		violation(VIOLATION_COUNT, nr, 0, (u32)count,
			  "a slot was unpinned that was not in use");
	return count == 2;
}

bool lockless_unpin(struct page *page)
{
	unsigned long vaddr = READ_ONCE(page->kmap_address);

	if (!vaddr) {
		violation(VIOLATION_COUNT, 0, page_to_pfn(page), 0,
			  "a page was unmapped that was not in use");
		return false;
	}
	return unpin_slot(PKMAP_NR(vaddr));
}

/* Count + 1, if it is at least 1. */
static bool pin_slot(unsigned int nr)
{
	int count = READ_ONCE(pkmap_count[nr].value);

	while (count >= 1) {
		int found = cmpxchg(pkmap_count[nr].value, count, count + 1);

		if (found == count)
			return true;
		count = found;
	}
	return false;
}

/* Undo the pin of a slot that turned out to map another page. */
static void undo_pin(unsigned int nr)
{
	POINT(lockless_undo, nr);
	if (unpin_slot(nr))
		pkmap_wake_all(); /* of whose colour is hard to say now */
}

void *lockless_pin(struct page *page)
{
	unsigned long vaddr = READ_ONCE(page->kmap_address);

	if (!vaddr || !pin_slot(PKMAP_NR(vaddr)))
		return NULL;
	POINT(lockless_pinned, PKMAP_NR(vaddr));
	if (READ_ONCE(page->kmap_address) == vaddr)
		return (void *)vaddr;
	undo_pin(PKMAP_NR(vaddr));
	return NULL;
}

static const struct kmap_strategy lockless = {
	.name = "lockless",
	.title = "mapped pages pinned without the lock; else quarantine",
	.order = 80,
	.claims = CLAIM_ALL,
	.in_batches = true,
	.flush_all_zero_pkmaps = quarantine_flush,
	.pin_unlocked = lockless_pin,
	.unpin_unlocked = lockless_unpin,
	.slot_turned_up = pkmap_slot_turned_up,
};

KMAP_STRATEGY(lockless);
