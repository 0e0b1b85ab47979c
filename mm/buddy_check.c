/* SPDX-License-Identifier: MIT */
/*
 * buddy_check.c - verifies the buddy allocator's invariants, for tests.
 *
 * First every frame in order, which finds all blocks without believing a link;
 * then every list, which must hold as many blocks as were found. That number
 * bounds the walk, so a list that bites its tail is found too.
 */
#include "mm/buddy.h"

/* Free blocks found so far. */
struct tally {
	u32 heads[BUDDY_MAX_ORDER + 1];
	u32 pages;
};

/* A head at pfn, and `tail` behind it. */
static const char *check_block(const struct zone *zone, u32 pfn,
			       enum page_state tail)
{
	unsigned int order = pfn_to_page(pfn)->order;

	if (order > BUDDY_MAX_ORDER)
		return "block of impossible order";
	if (!buddy_aligned(pfn, order))
		return "block not aligned to its size";
	if (buddy_frames(order) > zone->end_pfn - pfn)
		return "block leaves its zone";
	for (u32 i = 1; i < buddy_frames(order); i++) {
		if (pfn_to_page(pfn + i)->state != tail)
			return "block with a frame that is not its tail";
	}
	return NULL;
}

static const char *check_merged(const struct zone *zone, u32 pfn)
{
	unsigned int order = pfn_to_page(pfn)->order;
	u32 buddy = pfn ^ buddy_frames(order);

	if (order < BUDDY_MAX_ORDER && buddy >= zone->start_pfn &&
	    buddy < zone->end_pfn &&
	    pfn_to_page(buddy)->state == PAGE_FREE_HEAD &&
	    pfn_to_page(buddy)->order == order)
		return "free buddies not merged";
	return NULL;
}

/* The block or reserved frame at pfn; its size in *size. */
static const char *check_frame(const struct zone *zone, u32 pfn,
			       struct tally *tally, u32 *size)
{
	struct page *page = pfn_to_page(pfn);
	const char *wrong;

	*size = 1;
	switch (page->state) {
	case PAGE_RESERVED:
		return NULL;
	case PAGE_USED_HEAD:
		wrong = check_block(zone, pfn, PAGE_USED_TAIL);
		break;
	case PAGE_FREE_HEAD:
		wrong = check_block(zone, pfn, PAGE_FREE_TAIL);
		if (!wrong)
			wrong = check_merged(zone, pfn);
		if (!wrong) {
			tally->heads[page->order]++;
			tally->pages += buddy_frames(page->order);
		}
		break;
	default:
		return "tail without a head, or impossible state";
	}
	if (!wrong)
		*size = buddy_frames(page->order);
	return wrong;
}

static const char *check_list(const struct zone *zone, unsigned int order,
			      u32 heads)
{
	u32 pfn = zone->free_head[order], prev = PFN_NONE;

	for (; pfn != PFN_NONE; heads--) {
		const struct page *page;

		if (heads == 0)
			return "more blocks on a list than there are";
		if (pfn < zone->start_pfn || pfn >= zone->end_pfn)
			return "list leaves its zone";
		page = pfn_to_page(pfn);
		if (page->state != PAGE_FREE_HEAD || page->order != order)
			return "frame on the wrong list";
		if (page->prev != prev)
			return "list links differ";
		prev = pfn;
		pfn = page->next;
	}
	return heads ? "free block on no list" : NULL;
}

const char *buddy_check(const struct zone *zone)
{
	struct tally tally = { { 0 }, 0 };
	const char *wrong = NULL;
	u32 size;

	if (zone->start_pfn > zone->end_pfn || zone->end_pfn > max_pfn)
		return "zone with impossible limits";
	for (u32 pfn = zone->start_pfn; pfn < zone->end_pfn; pfn++) {
		if (pfn_to_page(pfn)->zone !=
		    pfn_to_page(zone->start_pfn)->zone)
			return "frame of another zone";
	}
	for (u32 pfn = zone->start_pfn; pfn < zone->end_pfn && !wrong;
	     pfn += size)
		wrong = check_frame(zone, pfn, &tally, &size);
	for (unsigned int order = 0; order <= BUDDY_MAX_ORDER && !wrong;
	     order++)
		wrong = check_list(zone, order, tally.heads[order]);
	if (!wrong && zone->nr_free_pages != tally.pages)
		wrong = "count of free pages differs";
	return wrong;
}
