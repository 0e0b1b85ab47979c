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
