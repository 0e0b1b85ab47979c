/* SPDX-License-Identifier: MIT */
/*
 * tlb.h - TLB shootdown: make every CPU flush translations.
 *
 * (Black et al., "Translation Lookaside Buffer Consistency: A Software
 * Approach", ASPLOS 1989; Intel SDM vol. 3, 4.10.5.)
 */
#ifndef SMP_TLB_H
#define SMP_TLB_H

#include "arch/page.h"
#include "smp/mailbox.h"

extern struct mailbox tlb_box;

/*
 * Flush [start, end) (addresses, whole pages) on every online CPU. When it
 * returns, no CPU uses an older translation of the range. The page table must
 * have been changed before. It waits for every CPU without sleeping. So call it
 * with interrupts on, and without a lock for which a CPU with interrupts off
 * may wait: that would be a deadlock. Not from a handler.
 */
void flush_tlb_kernel_range(unsigned long start, unsigned long end);

/*
 * Serve the shootdowns that wait for this CPU: flush and acknowledge. Takes no
 * lock. It is the handler of IPI_FLUSH; interrupts off.
 */
void tlb_serve_shootdowns(void);

/*
 * For the trace: what this CPU has asked for last, as one number: the first
 * page's address and, below that, how many pages; TLB_REQUEST_MANY: that many
 * or more. Any context.
 */
#define TLB_REQUEST_MANY (PAGE_SIZE - 1)
unsigned long tlb_last_request(void);

/* What each CPU has initiated, since the start. */
struct tlb_stats {
	u64 shootdowns;    /* ranges flushed everywhere */
	u64 flushed_pages; /* pages in those ranges */
} __cacheline;
extern struct tlb_stats tlb_stats[NR_CPUS];

#endif
