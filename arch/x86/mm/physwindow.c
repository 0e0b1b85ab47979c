/* SPDX-License-Identifier: MIT */
/* physwindow.c - see physwindow.h */
#include "arch/x86/mm/physwindow.h"

#include "arch/machine.h"
#include "arch/x86/mm/paging.h"

/* One more: it may start inside a page. */
#define WINDOW_PAGES (PHYS_WINDOW_MAX / PAGE_SIZE + 1)
#define WINDOW_BASE  (DEVICE_END - WINDOW_PAGES * PAGE_SIZE)

void *phys_window(u64 phys, u32 len)
{
	u64 first = ALIGN_DOWN(phys, PAGE_SIZE);
	u64 end = phys + len;
	unsigned long at = WINDOW_BASE;

	if (len == 0 || len > PHYS_WINDOW_MAX || end < phys ||
	    (end - 1) >> cpu_features.phys_bits)
		return NULL;
	for (u64 page = first; page < end; page += PAGE_SIZE, at += PAGE_SIZE) {
		ptep_xchg(pte_of(at), page | kernel_page_flags());
		local_flush_tlb_one(at);
	}
	return (void *)(WINDOW_BASE + (unsigned long)(phys - first));
}

void write_back_caches(void)
{
	wbinvd();
}

static const void *read(void *unused, u64 phys, u32 len)
{
	(void)unused;
	return phys_window(phys, len);
}

const struct phys_reader phys_window_reader = { .map = read };
