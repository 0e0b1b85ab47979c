/* SPDX-License-Identifier: MIT */
/*
 * paging.h - the kernel's page tables: three levels (PAE), shared by all CPUs;
 * arch/paging.h has what portable code may use.
 *
 * Page tables are taken from low memory, so they lie below 4 GiB, and are
 * reached through the direct map.
 */
#ifndef ARCH_X86_MM_PAGING_H
#define ARCH_X86_MM_PAGING_H

#include "arch/paging.h"

/* Gives the physical address of a free page of low memory, or 0. */
typedef u32 (*page_source_t)(void);

/*
 * Build the page tables, for paging_load(): [0, lowmem_end) mapped at
 * PAGE_OFFSET, the kernel image with only the rights each part needs.
 * lowmem_end: bytes, a multiple of 2 MiB, at most DIRECT_MAP_SIZE.
 * large: use 2 MiB pages where nothing needs smaller ones.
 * Boot CPU, once. Panics if `source` has no more pages.
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

/* Map device registers or firmware tables, uncached. They are never unmapped.
 * Panics if there is no room left for that. Boot CPU. */
void *map_device(u64 phys, u32 bytes);

/*
 * Map a framebuffer of at most FRAMEBUFFER_MAX bytes, such that stores are
 * combined where the CPU can do that. Boot CPU, once, between paging_init() and
 * paging_load(): boot/early.c maps it at the same address.
 */
void *paging_map_framebuffer(u64 phys, u32 bytes);

/* Can this address be read without a fault? */
bool is_mapped(unsigned long vaddr);

#endif
