/* SPDX-License-Identifier: MIT */
/*
 * Wrong: the lock is held over the flush, as before the patch.
 * Its scenes are right, and not those of the solution.
 * Loses: deadlock boots
 */
#include "labs/5-review/review.h"

#include "smp/point.h"

/* Whoever comes second takes slot 1. */
const struct scene d1 = {
	.slot = { UNUSED, UNUSED },
	.cpu = {
		{ MAP(0), USE(0), UNMAP(0) },
		{ MAP(1), USE(1), UNMAP(1) },
	},
};

/* CPU 2 maps the page, too, after CPU 1 has done so. */
const struct scene d2 = {
	.slot = { UNUSED, UNUSED },
	.cpu = {
		{ FLUSH },
		{ MAP(0), SIGNAL },
		{ WAIT, MAP(0), USE(0) },
	},
};

/* As in the solution, with one slot more. */
const struct scene d3 = {
	.slot = { UNUSED, IN_USE, IN_USE },
	.cpu = {
		{ FLUSH },
		{ MAP(0), USE(0) },
	},
};

/* Nobody uses the page, so that no access is stale. */
const struct scene d4 = {
	.slot = { UNUSED, UNUSED },
	.cpu = {
		{ MAP(0), UNMAP(0) },
		{ MAP(0), UNMAP(0) },
	},
};

/* While CPU 0 flushes slot 0, CPU 1 takes it, and gives it back. */
const struct scene d7 = {
	.slot = { UNUSED, IN_USE },
	.cpu = {
		{ MAP(0), UNMAP(0) },
		{ MAP(1), UNMAP(1) },
	},
};

enum reclaim_result review_flush(void)
{
	if (pkmap_zero_unused(0).count > 0) {
		POINT(pkmap_unflushed, 0);
		pkmap_flush_window();
		POINT(pkmap_flushed, 0);
	}
	return RECLAIM_GO_ON;
}

bool review_slot_turned_up(unsigned int color)
{
	(void)color;
	return false;
}
