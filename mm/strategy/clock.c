/* SPDX-License-Identifier: MIT */
/*
 * clock.c - a hand goes round the window, for all CPUs and without any lock:
 * the slot that it points to is taken by compare-and-swap.
 *
 * If the slot is free, its page table entry is written at once. If it is mapped
 * and nobody uses it, it is unmapped, together with others ahead of the hand,
 * up to a batch in all; one shootdown serves all of them. Those others are then
 * free, and the hand will come to them.
 *
 * It is what Peter Zijlstra proposed for Linux in January 2007, thought out
 * anew. There, count 0 says that somebody has the slot to himself, and a slot
 * that is unmapped and flushed has count 1 like one that is mapped. Here these
 * are PKMAP_BUSY (or a mark, until the flush has ended) and 0, as in all of
 * mm/pkmap.h. A page that is mapped is pinned there as in `lockless`: count
 * plus one unless somebody has the slot to himself, and a second look at the
 * page's address.
 *
 * There, too, a thread that found no slot joined the wait queue and slept. A
 * slot that was given back before it had joined woke nobody. Here it looks once
 * more, after it has joined (slot_turned_up). tests/wrong has the form without
 * that, `clock-2007`.
 *
 * Invariants: those of mm/strategy/claim.h. A flush's mark is made of the slot
 * that the hand pointed to (pkmap_mark()).
 *
 * Claims: everything, with both locks. The address is good on any CPU. The hand
 * is written by every CPU that maps a page, so it does not scale as `percpu`.
 * Prior art: "mm: remove global locks from mm/highmem.c", linux-mm, 28 January
 * 2007, and Andrew Morton's answer of that day; in the -rt patches "mm: remove
 * kmap_lock".
 */
#include "mm/strategy/claim.h"

static struct {
	SHARED(unsigned int) nr;
} hand __own_line;

/* The slot that it points to. It goes on to the next one. */
static unsigned int turn_hand(void)
{
	unsigned int nr = READ_ONCE(hand.nr);

	for (;;) { /* each further turn means that another CPU has got on */
		unsigned int next = nr + 1 < LAST_PKMAP ? nr + 1 : 0;
		unsigned int found = cmpxchg(hand.nr, nr, next);

		if (found == nr)
			return nr;
		nr = found;
	}
}

/* The slot is ours, and mapped. Unmap and flush it, and others ahead of it that
 * nobody uses. They become free; it stays ours. */
static void recycle_from(unsigned int nr)
{
	struct pkmap_batch ahead = { nr + 1, LAST_PKMAP };
	struct pkmap_zeroed zeroed = { 1, nr, nr };
	int mark = pkmap_mark(nr);

	unmap_slot(nr, mark);
	unmap_unused(ahead, mark, &zeroed);
	flush_zeroed(&zeroed);
	WRITE_ONCE(pkmap_count[nr].value, PKMAP_BUSY);
	free_marked(&zeroed, mark);
}

/* Preemption off. */
static unsigned int clock_take(unsigned int color)
{
	for (unsigned int left = LAST_PKMAP; left > 0; left--) {
		unsigned int nr = turn_hand();

		if (!has_color(nr, color))
			continue;
		if (claim(nr, 0))
			return nr;
		if (claim(nr, 1)) {
			recycle_from(nr);
			return nr;
		}
	}
	return NO_SLOT;
}

static void *clock_map(struct page *page, bool may_take)
{
	return map_by_claim(page, may_take, clock_take);
}

/* Preemption off. */
static void recycle(struct pkmap_batch batch)
{
	for (unsigned int nr = batch.first; nr < batch.end; nr++) {
		if (!claim(nr, 1))
			continue;
		recycle_from(nr);
		WRITE_ONCE(pkmap_count[nr].value, 0);
		wake_sleepers();
		return;
	}
}

static enum reclaim_result clock_flush(void)
{
	return reclaim_without_lock(recycle);
}

/* As in Linux, slot 0 is the last one to be taken. */
static void clock_reset(void)
{
	WRITE_ONCE(hand.nr, 1);
}

static const struct kmap_strategy clock_hand = {
	.name = "clock",
	.title = "a hand that goes round, without a lock (proposed in 2007)",
	.order = 85,
	.claims = CLAIM_ALL,
	.in_batches = true,
	.flush_all_zero_pkmaps = clock_flush,
	.reset = clock_reset,
	.pin_unlocked = lockless_pin,
	.kmap = lockless_kmap,
	.kunmap = lockless_kunmap,
	.map_unlocked = clock_map,
	.slot_turned_up = pkmap_slot_turned_up,
};

KMAP_STRATEGY(clock_hand);
