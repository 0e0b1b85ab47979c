/* SPDX-License-Identifier: MIT */
/*
 * tlb.h - TLB shootdown: make every CPU forget translations.
 *
 * (Black et al., "Translation Lookaside Buffer Consistency: A Software
 * Approach", ASPLOS 1989; Intel SDM vol. 3, 4.10.5.)
 */
#ifndef SMP_TLB_H
#define SMP_TLB_H

#include "smp/mailbox.h"

/* Ranges of more pages than this are flushed by flushing everything: Linux's
 * tlb_single_page_flush_ceiling, same value. */
#define TLB_SINGLE_PAGE_FLUSH_CEILING 33

extern struct mailbox tlb_box;

/*
 * Ways to signal a shootdown, to be combined; with none of them, CPUs are told
 * one by one, this CPU flushes while they do, and they acknowledge when they
 * have. (Amit, Tai, Wei, "Don't Shoot Down TLB Shootdowns!", EuroSys 2020,
 * measured most of them on hardware.)
 */
#define TLB_BROADCAST BIT(0) /* one message to all: the APIC's shorthand */
#define TLB_SERIAL    BIT(1) /* wait for the others first, then flush here */
#define TLB_EARLY_ACK BIT(2) /* CPUs acknowledge first, and then flush */
#define TLB_ALL_WAYS  0x7u

/* From now on use these. While no shootdown is under way. */
void tlb_set_signal(u32 ways);

/*
 * Forget [start, end) (addresses, whole pages) on every online CPU. When it
 * returns, no CPU uses an older translation of the range. Page table changes
 * must have been made before. Waits for every CPU without sleeping: call it
 * with interrupts on and no lock held that a CPU with interrupts off may wait
 * for, or it is a deadlock. Not from a handler.
 */
void flush_tlb_kernel_range(unsigned long start, unsigned long end);

/* Forget [start, end) on this CPU. Any context. */
void local_flush_tlb_range(unsigned long start, unsigned long end);

/*
 * Serve the shootdowns that wait for this CPU: flush and acknowledge. Takes no
 * lock. The handler of IPI_FLUSH; interrupts off.
 */
void tlb_serve_shootdowns(void);

/* What each CPU has initiated, since it was last cleared. */
struct tlb_stats {
	u64 shootdowns;    /* ranges flushed everywhere */
	u64 flushed_pages; /* pages in those ranges */
} __cacheline;
extern struct tlb_stats tlb_stats[NR_CPUS];

#endif
