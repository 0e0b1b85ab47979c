/* SPDX-License-Identifier: MIT */
/*
 * Wrong: scenes that show nothing: a page is not accessed; a slot is not to be
 * recycled; two CPUs want different pages; no slot is in use.
 * Loses: d1 d3 d4 d7
 */
#include "labs/5-review/review.h"

#include "smp/point.h"

/* Both slots are zeroed; whoever maps a page meanwhile takes slot 1, without
 * recycling. */
const struct scene d1 = {
	.slot = { UNUSED, UNUSED },
	.cpu = {
		{ FLUSH },
		{ MAP(0), UNMAP(0) },
	},
};

/* Here the CPU that takes the slot does not use it. */
const struct scene d2 = {
	.slot = { UNUSED, UNUSED },
	.cpu = {
		{ FLUSH },
		{ MAP(0), GIVE(0) },
		{ TAKE(0), USE(0), UNMAP(0) },
	},
};

/* Slot 1 is in use, so CPU 1 has to recycle before it takes slot 0. CPU 0 wants
 * no slot, so that nobody sleeps (D7). */
const struct scene d3 = {
	.slot = { FREE, IN_USE },
	.cpu = {
		{ FLUSH },
		{ MAP(0), USE(0), UNMAP(0) },
	},
};

/* Nobody uses the page, so that no access is stale. */
const struct scene d4 = {
	.slot = { UNUSED, UNUSED },
	.cpu = {
		{ MAP(1), UNMAP(1) },
		{ MAP(0), UNMAP(0) },
	},
};

/* While CPU 0 flushes slot 0, CPU 1 takes it, and gives it back. */
const struct scene d7 = {
	.slot = { UNUSED, UNUSED },
	.cpu = {
		{ MAP(0), UNMAP(0) },
		{ MAP(1), UNMAP(1) },
	},
};

/* The slots that a flush has zeroed bear its mark until all CPUs have flushed
 * them. Lock held. */
static void make_free(const struct pkmap_zeroed *zeroed)
{
	for (unsigned int nr = zeroed->first; nr <= zeroed->last; nr++)
		if (READ_ONCE(pkmap_count[nr].value) ==
		    pkmap_mark(zeroed->first))
			WRITE_ONCE(pkmap_count[nr].value, 0);
}

enum reclaim_result review_flush(void)
{
	struct pkmap_zeroed zeroed = pkmap_mark_unused();

	if (zeroed.count == 0)
		return RECLAIM_GO_ON;
	unlock_kmap();
	POINT(pkmap_unflushed, zeroed.first);
	pkmap_flush_slots(&zeroed);
	POINT(pkmap_flushed, zeroed.first);
	lock_kmap();
	make_free(&zeroed);
	/* Some may sleep because all slots were being flushed. */
	pkmap_wake_all();
	return RECLAIM_LOOK_AGAIN;
}

/* One may have been given back while we flushed, when we did not sleep yet. */
bool review_slot_turned_up(unsigned int color)
{
	for (unsigned int nr = color; nr < LAST_PKMAP;
	     nr += pkmap_config.colors) {
		int count = READ_ONCE(pkmap_count[nr].value);

		if (count == 0 || count == 1)
			return true;
	}
	return false;
}
