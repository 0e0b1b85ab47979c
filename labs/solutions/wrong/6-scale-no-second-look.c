/* SPDX-License-Identifier: MIT */
/*
 * Wrong: a page is pinned, but not looked at again: the slot may be another
 * page's by then.
 * Loses: right irq hit1 miss1 hit8 miss8
 */
#include "labs/6-scale/mine.h"
#include "smp/point.h"

/* Make this flush's slots free: all CPUs have flushed them. Lock held. */
static void publish(const struct pkmap_zeroed *zeroed)
{
	int flushed = pkmap_mark(zeroed->first);

	for (unsigned int nr = zeroed->first; nr <= zeroed->last; nr++)
		if (READ_ONCE(pkmap_count[nr].value) == flushed)
			WRITE_ONCE(pkmap_count[nr].value, 0);
}

static enum reclaim_result recycle(void)
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
	pkmap_wake_all();
	return RECLAIM_LOOK_AGAIN;
}

/* Has a slot become unused, or free, before the thread queued up? */
static bool slot_turned_up(unsigned int color)
{
	for (unsigned int nr = color; nr < LAST_PKMAP;
	     nr += pkmap_config.colors) {
		int count = READ_ONCE(pkmap_count[nr].value);

		if (count == 0 || count == 1)
			return true;
	}
	return false;
}

static bool unpin_slot(unsigned int nr)
{
	return fetch_add(pkmap_count[nr].value, -1) == 2;
}

static bool unpin(struct page *page)
{
	return unpin_slot(PKMAP_NR(READ_ONCE(page->kmap_address)));
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

/* Pin first; then look whether the slot is still the page's. */
static void *pin(struct page *page)
{
	unsigned long vaddr = READ_ONCE(page->kmap_address);

	if (!vaddr || !pin_slot(PKMAP_NR(vaddr)))
		return NULL;
	return (void *)vaddr;
}

const struct kmap_strategy mine = {
	.name = "mine",
	.title = "the student's",
	.order = 1000,
	.claims = CLAIM_ALL,
	.flush_all_zero_pkmaps = recycle,
	.slot_turned_up = slot_turned_up,
	.pin_unlocked = pin,
	.unpin_unlocked = unpin,
};
