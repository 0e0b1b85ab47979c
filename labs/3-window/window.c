/* SPDX-License-Identifier: MIT */
/*
 * window.c - lab 3, your file: the pkmap window. README.md says what to write,
 * window.h what is given.
 */
#include "labs/3-window/window.h"

/*
 * For each slot that is mapped and that nobody uses: its count becomes 0, the
 * page that it maps has no address any more, and its entry is cleared. Then no
 * TLB may hold it.
 *
 *	pkmap_count[nr].value      READ_ONCE() and WRITE_ONCE() it
 *	&pkmap_page_table[nr]      for pte_read(), pte_pfn(), set_pte() and
 *	                           pte_clear(): arch/pte.h
 *	pfn_to_page(), page_to_pfn()
 *	set_page_address(page, vaddr)   0: none
 */
void flush_all_zero_pkmaps(void)
{
}

/*
 * Look at the slots of the page's colour, one after the other, beginning where
 * the last search has ended:
 *
 *	color = get_pkmap_color(page)
 *	nr = get_next_pkmap_nr(color)       the next slot
 *	no_more_pkmaps(nr, color)           it is the first one again: time to
 *	                                    flush
 *	get_pkmap_entries_count(color)      how many slots there are
 *
 * A free slot gets an entry (the page's frame, and kernel_page_flags()), the
 * page gets the slot's address PKMAP_ADDR(nr), and the count becomes 1. If no
 * slot is free, even after a flush: sleep_for_slot(). And when you wake up?
 */
unsigned long map_new_virtual(struct page *page)
{
	(void)page;
	return 0;
}
