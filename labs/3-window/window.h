/* SPDX-License-Identifier: MIT */
/*
 * window.h - lab 3: what you write, and what is given (given.c). mm/pkmap.h has
 * the rest: slots, their counts and entries, colours.
 *
 * A slot's count, as in Linux:
 *
 *	0      free: not mapped, and no TLB has held its address since
 *	1      mapped, but nobody uses it
 *	n > 1  mapped, and in use by n - 1 users
 */
#ifndef LABS_3_WINDOW_H
#define LABS_3_WINDOW_H

#include "mm/highmem.h"

/*
 * Yours. Give a page without an address a free slot, make unused slots free if
 * there is none, and sleep if that does not help. Returns the page's address;
 * its slot's count is then 1 or more. The caller, kmap_high(), counts its use.
 * 0 only if sleep_for_slot() says that it must not sleep. kmap_lock is held.
 */
unsigned long map_new_virtual(struct page *page);

/*
 * Yours. Make every slot free that is mapped and that nobody uses: no entry, no
 * page with its address, no TLB that holds it, count 0. kmap_lock is held.
 */
void flush_all_zero_pkmaps(void);

/* Given. Forget all translations of the window, on all CPUs: the
 * flush_tlb_kernel_range() of lab 2, of the whole window. */
void flush_window(void);

/* Given. Sleep until somebody has stopped using a slot that may hold the page.
 * kmap_lock is held at call and return, and free meanwhile. False if the caller
 * must not sleep, or need not map the page any more. */
bool sleep_for_slot(struct page *page);

#endif
