/* SPDX-License-Identifier: MIT */
/*
 * review.c - lab 5, your file: scenes that show what is wrong with the patch,
 * and a strategy that is right. README.md says what to write.
 */
#include "labs/5-review/review.h"

#include "smp/point.h"

/* D1: a CPU takes a slot, and its own TLB is stale. */
const struct scene d1 = {
	.slot = { UNUSED, UNUSED },
	.cpu = {
		{ MAP(0), UNMAP(0) },
	},
};

/* D2: a CPU is given an address, and its TLB is stale. */
const struct scene d2 = {
	.slot = { UNUSED, UNUSED },
};

/* D3: a CPU recycles in vain, and takes a slot that another one has not flushed
 * yet. */
const struct scene d3 = {
	.slot = { UNUSED, UNUSED },
};

/* D4: a page that was mapped meanwhile is mapped again. */
const struct scene d4 = {
	.slot = { UNUSED, UNUSED },
};

/* D7: a thread sleeps for a slot, although one is unused. */
const struct scene d7 = {
	.slot = { UNUSED, UNUSED },
};

/* The strategy, as the patch has it. */
enum reclaim_result review_flush(void)
{
	if (pkmap_zero_unused(0).count > 0) {
		unlock_kmap();
		POINT(pkmap_unflushed, 0);
		pkmap_flush_window();
		POINT(pkmap_flushed, 0);
		lock_kmap();
	}
	return RECLAIM_GO_ON;
}

/* A thread is about to sleep for a slot of this colour: is there one now? */
bool review_slot_turned_up(unsigned int color)
{
	(void)color;
	return false;
}
