/* SPDX-License-Identifier: MIT */
/*
 * window_trace.h - what changes in the window, for the trace (smp/trace.h).
 *
 * Counts and entries are changed where every instruction counts, so nothing
 * there tells of it. Instead, a CPU that traces compares the window with what
 * it was: at each point that it passes with kmap_lock held, and before it
 * releases the lock. So what a CPU does in between is seen at its end, as if
 * done at once; in which order is not seen.
 *
 * With a strategy that pins or maps without the lock, a CPU looks only at slots
 * of which it knows that it has changed them: the one that the point is about;
 * those that it has marked for its flush, from then on until they are free; and
 * with kmap_lock held also where a page came or went. So what is told is the
 * change of that CPU. One that another CPU changes at the same time may show
 * once instead of twice, and a pin under the lock of a page that is mapped
 * shows with the slot's next change.
 */
#ifndef MM_WINDOW_TRACE_H
#define MM_WINDOW_TRACE_H

#include "lib/types.h"

/* Slots that are looked at: the first ones of the window. */
#define WINDOW_TRACED 16

/* Remember how the window is, and trace its changes from now on. Drops what was
 * traced before. While no other CPU maps or traces. */
void window_trace_begin(void);

/* How a slot was then: its count, and the page frame that it maps; 0: none. */
struct window_slot {
	int count;
	u32 pfn;
};
struct window_slot window_trace_first(unsigned int nr);

#endif
