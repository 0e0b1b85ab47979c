/* SPDX-License-Identifier: MIT */
/*
 * highmem.c - what all strategies share: mapping, unmapping, waiting.
 *
 * The flow of a miss:
 *
 *	kmap_high            lock
 *	  map_new_virtual    next slot with count 0; at the end of each round
 *	    strategy->flush_all_zero_pkmaps    turns unused slots into free ones
 *	    no slot left: sleep without the lock until kunmap_high() frees one
 *	  pin, unlock
 */
#include "mm/highmem.h"

#include "mm/breach.h"
#include "smp/heldlocks.h"
#include "smp/point.h"

static SHARED(bool) aborted;

void kmap_abort(void)
{
	smp_store_mb(aborted, true);
	pkmap_wake_all();
}

void kmap_clear_abort(void)
{
	WRITE_ONCE(aborted, false);
}

static bool slot_turned_up(unsigned int color)
{
	return kmap_strategy->slot_turned_up &&
	       kmap_strategy->slot_turned_up(color);
}

/* A caller with interrupts off, or with a spin lock held, is a wrong one. */
static bool may_sleep(const struct page *page)
{
	const char *problem =
		irqs_disabled() ? "a caller with interrupts off would have to "
				  "sleep"
		: held_locks_any()
			? "a caller with a spin lock held would have "
			  "to sleep"
			: NULL;

	if (problem)
		breach(BREACH_CALLER, 0, page_to_pfn(page), 0, problem);
	return !problem;
}

/*
 * Who may take a slot: the first of the queue, or anybody if nobody waits. So a
 * full window never starves a waiter: those who come later do not get in before
 * it. The queue changes under the lock only, which is held here.
 */
static bool is_turn_of(const struct wait_entry *entry,
		       const struct wait_queue *queue)
{
	const struct wait_entry *first = READ_ONCE(queue->first);

	return !first || first == entry;
}

/*
 * Sleep until it is our turn and somebody has freed a slot of this colour. Lock
 * held at call and return. The queue is joined before the lock is dropped:
 * whoever frees a slot afterwards finds us there. False if it must not sleep.
 */
static bool wait_for_slot(const struct page *page, struct wait_queue *queue,
			  struct wait_entry *entry)
{
	unsigned int color = get_pkmap_color(page);
	bool turn;
	bool go_on;

	prepare_to_wait(queue, entry);
	turn = is_turn_of(entry, queue);
	unlock_kmap();
	POINT(kmap_sleeps, color);
	go_on = !READ_ONCE(aborted) && may_sleep(page);
	if (go_on && !(turn && slot_turned_up(color)))
		thread_sleep();
	else
		thread_cancel_sleep();
	lock_kmap();
	return go_on;
}

/* Nobody may have told the next one of what is left: it must look for itself.
 * Lock held. */
static void leave(struct wait_queue *queue, struct wait_entry *entry)
{
	if (!wait_entry_is_queued(entry))
		return;
	finish_wait(queue, entry);
	if (waitqueue_active(queue))
		wake_up(queue);
}

/* The count comes last: from then on others may pin the slot, in some
 * strategies without the lock. */
static void use_slot(struct page *page, unsigned int nr)
{
	u64 old = pte_read(&pkmap_page_table[nr]);

	POINT(kmap_slot_found, nr);
	if (old & PTE_PRESENT)
		breach(BREACH_COUNT, nr, page_to_pfn(page), pte_pfn(old),
		       "a free slot was mapped");
	set_pte(&pkmap_page_table[nr],
		(u64)page_to_pfn(page) << PAGE_SHIFT | kernel_page_flags());
	set_page_address(page, PKMAP_ADDR(nr));
	WRITE_ONCE(pkmap_count[nr].value, 1);
}

/* One round over the slots of a colour. Returns the address the page has now,
 * or 0 if there was no slot. */
