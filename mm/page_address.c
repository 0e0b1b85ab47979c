/* SPDX-License-Identifier: MIT */
/*
 * page_address.c - from a page to its address, in constant time.
 *
 * Linux's 32-bit x86 hashes pages to save memory; Linux architectures with
 * WANT_PAGE_VIRTUAL keep the address in struct page, as we do.
 */
#include "mm/highmem.h"
#include "mm/violation.h"

void *page_address(const struct page *page)
{
	u32 pfn = page_to_pfn(page);

	if (pfn < highstart_pfn)
		return direct_map_address(pfn);
	return (void *)READ_ONCE(page->kmap_address);
}

void set_page_address(struct page *page, unsigned long vaddr)
{
	unsigned long before = READ_ONCE(page->kmap_address);

	if (before && vaddr)
		violation(VIOLATION_DOUBLE_MAP, PKMAP_NR(vaddr),
			  page_to_pfn(page), PKMAP_NR(before),
			  "a mapped page was mapped again");
	WRITE_ONCE(page->kmap_address, vaddr);
}
