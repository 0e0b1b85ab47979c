/* SPDX-License-Identifier: MIT */
/*
 * paging.h - the kernel's page tables: three levels (PAE), shared by all CPUs.
 *
 * Page tables are taken from low memory, so they lie below 4 GiB, and are
 * reached through the direct map.
 */
#ifndef ARCH_X86_PAGING_H
#define ARCH_X86_PAGING_H

#include "arch/pte.h"
#include "arch/x86/layout.h"

/* Addresses in the direct map */
static inline void *phys_to_virt(u32 phys)
{
	return (void *)(PAGE_OFFSET + phys);
}

static inline u32 virt_to_phys(const void *vaddr)
{
	return (u32)vaddr - PAGE_OFFSET;
}

/* Gives the physical address of a free page of low memory, or 0. */
typedef u32 (*page_source_t)(void);

/*
 * Build the page tables and switch to them: [0, lowmem_end) mapped at
 * PAGE_OFFSET, the kernel image with only the rights each part needs.
 * lowmem_end: bytes, a multiple of 2 MiB, at most DIRECT_MAP_SIZE.
 * large: use 2 MiB pages where nothing needs smaller ones.
 * Boot CPU, once. Panics when `source` runs dry.
 */
void paging_init(u32 lowmem_end, bool large, page_source_t source);

/* Take page tables from here from now on. */
void paging_set_source(page_source_t source);

/* Load the kernel's page tables and paging features. Every CPU, once, after
 * gdt_init(). */
void paging_load(void);

/* Physical address of the page directory pointers that a starting CPU loads:
 * the kernel's mappings, and the first 2 MiB at their physical addresses. */
u32 paging_startup_cr3(void);

/* True when this kernel maps with the no-execute bit. */
bool paging_uses_nx(void);

/*
 * The entry of a virtual address, with a page table made for it if it has none.
 * Boot CPU at start, or callers that never share a 2 MiB range. NULL inside a
 * large page.
 */
struct pte *pte_of(unsigned long vaddr);

/* Flags of ordinary kernel data: writable, global and no-execute as possible.
 * The accessed bit is clear: the CPU sets it when it fills a TLB. */
u64 kernel_page_flags(void);

/* Map one page of kernel data; the entry must be empty. Same context. */
void map_page(unsigned long vaddr, u64 phys);
/* Remove it, here and in this CPU's TLB only. */
void unmap_page(unsigned long vaddr);

/* Map device registers or firmware tables, uncached; never unmapped. Panics
 * when the room for that is used up. Boot CPU. */
void *map_device(u64 phys, u32 bytes);

/*
 * Stack number `n` (STACK_PAGES pages, an unmapped guard page below them),
 * mapped to fresh low memory: its top. NULL when there is no memory or room.
 */
void *map_stack(unsigned int n);

/* Can this address be read without a fault? */
bool is_mapped(unsigned long vaddr);

#endif