static unsigned long find_slot(struct page *page, unsigned int color)
{
	unsigned int left = get_pkmap_entries_count(color);

	while (left > 0) {
		unsigned int nr = get_next_pkmap_nr(color);

		if (no_more_pkmaps(nr, color)) {
			if (kmap_strategy->flush_all_zero_pkmaps() ==
				    RECLAIM_LOOK_AGAIN &&
			    page_address(page))
				return (unsigned long)page_address(page);
			left = get_pkmap_entries_count(color);
		}
		if (READ_ONCE(pkmap_count[nr].value) == 0) {
			use_slot(page, nr);
			return PKMAP_ADDR(nr);
		}
		left--;
	}
	return 0;
}

static bool is_in_use(unsigned long vaddr)
{
	return READ_ONCE(pkmap_count[PKMAP_NR(vaddr)].value) > 1;
}

/* The page's address, mapped now if need be; 0: that has to wait. A slot that
 * is not in use is as good as free, if it is somebody else's turn. Lock
 * held. */
static unsigned long map_if_it_is_our_turn(struct page *page,
					   const struct wait_queue *queue,
					   const struct wait_entry *entry)
{
	unsigned long vaddr = (unsigned long)page_address(page);

	if (!is_turn_of(entry, queue))
		return vaddr && is_in_use(vaddr) ? vaddr : 0;
	return vaddr ? vaddr : find_slot(page, get_pkmap_color(page));
}

/* Lock held; dropped while it sleeps. 0: the page cannot be mapped. */
static unsigned long map_new_virtual(struct page *page)
{
	struct wait_queue *queue =
		get_pkmap_wait_queue_head(get_pkmap_color(page));
	struct wait_entry entry = WAIT_ENTRY_INIT;
	unsigned long vaddr;

	do {
		vaddr = map_if_it_is_our_turn(page, queue, &entry);
	} while (!vaddr && wait_for_slot(page, queue, &entry));
	leave(queue, &entry);
	return vaddr;
}

static void pin(struct page *page, unsigned long vaddr)
{
	unsigned int nr = PKMAP_NR(vaddr);
	int count = pkmap_count_add(nr, 1);

	if (count < 1)
		breach(BREACH_COUNT, nr, page_to_pfn(page), (u32)count,
		       "a page's address was that of an unmapped slot");
	if (kmap_strategy->slot_used)
		kmap_strategy->slot_used(nr);
}

void *kmap_high(struct page *page)
{
	const struct wait_queue *queue =
		get_pkmap_wait_queue_head(get_pkmap_color(page));
	unsigned long vaddr;

	POINT(kmap_enter, page_to_pfn(page));
	if (kmap_strategy->pin_unlocked && !waitqueue_active(queue)) {
		void *mapped = kmap_strategy->pin_unlocked(page);

		if (mapped)
			return mapped;
	}
	lock_kmap();
	vaddr = (unsigned long)page_address(page);
	if (!vaddr || waitqueue_active(queue))
		vaddr = map_new_virtual(page);
	if (vaddr)
		pin(page, vaddr);
	unlock_kmap();
	return (void *)vaddr;
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
		breach(BREACH_COUNT, vaddr ? nr : 0, page_to_pfn(page),
		       (u32)count, "a page was unmapped that was not in use");
		return false;
	}
	WRITE_ONCE(pkmap_count[nr].value, count - 1);
	return count == 2;
}

void kunmap_high(struct page *page)
{
	struct wait_queue *queue =
		get_pkmap_wait_queue_head(get_pkmap_color(page));
	bool wake;

	if (kmap_strategy->unpin_unlocked) {
		/* A locked instruction: whoever has queued up before is seen,
		 * whoever does so after sees what we have freed. */
		wake = kmap_strategy->unpin_unlocked(page) &&
		       waitqueue_active(queue);
	} else {
		bool were_on = lock_kmap_any();

		/* Who sleeps for want of a slot queued up under the lock. */
		wake = unpin(page) && waitqueue_active(queue);
		unlock_kmap_any(were_on);
	}
	POINT(kunmap_done, page_to_pfn(page));
	if (wake)
		wake_up(queue);
}

void kmap_flush_unused(void)
{
	lock_kmap();
	kmap_strategy->flush_all_zero_pkmaps();
	unlock_kmap();
}
