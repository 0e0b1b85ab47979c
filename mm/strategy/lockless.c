/* SPDX-License-Identifier: MIT */
/*
 * lockless.c - pages that are mapped are pinned and unpinned without the lock;
 * pages that are not are mapped as in `quarantine`.
 *
 * To pin a page, add 1 to its slot's count, by compare-and-swap, and only while
 * the count is at least 1. Then nobody can recycle the slot. After that, check
 * whether the slot is still this page's: it may have been recycled between the
 * look at the page's address and the pin. If so, undo the pin. That is a
 * complete unpin, since other threads may have gone to sleep for a slot that
 * only our pin kept in use.
 *
 * Invariants, beyond those of mm/pkmap.h and quarantine.c (Q1 to Q3):
 *   L1  a slot leaves the mapped states only from count 1, by compare-and-swap,
 *       before its address and entry are cleared;
 *   L2  a new mapping's entry and address are set before its count;
 *   L3  so a caller that pins a slot, and then still finds the page's address
 *       to be that slot's, has pinned the page's mapping;
 *   L4  unpin changes the count, executes a full barrier, and looks for
 *       sleepers; a sleeper queues up, executes a full barrier, and looks for
 *       unused slots: so one of them sees the other.
 *
 * Claims: everything, with both locks. The address is good on any CPU.
 * Prior art: reference counts that are taken only from above zero (Linux's
 * atomic_inc_not_zero in its page cache and RCU lookups).
 */
#include "mm/strategy/lockless.h"

#include "mm/highmem_paths.h"
#include "mm/strategy/quarantine.h"
#include "mm/violation.h"
#include "mm/window_wait.h"
#include "smp/point.h"

static int unpin_slot(unsigned long key)
{
	return fetch_add(pkmap_count_at(key)->value, -1);
}

/* Count + 1, if it is at least 1. */
static bool pin_slot(unsigned long key)
{
	struct pkmap_slot_count *slot = pkmap_count_at(key);
	int count = READ_ONCE(slot->value);

	while (count >= 1) {
		int found = cmpxchg(slot->value, count, count + 1);

		if (found == count)
			return true;
		count = found;
	}
	return false;
}

static unsigned int slot_nr(unsigned long key)
{
	return (unsigned int)(pkmap_count_at(key) - pkmap_count);
}

/* Undo the pin of a slot that turned out to map another page. */
static void undo_pin(unsigned long key)
{
	int was;

	POINT(lockless_undo, slot_nr(key));
	was = unpin_slot(key);
	if (was < 2)
		violation(VIOLATION_COUNT, slot_nr(key), 0, (u32)was,
			  "a slot was unpinned that was not in use");
	if (was == 2)
		pkmap_wake_all(); /* of whose colour is hard to say now */
}

/* Is it the slot of this address? None has address 0. */
static inline bool is_slot_of(unsigned long key, unsigned long vaddr)
{
	return pkmap_count_key(vaddr) == key;
}

void *lockless_pin(struct page *page)
{
	unsigned long vaddr = READ_ONCE(page->kmap_address);
	unsigned long key = pkmap_count_key(vaddr);

	if (!vaddr || !pin_slot(key))
		return NULL;
	POINT(lockless_pinned, slot_nr(key));
	if (is_slot_of(key, READ_ONCE(page->kmap_address)))
		return (void *)vaddr;
	undo_pin(key);
	return NULL;
}

/* Other CPUs pin or unpin the page. */
static __noinline void *kmap_again(struct page *page)
{
	void *vaddr = somebody_starves(page) ? NULL : lockless_pin(page);

	return vaddr ? vaddr : kmap_locked(page);
}

static __noinline void *kmap_in_vain(struct page *page, unsigned long key)
{
	undo_pin(key);
	return kmap_locked(page);
}

/* The end of lockless_kmap(). */
static inline void *kmap_if_pinned(struct page *page, unsigned long key)
{
	unsigned long vaddr = READ_ONCE(page->kmap_address);

	return likely(is_slot_of(key, vaddr)) ? (void *)vaddr
					      : kmap_in_vain(page, key);
}

static __noinline void *kmap_at_point(struct page *page, unsigned long key,
				      const struct point *point)
{
	point_reached(point, slot_nr(key));
	return kmap_if_pinned(page, key);
}

/* As lockless_pin(), with one try. */
void *lockless_kmap(struct page *page)
{
	const struct point *point;
	unsigned long key = READ_ONCE(page->kmap_address);
	int count;

	if (unlikely(!key))
		return kmap_locked(page);
	key = pkmap_count_key(key);
	count = READ_ONCE(pkmap_count_at(key)->value);
	if (unlikely(READ_ONCE_EXCEEDS(window_starving.least, count)))
		return kmap_locked(page);
	if (unlikely(
		    !try_cmpxchg(pkmap_count_at(key)->value, count, count + 1)))
		return kmap_again(page);
	point = POINT_IF_ARMED(lockless_pinned);
	if (unlikely(point))
		return kmap_at_point(page, key, point);
	return kmap_if_pinned(page, key);
}

/* The page may have nobody who uses it any more, or never had. */
static __noinline void finish_unpin(struct page *page, int was)
{
	unsigned long vaddr = READ_ONCE(page->kmap_address);

	if (was < 2)
		violation(VIOLATION_COUNT, vaddr ? PKMAP_NR(vaddr) : 0,
			  page_to_pfn(page), (u32)was,
			  "a page was unmapped that was not in use");
	kunmap_unpinned(page, was == 2);
}

void lockless_kunmap(struct page *page)
{
	unsigned long vaddr = READ_ONCE(page->kmap_address);
	int was;

	if (unlikely(!vaddr))
		return finish_unpin(page, 0);
	was = unpin_slot(pkmap_count_key(vaddr));
	if (unlikely(was < 2 || READ_ONCE_EXCEEDS(window_sleepers.count, 0)))
		return finish_unpin(page, was);
	POINT(kunmap_done, page_to_pfn(page));
}

static const struct kmap_strategy lockless = {
	.name = "lockless",
	.title = "mapped pages pinned without the lock; else quarantine",
	.order = 80,
	.claims = CLAIM_ALL,
	.in_batches = true,
	.flush_all_zero_pkmaps = quarantine_flush,
	.pin_unlocked = lockless_pin,
	.kmap = lockless_kmap,
	.kunmap = lockless_kunmap,
	.slot_turned_up = pkmap_slot_turned_up,
};

KMAP_STRATEGY(lockless);
