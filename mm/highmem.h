/* SPDX-License-Identifier: MIT */
/*
 * highmem.h - reach memory that the direct map does not cover.
 *
 * The functions have Linux's names and contracts (Linux:
 * include/linux/highmem.h, mm/highmem.c). Which strategy locks the recycling
 * behind them is chosen at run time by kmap_reset().
 */
#ifndef MM_HIGHMEM_H
#define MM_HIGHMEM_H

#include "mm/memblock.h"
#include "mm/pkmap.h"
#include "mm/strategy.h"

/*
 * Address of a high page (a low one always has its own: page_address()). It
 * stays valid until as many kunmap_high() as kmap_high(). May sleep, until a
 * slot is free; may wait for other CPUs. So: interrupts on, no spin lock held,
 * not from a handler. NULL only after kmap_abort().
 *
 * Who has to sleep for a slot may be overtaken by others, but not for ever:
 * after some tries in vain nobody gets a slot of that colour before it, not
 * even to pin a page that is mapped and unused. Not for more pages at once
 * than the window has room for: two threads that wait for each other's pages
 * wait for ever.
 */
void *kmap_high(struct page *page);

/* Done with it. Any context with lock=irq, else not from a handler. */
void kunmap_high(struct page *page);

/*
 * The address of a page if it is mapped now, pinned as by kmap_high(); else
 * NULL. Any context, handlers too; only with lock=irq, where the lock is always
 * taken with interrupts off.
 */
void *kmap_high_get(struct page *page);

/* Unmap everything nobody uses, and flush it. Same context as kmap_high(). */
void kmap_flush_unused(void);

/* Where a page is mapped: the direct map, the window, or NULL. Constant time;
 * what it says of a high page may be over at once, unless it is pinned. */
void *page_address(const struct page *page);

/*
 * Rebuild the window from scratch for `strategy`: every slot unmapped, every
 * page's address forgotten, every wait queue empty, every TLB flushed, no
 * violation counted. While nobody maps or has anything mapped, or waits to;
 * from a thread.
 */
void kmap_reset(const struct kmap_strategy *strategy,
		const struct pkmap_config *config);

/* What each CPU has counted since the machine started. */
extern struct kmap_stats {
	u64 misses; /* pages that kmap_high() had to give a slot */
} __cacheline kmap_stats[NR_CPUS];

/* From now on kmap_high() gives up instead of sleeping, and those that sleep
 * are woken and give up too: the run is over. Until kmap_reset(). */
void kmap_abort(void);

/* Boot CPU, once: page tables of the window. */
void kmap_init(void);

#endif
