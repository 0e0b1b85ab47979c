/* SPDX-License-Identifier: MIT */
/*
 * paging.h - page tables, for portable code: what is where, and the entry of an
 * address. All CPUs share one set of page tables.
 *
 * Where things are is the machine's business: "layout_impl.h", found by the
 * include path, defines
 *
 *	PAGE_OFFSET, DIRECT_MAP_SIZE     the direct map of low memory
 *	PKMAP_BASE, PKMAP_SLOTS_MAX      the pkmap window
 *	KMAP_LOCAL_BASE, KMAP_LOCAL_SLOTS  each CPU's own slots
 *	ALIAS_BASE, ALIAS_END            the oracle's permanent mappings
 */
#ifndef ARCH_PAGING_H
#define ARCH_PAGING_H

#include "arch/pte.h"
#include "layout_impl.h"

/* Addresses in the direct map */
static inline void *phys_to_virt(u32 phys)
{
	return (void *)(PAGE_OFFSET + phys);
}

static inline u32 virt_to_phys(const void *vaddr)
{
	return (u32)(unsigned long)vaddr - PAGE_OFFSET;
}

/*
 * The entry of a virtual address, with a page table made for it if it has none.
 * Boot CPU at start, or callers that never share a 2 MiB range. NULL inside a
 * large page.
 */
struct pte *pte_of(unsigned long vaddr);

/* Flags of ordinary kernel data: writable, global and no-execute as possible.
 * The accessed bit is clear: the CPU sets it when it fills a TLB. */
u64 kernel_page_flags(void);

/* Map one page of kernel data; the entry must be empty. As pte_of(). */
void map_page(unsigned long vaddr, u64 phys);
/* Remove it, here and in this CPU's TLB only. */
void unmap_page(unsigned long vaddr);

#endif
