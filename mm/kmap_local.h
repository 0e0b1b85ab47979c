/* SPDX-License-Identifier: MIT */
/*
 * kmap_local.h - map a page for this thread only, without any shootdown.
 *
 * Each CPU has slots of its own, and only the CPU itself ever uses their
 * addresses, so flushing its own TLB is enough. (Linux: kmap_local_page,
 * mm/highmem.c since 5.11.)
 */
#ifndef MM_KMAP_LOCAL_H
#define MM_KMAP_LOCAL_H

#include "mm/page.h"

/*
 * The address of a page, for this thread, until kunmap_local(). Up to
 * KMAP_LOCAL_DEPTH mappings nest, those of interrupt handlers included; unmap
 * in reverse order. The thread may sleep meanwhile, but not migrate. Any
 * context.
 */
void *kmap_local_page(struct page *page);
void kunmap_local(const void *vaddr);

/* Boot CPU, once. */
void kmap_local_init(void);

#endif
