/* SPDX-License-Identifier: MIT */
/*
 * buddy.c - the binary buddy allocator of page frames.
 */
#include "mm/buddy.h"

struct page *mem_map;
u32 max_pfn;

static struct zone *zones[NR_ZONES];

/* The zone a frame is in, or NULL. */
static struct zone *zone_of(u32 pfn)
{
	struct zone *zone;

	if (pfn >= max_pfn || pfn_to_page(pfn)->zone >= NR_ZONES)
		return NULL;
	zone = zones[pfn_to_page(pfn)->zone];
	/* Frames between the zones carry the number of any. */
	if (!zone || pfn < zone->start_pfn || pfn >= zone->end_pfn)
		return NULL;
	return zone;
}

static void list_add(struct zone *zone, u32 pfn, unsigned int order)
{
	struct page *page = pfn_to_page(pfn);

	page->state = PAGE_FREE_HEAD;
	page->order = (u8)order;
	page->prev = PFN_NONE;
	page->next = zone->free_head[order];
	if (page->next != PFN_NONE)
		pfn_to_page(page->next)->prev = pfn;
	zone->free_head[order] = pfn;
}

static void list_del(struct zone *zone, u32 pfn)
{
	struct page *page = pfn_to_page(pfn);

	if (page->prev == PFN_NONE)
		zone->free_head[page->order] = page->next;
	else
		pfn_to_page(page->prev)->next = page->next;
	if (page->next != PFN_NONE)
		pfn_to_page(page->next)->prev = page->prev;
}

static void set_states(u32 pfn, unsigned int order, enum page_state head,
		       enum page_state tail)
{
	struct page *page = pfn_to_page(pfn);

	page->state = (u8)head;
	page->order = (u8)order;
	for (u32 i = 1; i < buddy_frames(order); i++)
		page[i].state = (u8)tail;
}

void buddy_init_zone(struct zone *zone, enum zone_index index, u32 start_pfn,
		     u32 end_pfn)
{
	for (unsigned int order = 0; order <= BUDDY_MAX_ORDER; order++)
		zone->free_head[order] = PFN_NONE;
	zone->nr_free_pages = 0;
	zone->start_pfn = start_pfn;
	zone->end_pfn = end_pfn;
	zones[index] = zone;
	for (u32 pfn = start_pfn; pfn < end_pfn; pfn++) {
		pfn_to_page(pfn)->state = PAGE_RESERVED;
		pfn_to_page(pfn)->zone = (u8)index;
	}
}

/*
 * Merge upwards while the buddy is free and of the same size. A free head lies
 * in its zone with all its frames, so looking at the buddy's first one is
 * enough; that one may be outside the zone, or outside mem_map.
 */
static void insert_block(struct zone *zone, u32 pfn, unsigned int order)
{
	zone->nr_free_pages += buddy_frames(order);
	set_states(pfn, order, PAGE_FREE_HEAD, PAGE_FREE_TAIL);
	for (; order < BUDDY_MAX_ORDER; order++) {
		u32 buddy = pfn ^ buddy_frames(order);

		if (buddy < zone->start_pfn || buddy >= zone->end_pfn ||
		    pfn_to_page(buddy)->state != PAGE_FREE_HEAD ||
		    pfn_to_page(buddy)->order != order)
			break;
		list_del(zone, buddy);
		pfn_to_page(max(pfn, buddy))->state = PAGE_FREE_TAIL;
		pfn = min(pfn, buddy);
	}
	list_add(zone, pfn, order);
}

static enum buddy_error check_reserved(u32 pfn)
{
	if (!zone_of(pfn))
		return BUDDY_NO_FRAME;
	switch (pfn_to_page(pfn)->state) {
	case PAGE_RESERVED:
		return BUDDY_OK;
	case PAGE_FREE_HEAD:
	case PAGE_FREE_TAIL:
		return BUDDY_DOUBLE_FREE;
	default:
		return BUDDY_IN_USE;
	}
}

