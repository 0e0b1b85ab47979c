/* SPDX-License-Identifier: MIT */
/*
 * paging.h - page tables, for portable code: the layout of addresses, and the
 * entry of an address. All CPUs share one set of page tables.
 *
 * The layout is chosen by the machine: "layout_impl.h", found by the include
 * path, defines
 *
 *	PAGE_OFFSET, DIRECT_MAP_SIZE     the direct map of low memory
 *	PKMAP_BASE, PKMAP_SLOTS_MAX      the pkmap window
 *	KMAP_LOCAL_BASE, KMAP_LOCAL_SLOTS  each CPU's own slots
 *	ALIAS_BASE, ALIAS_END            the oracle's permanent mappings
 */
#ifndef ARCH_PAGING_H
#define ARCH_PAGING_H

#include "arch/page.h"
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
 * The entry of a virtual address. If there is no page table for it, one is
 * made. NULL inside a large page. For the boot CPU at start, and for callers
 * that do not share a 2 MiB range of addresses with each other.
 */
struct pte *pte_of(unsigned long vaddr);

/* Flags of ordinary kernel data: writable; global and no-execute if the CPU has
 * these. The accessed bit is clear: a CPU sets it when it fills its TLB. */
u64 kernel_page_flags(void);

/* Map one page of kernel data; the entry must be empty. As pte_of(). */
void map_page(unsigned long vaddr, u64 phys);
/* Remove it, here and in this CPU's TLB only. */
void unmap_page(unsigned long vaddr);

#endif
