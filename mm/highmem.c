/* SPDX-License-Identifier: MIT */
/*
 * highmem.c - what all strategies share: mapping and unmapping. If the page is
 * mapped already, mm/highmem_paths.c may know a shorter way.
 *
 *	kmap_high            lock
 *	  map_new_virtual    if the page has no address yet
 *	    find_slot        next slot with count 0; at the start of each batch
 *	                     strategy->flush_all_zero_pkmaps() makes its unused
 *	                     slots free
 *	    wait_for_slot    none left: sleep, without the lock, until one may
 *	                     have become free (mm/window_wait.c)
 *	  pin, unlock
 */
#include "mm/highmem.h"

#include "mm/highmem_paths.h"
#include "mm/violation.h"
#include "mm/window_wait.h"
#include "smp/point.h"

struct kmap_stats kmap_stats[NR_CPUS];

/* The count comes last: from then on others may pin the slot, in some
 * strategies without the lock. */
static void use_slot(struct page *page, unsigned int nr)
{
	u64 old = pte_read(&pkmap_page_table[nr]);

	POINT(kmap_slot_found, nr);
	kmap_stats[smp_processor_id()].misses++;
	if (old & PTE_PRESENT)
		violation(VIOLATION_COUNT, nr, page_to_pfn(page), pte_pfn(old),
			  "a free slot was mapped");
	set_pte(&pkmap_page_table[nr],
		(u64)page_to_pfn(page) << PAGE_SHIFT | kernel_page_flags());
	set_page_address(page, PKMAP_ADDR(nr));
	WRITE_ONCE(pkmap_count[nr].value, 1);
}

/*
 * Recycle the batch that slot nr begins. Returns whether the lock was free
 * meanwhile. Before another batch (`next`) it is, so that others can get it.
 */
static bool recycle(unsigned int nr, bool next)
{
	if (next) {
		unlock_kmap();
		lock_kmap();
	}
	pkmap_set_turn(nr);
	return kmap_strategy->flush_all_zero_pkmaps() == RECLAIM_LOOK_AGAIN ||
	       next;
}

/* One round over the slots of a colour, from the first batch that is recycled;
 * where a batch is the whole window, from the last time that it was. Returns
 * the address the page has now, or 0 if there was no slot. */
static unsigned long find_slot(struct page *page, unsigned int color)
{
	unsigned int left = get_pkmap_entries_count(color);
	bool next = false; /* a batch has been recycled, and this is another */

	for (; left > 0; left--) {
		unsigned int nr = get_next_pkmap_nr(color);

		if (no_more_pkmaps(nr, color)) {
			if (recycle(nr, next) && page_address(page))
				return (unsigned long)page_address(page);
			if (!next)
				left = get_pkmap_entries_count(color);
			next = kmap_strategy->in_batches;
		}
		if (READ_ONCE(pkmap_count[nr].value) == 0) {
			use_slot(page, nr);
			return PKMAP_ADDR(nr);
		}
	}
	return 0;
}

static bool is_in_use(unsigned long vaddr)
{
	return READ_ONCE(pkmap_count[PKMAP_NR(vaddr)].value) > 1;
}

/* The page's address; the page is mapped if need be. 0: it is the turn of
 * another thread, or there is no slot. If it is another thread's turn, a page
 * whose slot nobody uses counts as unmapped. Lock held. */
static unsigned long map_if_it_is_our_turn(struct page *page,
					   const struct window_waiter *waiter)
{
	unsigned long vaddr = (unsigned long)page_address(page);

	if (!is_turn_of(waiter))
		return vaddr && is_in_use(vaddr) ? vaddr : 0;
	return vaddr ? vaddr : find_slot(page, waiter->color);
}

/* Lock held; dropped while it sleeps. 0: the page cannot be mapped. */
static unsigned long map_new_virtual(struct page *page)
{
	struct window_waiter waiter = WINDOW_WAITER_INIT(page);
	unsigned long vaddr;

	do {
		vaddr = map_if_it_is_our_turn(page, &waiter);
	} while (!vaddr && wait_for_slot(page, &waiter));
	stop_waiting(&waiter);
	return vaddr;
}

