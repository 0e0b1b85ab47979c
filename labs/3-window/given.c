/* SPDX-License-Identifier: MIT */
/*
 * given.c - lab 3: what mm/highmem.c has besides the code of the lab, for one
 * strategy, "window".
 */
#include "arch/panic.h"
#include "labs/3-window/window.h"
#include "mm/highmem_paths.h"
#include "mm/violation.h"
#include "mm/window_wait.h"
#include "smp/point.h"

struct kmap_stats kmap_stats[NR_CPUS];

void flush_window(void)
{
	POINT(pkmap_unflushed, 0);
	pkmap_flush_window();
	POINT(pkmap_flushed, 0);
}

bool sleep_for_slot(struct page *page)
{
	struct window_waiter waiter = WINDOW_WAITER_INIT(page);
	bool go_on = wait_for_slot(page, &waiter);

	stop_waiting(&waiter);
	return go_on;
}

static void pin(unsigned long vaddr)
{
	if (vaddr < PKMAP_ADDR(0) || vaddr >= PKMAP_ADDR(LAST_PKMAP))
		panic("map_new_virtual() has returned no slot's address");
	pkmap_count_add(PKMAP_NR(vaddr), 1);
}

void *kmap_high(struct page *page)
{
	unsigned long vaddr;

	POINT(kmap_enter, page_to_pfn(page));
	lock_kmap();
	vaddr = (unsigned long)page_address(page);
	if (!vaddr) {
		kmap_stats[smp_processor_id()].misses++;
		vaddr = map_new_virtual(page);
	}
	pin(vaddr);
	unlock_kmap();
	return (void *)vaddr;
}

void *kmap_high_get(struct page *page)
{
	bool were_on = lock_kmap_any();
	void *vaddr = page_address(page);

	if (vaddr)
		pin((unsigned long)vaddr);
	unlock_kmap_any(were_on);
	return vaddr;
}

/* Returns whether the slot's last user is gone. */
static bool unpin(struct page *page)
{
	unsigned long vaddr = (unsigned long)page_address(page);

	if (vaddr && pkmap_count_add(PKMAP_NR(vaddr), -1) == 2)
		return true;
	if (!vaddr)
		violation(VIOLATION_COUNT, 0, page_to_pfn(page), 0,
			  "a page was unmapped that has no address");
	return false;
}

void kunmap_high(struct page *page)
{
	struct wait_queue *queue =
		get_pkmap_wait_queue_head(get_pkmap_color(page));
	bool were_on = lock_kmap_any();
	bool wake = unpin(page) && waitqueue_active(queue);

	unlock_kmap_any(were_on);
	POINT(kunmap_done, page_to_pfn(page));
	if (wake)
		wake_up(queue);
}

void kmap_flush_unused(void)
{
	lock_kmap();
	flush_all_zero_pkmaps();
	unlock_kmap();
}

/* For strategies with ways of their own, none of which is used here. */
void highmem_choose_paths(const struct kmap_strategy *strategy,
			  const struct pkmap_config *config)
{
	(void)strategy;
	(void)config;
}

void *kmap_locked(struct page *page)
{
	return kmap_high(page);
}

void kunmap_unpinned(struct page *page, bool last)
{
	(void)last;
	panic("frame %u was unpinned without the lock", page_to_pfn(page));
}

static enum reclaim_result window_flush(void)
{
	flush_all_zero_pkmaps();
	return RECLAIM_GO_ON;
}

static const struct kmap_strategy window = {
	.name = "window",
	.title = "the student's",
	.order = 1000,
	.claims = CLAIM_ALL & ~CLAIM_NO_DEADLOCK_IRQ,
	.flush_all_zero_pkmaps = window_flush,
};

KMAP_STRATEGY(window);
