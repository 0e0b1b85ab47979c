/* SPDX-License-Identifier: MIT */
/*
 * window_wait.h - who waits for a slot of the window, and whose turn it is. For
 * mm/highmem.c.
 *
 *	struct window_waiter waiter = WINDOW_WAITER_INIT(page);
 *
 *	do
 *		look for a slot, if it is_turn_of(&waiter);
 *	while (there was none && wait_for_slot(page, &waiter));
 *	stop_waiting(&waiter);
 *
 * A caller takes a free slot even if other threads sleep for one: to wake up
 * takes long, and with strict order everybody would have to wait for that. But
 * a full window must not starve a sleeper. Once the first in the queue has
 * looked a few times and found no slot, all others are held back until it has
 * been served. (Linux's mutexes do the same, and call it handoff.)
 *
 * From then on it is overtaken no more: no other caller of kmap_high() takes a
 * slot of that colour that nobody uses. But a caller that has just found that
 * it may take one is not held back any more. If the lock is dropped while a
 * batch is recycled (`dropped`, `recheck`, `quarantine`) or between two
 * batches, or if the strategy pins pages without the lock (`lockless`,
 * `percpu`), each other thread that is on its way there may still overtake,
 * once. Without preemption that is one for each other CPU. The explorer shows
 * that there can be as many and no more (cases `overtake` and `overtake3`).
 *
 * This is about slots that become unused. Nobody is promised that one does: if
 * some thread always uses each page, one after the other, their slots never
 * are. Nor is kmap_high_get() held back: it tells truly whether a page is
 * mapped, and may pin it at any time.
 *
 * Each colour has its own queue and its own turn.
 */
#ifndef MM_WINDOW_WAIT_H
#define MM_WINDOW_WAIT_H

#include "mm/pkmap.h"

/* A thread that wants a slot of a colour. On its stack. */
struct window_waiter {
	struct wait_entry entry;
	unsigned int color;
	unsigned int overtaken; /* times it was the first, and found none */
};

#define WINDOW_WAITER_INIT(page)                          \
	{                                                 \
		WAIT_ENTRY_INIT, get_pkmap_color(page), 0 \
	}

/* The colours, a bit each, in which all but the first sleeper are held back;
 * and the least count of a slot that callers of kmap_high() may pin without a
 * look at them: 1, or 2 while there are any, as 1 means that nobody uses it.
 * Both change under kmap_lock. Read without it, they may be late by one caller.
 */
extern struct window_starving {
	SHARED(u32) colors;
	SHARED(int) least;
} window_starving;

/* Is this page's colour one of them? Then its caller has to wait even if the
 * page is mapped, unless somebody uses it: an unused slot counts as free. */
static inline bool somebody_starves(const struct page *page)
{
	u32 colors = READ_ONCE(window_starving.colors);

	return colors && colors >> get_pkmap_color(page) & 1;
}

/* How many threads are in the queues of the window. Changes under kmap_lock; a
 * full barrier is between joining and the look for a slot. */
extern struct window_sleepers {
	SHARED(int) count;
} window_sleepers;

/* May it take a slot? kmap_lock held. */
bool is_turn_of(const struct window_waiter *waiter);

/*
 * Sleep until a slot of the waiter's colour has been freed, or may have been.
 * kmap_lock is held at call and return, and dropped in between. False if it
 * cannot sleep: the caller has interrupts off or holds a spin lock, which is a
 * violation (page: for the report), or kmap_abort() has been called.
 */
bool wait_for_slot(const struct page *page, struct window_waiter *waiter);

/* The waiter has its slot, or gives up. kmap_lock held. */
void stop_waiting(struct window_waiter *waiter);

/* For kmap_reset(): from now on nobody starves, and nothing is aborted. */
void window_wait_reset(void);

#endif