static void pin(struct page *page, unsigned long vaddr)
{
	unsigned int nr = PKMAP_NR(vaddr);
	int count = pkmap_count_add(nr, 1);

	if (count < 1)
		violation(VIOLATION_COUNT, nr, page_to_pfn(page), (u32)count,
			  "a page's address was that of an unmapped slot");
	if (kmap_strategy->slot_used)
		kmap_strategy->slot_used(nr);
}

/* For strategies that map pages without the lock: it is for those that sleep.
 */
static void *map_by_turns(struct page *page)
{
	struct window_waiter waiter = WINDOW_WAITER_INIT(page);
	void *vaddr;

	lock_kmap();
	do {
		bool turn = is_turn_of(&waiter);

		unlock_kmap();
		vaddr = kmap_strategy->map_unlocked(page, turn);
		lock_kmap();
	} while (!vaddr && wait_for_slot(page, &waiter));
	stop_waiting(&waiter);
	unlock_kmap();
	return vaddr;
}

void *kmap_finish(struct page *page)
{
	unsigned long vaddr = (unsigned long)page_address(page);

	if (!vaddr || somebody_starves(page))
		vaddr = map_new_virtual(page);
	if (vaddr)
		pin(page, vaddr);
	unlock_kmap();
	return (void *)vaddr;
}

/* Nobody is overtaken who has waited for long. */
static void *map_unlocked(struct page *page)
{
	void *vaddr = somebody_starves(page)
			      ? NULL
			      : kmap_strategy->map_unlocked(page, true);

	return vaddr ? vaddr : map_by_turns(page);
}

void *kmap_locked(struct page *page)
{
	if (kmap_strategy->map_unlocked)
		return map_unlocked(page);
	lock_kmap();
	return kmap_finish(page);
}

static __noinline void *kmap_at_point(struct page *page,
				      const struct point *point)
{
	point_reached(point, page_to_pfn(page));
	return highmem_paths.kmap(page);
}

void *kmap_high(struct page *page)
{
	const struct point *enter = POINT_IF_ARMED(kmap_enter);

	if (unlikely(enter))
		return kmap_at_point(page, enter);
	return highmem_paths.kmap(page);
}

void *kmap_high_get(struct page *page)
{
	bool were_on;
	void *vaddr;

	if (kmap_strategy->pin_unlocked)
		return kmap_strategy->pin_unlocked(page);
	were_on = lock_kmap_any();
	vaddr = page_address(page);
	if (vaddr)
		pin(page, (unsigned long)vaddr);
	unlock_kmap_any(were_on);
	return vaddr;
}

/* Returns whether the slot's last user is gone. Lock held. */
static bool unpin(struct page *page)
{
	unsigned long vaddr = (unsigned long)page_address(page);
	unsigned int nr = PKMAP_NR(vaddr);
	int count = vaddr ? READ_ONCE(pkmap_count[nr].value) : 0;

	if (count < 2) {
		violation(VIOLATION_COUNT, vaddr ? nr : 0, page_to_pfn(page),
			  (u32)count,
			  "a page was unmapped that was not in use");
		return false;
	}
	WRITE_ONCE(pkmap_count[nr].value, count - 1);
	return count == 2;
}

static struct wait_queue *queue_of(const struct page *page)
{
	return get_pkmap_wait_queue_head(get_pkmap_color(page));
}

/* A thread that sleeps for a slot queued up under the lock. */
void kunmap_finish(struct page *page, bool were_on)
{
	bool wake = unpin(page) && waitqueue_active(queue_of(page));

	unlock_kmap_any(were_on);
	POINT(kunmap_done, page_to_pfn(page));
	if (wake)
		wake_up(queue_of(page));
}

/* The locked instruction lets us see a thread that has queued up before it, and
 * one that does so after it see what we have freed. */
void kunmap_unpinned(struct page *page, bool last)
{
	bool wake = last && waitqueue_active(queue_of(page));

	POINT(kunmap_done, page_to_pfn(page));
	if (wake)
		wake_up(queue_of(page));
}

void kunmap_high(struct page *page)
{
	highmem_paths.kunmap(page);
}

void kmap_flush_unused(void)
{
	for (unsigned int nr = 0; nr < LAST_PKMAP; nr += pkmap_config.batch) {
		lock_kmap();
		recycle(nr, true);
		unlock_kmap();
	}
}
