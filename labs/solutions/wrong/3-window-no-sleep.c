/* SPDX-License-Identifier: MIT */
/*
 * Wrong: it gives up if no slot is free.
 * Loses: sleep again boots
 */
#include "labs/3-window/window.h"

static void free_slot(unsigned int nr)
{
	struct pte *pte = &pkmap_page_table[nr];

	set_page_address(pfn_to_page(pte_pfn(pte_read(pte))), 0);
	pte_clear(pte);
	WRITE_ONCE(pkmap_count[nr].value, 0);
}

void flush_all_zero_pkmaps(void)
{
	bool need_flush = false;

	for (unsigned int nr = 0; nr < LAST_PKMAP; nr++) {
		if (READ_ONCE(pkmap_count[nr].value) != 1)
			continue;
		free_slot(nr);
		need_flush = true;
	}
	if (need_flush)
		flush_window();
}

static unsigned long use_slot(struct page *page, unsigned int nr)
{
	set_pte(&pkmap_page_table[nr],
		(u64)page_to_pfn(page) << PAGE_SHIFT | kernel_page_flags());
	set_page_address(page, PKMAP_ADDR(nr));
	WRITE_ONCE(pkmap_count[nr].value, 1);
	return PKMAP_ADDR(nr);
}

/* After a flush all slots are looked at once more. 0: none is free. */
static unsigned long find_slot(struct page *page, unsigned int color)
{
	unsigned int left = get_pkmap_entries_count(color);

	for (; left > 0; left--) {
		unsigned int nr = get_next_pkmap_nr(color);

		if (no_more_pkmaps(nr, color)) {
			flush_all_zero_pkmaps();
			left = get_pkmap_entries_count(color);
		}
		if (READ_ONCE(pkmap_count[nr].value) == 0)
			return use_slot(page, nr);
	}
	return 0;
}

/* While it slept, somebody else may have mapped the page. */
unsigned long map_new_virtual(struct page *page)
{
	unsigned long vaddr;

	do {
		vaddr = (unsigned long)page_address(page);
		if (!vaddr)
			vaddr = find_slot(page, get_pkmap_color(page));
	} while (false);
	return vaddr;
}