enum buddy_error buddy_free_range(u32 start_pfn, u32 end_pfn)
{
	for (u32 pfn = start_pfn; pfn < end_pfn; pfn++) {
		enum buddy_error error = check_reserved(pfn);

		if (error)
			return error;
	}
	while (start_pfn < end_pfn) {
		struct zone *zone = zone_of(start_pfn);
		u32 room = min(end_pfn, zone->end_pfn) - start_pfn;
		unsigned int order = 0;

		while (order < BUDDY_MAX_ORDER &&
		       buddy_frames(order + 1) <= room &&
		       buddy_aligned(start_pfn, order + 1))
			order++;
		insert_block(zone, start_pfn, order);
		start_pfn += buddy_frames(order);
	}
	return BUDDY_OK;
}

/*
 * A free block with 2^order frames at or above min_pfn, the smallest that will
 * do; its order in *found.
 */
static u32 find_block(const struct zone *zone, unsigned int order, u32 min_pfn,
		      unsigned int *found)
{
	for (unsigned int n = order; n <= BUDDY_MAX_ORDER; n++) {
		u32 pfn = zone->free_head[n];

		for (; pfn != PFN_NONE; pfn = pfn_to_page(pfn)->next) {
			u32 last = pfn + buddy_frames(n) - buddy_frames(order);

			if (last >= min_pfn) {
				*found = n;
				return pfn;
			}
		}
	}
	return PFN_NONE;
}

u32 buddy_alloc_from(struct zone *zone, unsigned int order, u32 min_pfn)
{
	unsigned int n = 0;
	u32 pfn = find_block(zone, order, min_pfn, &n);
	u32 wanted;

	if (pfn == PFN_NONE)
		return PFN_NONE;
	list_del(zone, pfn);
	wanted = max(pfn, ALIGN_UP(min_pfn, buddy_frames(order)));

	/* Halve it, keep the half with the wanted frames, free the other. */
	while (n > order) {
		u32 upper = pfn + buddy_frames(--n);

		list_add(zone, wanted < upper ? upper : pfn, n);
		if (wanted >= upper)
			pfn = upper;
	}
	set_states(pfn, order, PAGE_USED_HEAD, PAGE_USED_TAIL);
	zone->nr_free_pages -= buddy_frames(order);
	return pfn;
}

u32 buddy_alloc(struct zone *zone, unsigned int order)
{
	return buddy_alloc_from(zone, order, 0);
}

enum buddy_error buddy_free(u32 pfn, unsigned int order)
{
	struct zone *zone = zone_of(pfn);

	if (!zone)
		return BUDDY_NO_FRAME;
	if (order > BUDDY_MAX_ORDER)
		return BUDDY_BAD_ORDER;
	switch (pfn_to_page(pfn)->state) {
	case PAGE_USED_HEAD:
		break;
	case PAGE_USED_TAIL:
		return BUDDY_NOT_HEAD;
	case PAGE_RESERVED:
		return BUDDY_RESERVED;
	default:
		return BUDDY_DOUBLE_FREE;
	}
	if (pfn_to_page(pfn)->order != order)
		return BUDDY_WRONG_ORDER;
	insert_block(zone, pfn, order);
	return BUDDY_OK;
}

const char *buddy_strerror(enum buddy_error error)
{
	static const char *const text[] = {
		[BUDDY_OK] = "no error",
		[BUDDY_NO_FRAME] = "frame in no zone",
		[BUDDY_BAD_ORDER] = "order too high",
		[BUDDY_RESERVED] = "frame is reserved",
		[BUDDY_DOUBLE_FREE] = "frame is free already",
		[BUDDY_NOT_HEAD] = "frame is inside an allocated block",
		[BUDDY_WRONG_ORDER] = "block was allocated with another order",
		[BUDDY_IN_USE] = "frame is allocated",
	};

	return (unsigned int)error < ARRAY_SIZE(text) ? text[error] : "unknown";
}
