/* SPDX-License-Identifier: MIT */
/*
 * buddy.h - the binary buddy allocator of page frames.
 *
 * Blocks are 2^order frames at a multiple of 2^order. A block's buddy is the
 * block of the same order beside it that makes the next larger one with it: its
 * frame number differs in one bit. Two free buddies are always merged. (Knuth,
 * The Art of Computer Programming vol. 1, 2.5; names as in Linux.)
 *
 * All state is in mem_map, defined here, and in struct zone. This code takes no
 * lock: whoever calls holds one that covers zone and mem_map, or is alone. It
 * never sleeps; interrupts may be on or off. It looks at no frame's contents.
 *
 * Invariants, which buddy_check() verifies:
 *   - every frame of a zone is reserved or in exactly one block, free or used;
 *     the block's first frame is its head and holds its order, the others are
 *     tails;
 *   - a block is aligned to its size and lies in one zone;
 *   - free heads of order n, and nothing else, are on free_head[n], once,
 * doubly linked;
 *   - no two buddies of one order are both free, unless of BUDDY_MAX_ORDER;
 *   - nr_free_pages is the sum of the sizes of all free blocks.
 */
#ifndef MM_BUDDY_H
#define MM_BUDDY_H

#include "mm/page.h"

#define BUDDY_MAX_ORDER 10 /* 1024 frames, 4 MiB */

enum zone_index {
	ZONE_LOW,  /* in the direct map */
	ZONE_HIGH, /* above it */
	NR_ZONES
};

struct zone {
	u32 free_head[BUDDY_MAX_ORDER + 1]; /* pfn, or PFN_NONE: empty */
	u32 nr_free_pages;
	u32 start_pfn; /* it spans start_pfn up to, not including, end_pfn */
	u32 end_pfn;
	const char *name; /* for people */
};

/* Frames in a block of that order, at most 31. */
static inline u32 buddy_frames(unsigned int order)
{
	return 1u << order;
}

/* Whether a block of that order may start there. */
static inline bool buddy_aligned(u32 pfn, unsigned int order)
{
	return (pfn & (buddy_frames(order) - 1)) == 0;
}

/* Why frames were not taken back. */
enum buddy_error {
	BUDDY_OK,
	BUDDY_NO_FRAME,    /* some of them are in no zone */
	BUDDY_BAD_ORDER,   /* order above BUDDY_MAX_ORDER */
	BUDDY_RESERVED,    /* they were never handed over */
	BUDDY_DOUBLE_FREE, /* they are free */
	BUDDY_NOT_HEAD,    /* inside an allocated block */
	BUDDY_WRONG_ORDER, /* allocated as a block of another size */
	BUDDY_IN_USE,      /* handed over before, and allocated now */
};

/*
 * Make `zone` the allocator's zone of that index, spanning start_pfn up to, not
 * including, end_pfn, all of it reserved. It may be empty; it must lie below
 * max_pfn and overlap no other zone. The name is the caller's to set.
 */
void buddy_init_zone(struct zone *zone, enum zone_index index, u32 start_pfn,
		     u32 end_pfn);

/*
 * Hand reserved frames over, start_pfn up to, not including, end_pfn, to the
 * zones they are in. All or nothing: BUDDY_NO_FRAME, BUDDY_DOUBLE_FREE and
 * BUDDY_IN_USE say what one of them was instead of reserved. The caller knows
 * that they are RAM.
 */
enum buddy_error buddy_free_range(u32 start_pfn, u32 end_pfn);

/*
 * Take 2^order frames. Returns the first one's pfn, or PFN_NONE: no block that
 * large is left (or order is above BUDDY_MAX_ORDER).
 */
u32 buddy_alloc(struct zone *zone, unsigned int order);

/*
 * The same, but all frames at or above min_pfn. Looks through the free lists:
 * takes time linear in the free blocks below min_pfn.
 */
u32 buddy_alloc_from(struct zone *zone, unsigned int order, u32 min_pfn);

/*
 * Give back 2^order frames from pfn on, as one of the above returned them. On
 * an error nothing has changed; the caller has a bug and should panic.
 */
enum buddy_error buddy_free(u32 pfn, unsigned int order);

/* What an error means, for a panic message: a constant string. */
const char *buddy_strerror(enum buddy_error error);

/*
 * Verify the invariants above, for tests. Takes time linear in the zone's
 * frames, whatever they hold. Returns NULL, or what is wrong: a constant
 * string. In mm/buddy_check.c.
 */
const char *buddy_check(const struct zone *zone);

#endif
