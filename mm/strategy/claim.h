/* SPDX-License-Identifier: MIT */
/*
 * claim.h - slots and pages are claimed by compare-and-swap, not under the
 * lock: for the strategies that map pages so. It is inline, but for what is
 * rare, as it is their miss.
 *
 * Invariants, beyond those of mm/pkmap.h and lockless.c (L1 to L4):
 *   P1  a count of 0, or of 1, changes to PKMAP_BUSY by compare-and-swap, and
 *       from then on the slot is that CPU's until it stores another count;
 *   P2  to map: the page's address, by compare-and-swap from 0; the entry; and
 *       last the count, which is 2: the slot is never unused in between;
 *   P3  to unmap: the entry is cleared, then the page's address, and last the
 *       count becomes a mark (mm/pkmap.h), which no other flush has. Only who
 *       has set it changes it, after every CPU has flushed the slot;
 *   P4  a slot becomes free, or busy after a mark, then there is a full
 *       barrier, then a look for sleepers; a sleeper queues up, executes a full
 *       barrier, and looks for free, unused and busy slots: so one of them sees
 *       the other.
 *
 * While a slot is busy, or marked, its CPU is not preempted: others may wait
 * for it. All functions but the last two have preemption off.
 */
#ifndef MM_STRATEGY_CLAIM_H
#define MM_STRATEGY_CLAIM_H

#include "mm/highmem.h"
#include "mm/strategy/lockless.h"
#include "mm/violation.h"
#include "smp/point.h"
#include "smp/preempt.h"
#include "smp/spinwait.h"

#define NO_SLOT (~0u)

/* After a slot has become free. */
static __noinline void wake_sleepers(void)
{
	smp_mb(); /* P4 */
	for (unsigned int color = 0; color < pkmap_config.colors; color++)
		if (waitqueue_active(get_pkmap_wait_queue_head(color)))
			wake_up(get_pkmap_wait_queue_head(color));
}

/* Make the slot ours, if its count is `count` (P1). */
static inline bool claim(unsigned int nr, int count)
{
	return READ_ONCE(pkmap_count[nr].value) == count &&
	       cmpxchg(pkmap_count[nr].value, count, PKMAP_BUSY) == count;
}

/* P3. The slot is ours, and mapped. */
static inline void unmap_slot(unsigned int nr, int mark)
{
	u64 pte = pte_read(&pkmap_page_table[nr]);
	struct page *page = pfn_to_page(pte_pfn(pte));

	pte_clear(&pkmap_page_table[nr]);
	if (!(pte & PTE_PRESENT) ||
	    READ_ONCE(page->kmap_address) != PKMAP_ADDR(nr))
		violation(VIOLATION_COUNT, nr, pte_pfn(pte), 0,
			  "an unused slot did not map a page of its address");
	else
		WRITE_ONCE(page->kmap_address, 0);
	WRITE_ONCE(pkmap_count[nr].value, mark);
}

/* Unmap what nobody uses, until as many slots as a batch has are `zeroed`. */
static inline void unmap_unused(struct pkmap_batch where, int mark,
				struct pkmap_zeroed *zeroed)
{
	for (unsigned int nr = where.first;
	     nr < where.end && zeroed->count < pkmap_config.batch; nr++) {
		if (!claim(nr, 1))
			continue;
		unmap_slot(nr, mark);
		if (zeroed->count++ == 0)
			zeroed->first = nr;
		zeroed->last = nr;
	}
}

static inline void flush_zeroed(const struct pkmap_zeroed *zeroed)
{
	POINT(pkmap_unflushed, zeroed->first);
	pkmap_flush_slots(zeroed);
	POINT(pkmap_flushed, zeroed->first);
}

/* After the flush: those that still have the mark are free. */
static __noinline void free_marked(const struct pkmap_zeroed *zeroed, int mark)
{
	for (unsigned int nr = zeroed->first; nr <= zeroed->last; nr++)
		if (READ_ONCE(pkmap_count[nr].value) == mark)
			WRITE_ONCE(pkmap_count[nr].value, 0);
	wake_sleepers();
}

static inline void flush_and_free(const struct pkmap_zeroed *zeroed, int mark)
{
	flush_zeroed(zeroed);
	free_marked(zeroed, mark);
}

static inline bool has_color(unsigned int nr, unsigned int color)
{
	return nr % pkmap_config.colors == color;
}

/* P2. The slot is ours. NULL: another CPU has claimed the page before us. */
static inline void *map_in(struct page *page, unsigned int nr)
{
	POINT(kmap_slot_found, nr);
	if (cmpxchg(page->kmap_address, 0, PKMAP_ADDR(nr)) != 0) {
		WRITE_ONCE(pkmap_count[nr].value, 0);
		wake_sleepers();
		return NULL;
	}
	kmap_stats[smp_processor_id()].misses++;
	set_pte(&pkmap_page_table[nr],
		(u64)page_to_pfn(page) << PAGE_SHIFT | kernel_page_flags());
	WRITE_ONCE(pkmap_count[nr].value, 2);
	POINT(kmap_mapped, nr);
	return (void *)PKMAP_ADDR(nr);
}

/* Pin a page that has an address. If its slot is busy, that takes the other CPU
 * a few instructions. NULL: it has no address any more. */
static __noinline void *pin_mapped(struct page *page)
{
	struct spin_wait wait;
	void *vaddr = NULL;

	spin_wait_begin(&wait, WAIT_OTHER, "a page that is being mapped");
	while (READ_ONCE(page->kmap_address)) {
		vaddr = lockless_pin(page);
		if (vaddr)
			break;
		spin_wait_turn(&wait);
	}
	spin_wait_end(&wait);
	return vaddr;
}

/* `take` returns a slot that is ours, or NO_SLOT. Each further turn means that
 * another CPU has mapped the page. */
static inline void *pin_or_map(struct page *page,
			       unsigned int (*take)(unsigned int color))
{
	unsigned int color = get_pkmap_color(page);
	void *vaddr = NULL;

	while (!vaddr) {
		unsigned int nr;

		if (READ_ONCE(page->kmap_address))
			vaddr = pin_mapped(page);
		if (vaddr)
			break;
		nr = take(color);
		if (nr == NO_SLOT)
			break;
		vaddr = map_in(page, nr);
	}
	return vaddr;
}

static inline void *pin_if_in_use(struct page *page)
{
	unsigned long vaddr = READ_ONCE(page->kmap_address);

	if (!vaddr || READ_ONCE(pkmap_count[PKMAP_NR(vaddr)].value) < 2)
		return NULL;
	return lockless_pin(page);
}

/* As struct kmap_strategy's map_unlocked(). */
static __always_inline void *map_by_claim(struct page *page, bool may_take,
					  unsigned int (*take)(unsigned int))
{
	void *vaddr;

	preempt_disable();
	vaddr = may_take ? pin_or_map(page, take) : pin_if_in_use(page);
	preempt_enable();
	return vaddr;
}

/* As struct kmap_strategy's flush_all_zero_pkmaps(), by who recycles a batch
 * without the lock. kmap_lock held, but not meanwhile. */
static __always_inline enum reclaim_result reclaim_without_lock(
	void (*recycle)(struct pkmap_batch))
{
	struct pkmap_batch batch = pkmap_batch_whose_turn_it_is();

	unlock_kmap();
	preempt_disable();
	recycle(batch);
	preempt_enable();
	lock_kmap();
	return RECLAIM_LOOK_AGAIN;
}

#endif
