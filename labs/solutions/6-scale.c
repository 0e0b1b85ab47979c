/* SPDX-License-Identifier: MIT */
/*
 * 6-scale.c - lab 6: a solution. Pages that are mapped are pinned without the
 * lock. Slots that are being flushed have a count that nobody can pin.
 */
#include "labs/6-scale/mine.h"
#include "mm/highmem_paths.h"
#include "mm/window_wait.h"
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

/* Take back a pin, of a slot that turned out to map another page. */
static void undo(struct pkmap_slot_count *slot)
{
	if (fetch_add(slot->value, -1) == 2)
		pkmap_wake_all();
}

/* Count + 1, if it is at least `least`; then look whether the slot is still the
 * page's. NULL: it was not pinned. */
static inline void *pin_above(struct page *page, int least)
{
	unsigned long vaddr = READ_ONCE(page->kmap_address);
	struct pkmap_slot_count *slot = pkmap_count_at(pkmap_count_key(vaddr));
	int count;

	if (!vaddr)
		return NULL;
	do {
		count = READ_ONCE(slot->value);
		if (count < least)
			return NULL;
	} while (!try_cmpxchg(slot->value, count, count + 1));
	if (READ_ONCE(page->kmap_address) == vaddr)
		return (void *)vaddr;
	undo(slot);
	return NULL;
}

static void *pin(struct page *page)
{
	return pin_above(page, 1);
}

static void *map(struct page *page)
{
	void *vaddr = pin_above(page, READ_ONCE(window_starving.least));

	return vaddr ? vaddr : kmap_locked(page);
}

static void unmap(struct page *page)
{
	unsigned long vaddr = READ_ONCE(page->kmap_address);
	int was = fetch_add(pkmap_count_at(pkmap_count_key(vaddr))->value, -1);

	if (was < 2 || READ_ONCE(window_sleepers.count))
		return kunmap_unpinned(page, was == 2);
	POINT(kunmap_done, page_to_pfn(page));
}

const struct kmap_strategy mine = {
	.name = "mine",
	.title = "the student's",
	.order = 1000,
	.claims = CLAIM_ALL,
	.flush_all_zero_pkmaps = recycle,
	.slot_turned_up = slot_turned_up,
	.pin_unlocked = pin,
	.kmap = map,
	.kunmap = unmap,
};
