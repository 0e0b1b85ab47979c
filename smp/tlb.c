/* SPDX-License-Identifier: MIT */
/* tlb.c - see tlb.h */
#include "smp/tlb.h"

#include "arch/page.h"
#include "smp/cpu.h"
#include "smp/point.h"
#include "smp/preempt.h"

/* A range of more pages than this is flushed by flushing the whole TLB: Linux's
 * tlb_single_page_flush_ceiling, with the same value. */
#define SINGLE_PAGE_FLUSH_CEILING 33

static struct {
	SHARED(unsigned long) start;
	SHARED(unsigned long) end;
} __cacheline ranges[NR_CPUS]; /* each CPU's request */

struct tlb_stats tlb_stats[NR_CPUS];

static void local_flush_tlb_range(unsigned long start, unsigned long end)
{
	if (end - start > SINGLE_PAGE_FLUSH_CEILING * PAGE_SIZE) {
		local_flush_tlb_all();
		return;
	}
	for (; start != end; start += PAGE_SIZE)
		local_flush_tlb_one(start);
}

static void serve(unsigned int initiator)
{
	local_flush_tlb_range(READ_ONCE(ranges[initiator].start),
			      READ_ONCE(ranges[initiator].end));
	POINT(tlb_flushed_for, initiator);
}

struct mailbox tlb_box = {
	.name = "TLB flush",
	.ipi = IPI_FLUSH,
	.serve = serve,
};

void tlb_serve_shootdowns(void)
{
	mailbox_serve(&tlb_box);
}

unsigned long tlb_last_request(void)
{
	unsigned int me = smp_processor_id();
	unsigned long start = READ_ONCE(ranges[me].start);
	unsigned long pages = (READ_ONCE(ranges[me].end) - start) / PAGE_SIZE;

	return start | min(pages, TLB_REQUEST_MANY + 0ul);
}

void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	unsigned int me;
	struct cpumask others;

	preempt_disable(); /* the request is this CPU's */
	me = smp_processor_id();
	/* The entries that the caller has cleared must be in memory before we
	 * look which CPUs are online: see set_cpu_online(). */
	smp_mb();
	others = cpus_online_but_me();
	WRITE_ONCE(ranges[me].start, start);
	WRITE_ONCE(ranges[me].end, end);
	tlb_stats[me].shootdowns++;
	tlb_stats[me].flushed_pages += (end - start) / PAGE_SIZE;
	mailbox_post(&tlb_box, &others, true);
	POINT(tlb_posted, start);
	/* We flush ours while they flush theirs. */
	local_flush_tlb_range(start, end);
	mailbox_wait(&tlb_box);
	preempt_enable();
	POINT(tlb_all_flushed, start);
}
