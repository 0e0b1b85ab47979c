/* SPDX-License-Identifier: MIT */
/*
 * highmem.h - reach memory that the direct map does not cover.
 *
 * The functions have Linux's names and contracts (Linux:
 * include/linux/highmem.h, mm/highmem.c). Which strategy does the recycling is
 * chosen at run time, by kmap_reset().
 */
#ifndef MM_HIGHMEM_H
#define MM_HIGHMEM_H

#include "mm/memblock.h"
#include "mm/pkmap.h"
#include "mm/strategy.h"

/*
 * The address of a high page. (A low page always has one: page_address().) It
 * is valid until kunmap_high() has been called as often as kmap_high(). It may
 * sleep until a slot is free, and may wait for other CPUs. So the caller must
 * have interrupts on and hold no spin lock, and must not be a handler. NULL if
 * it would have to sleep but must not, or after kmap_abort().
 *
 * A thread that sleeps for a slot may be overtaken by others, but not for ever:
 * after some tries no other thread gets a slot of that colour before it, not
 * even to pin a page that is mapped and unused. Do not map more pages at once
 * than the window has slots for: two threads that wait for each other's pages
 * wait for ever.
 */
void *kmap_high(struct page *page);

/* Done with it. Any context with lock=irq, else not from a handler. */
void kunmap_high(struct page *page);

/*
 * The address of a page if it is mapped now, pinned as by kmap_high(); else
 * NULL. Any context, handlers too. Only with lock=irq, where the lock is always
 * taken with interrupts off.
 */
void *kmap_high_get(struct page *page);

/* Unmap everything nobody uses, and flush it. Same context as kmap_high(). */
void kmap_flush_unused(void);

/* Where a page is mapped: in the direct map, in the window, or NULL. Constant
 * time. A high page may be unmapped at any moment, unless it is pinned. */
void *page_address(const struct page *page);

/*
 * Rebuild the window from scratch for `strategy`: every slot is unmapped, no
 * page has an address, every wait queue is empty, every TLB is flushed, no
 * violation is counted. From a thread, while nobody maps a page, has one
 * mapped, or waits for a slot.
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
