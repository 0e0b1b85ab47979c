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
 * Whoever comes first takes a free slot, even if others sleep for one: a
 * sleeper takes long to wake up, and strict order would make everybody wait for
 * that. But a full window must not starve a sleeper. Once the first in the
 * queue has been overtaken a few times, the others are held back until it has
 * been served. (Linux's mutexes do the same, and call it handoff.)
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

/* Colours, a bit each, in which all but the first sleeper are held back.
 * Changes under kmap_lock; without it, it may be late by one caller. */
extern struct window_starving {
	SHARED(u32) colors;
} window_starving;

/* Is one of them this page's? Even if the page is mapped, it has to wait then,
 * unless somebody uses it: its slot is as good as free. */
static inline bool somebody_starves(const struct page *page)
{
	u32 colors = READ_ONCE(window_starving.colors);

	return colors && colors >> get_pkmap_color(page) & 1;
}

/* May it take a slot? kmap_lock held. */
bool is_turn_of(const struct window_waiter *waiter);

/*
 * Sleep until somebody has freed a slot of the waiter's colour, or may have.
 * kmap_lock held at call and return, dropped meanwhile. False if it cannot
 * sleep: the caller has interrupts off or holds a spin lock, which is a
 * violation (page: for its report), or kmap_abort() was called.
 */
bool wait_for_slot(const struct page *page, struct window_waiter *waiter);

/* It has its slot, or gives up. kmap_lock held. */
void stop_waiting(struct window_waiter *waiter);

/* For kmap_reset(): nobody starves, nothing is aborted. */
void window_wait_reset(void);

#endif
