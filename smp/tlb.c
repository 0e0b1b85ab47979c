/* SPDX-License-Identifier: MIT */
/* tlb.c - see tlb.h */
#include "smp/tlb.h"

#include "smp/cpu.h"
#include "smp/point.h"

#define PAGE_BYTES 4096ul

static struct {
	SHARED(unsigned long) start;
	SHARED(unsigned long) end;
} __cacheline ranges[NR_CPUS]; /* each CPU's request */

static SHARED(u32) signal; /* TLB_..., for all CPUs */

struct tlb_stats tlb_stats[NR_CPUS];

void local_flush_tlb_range(unsigned long start, unsigned long end)
{
	if (end - start > TLB_SINGLE_PAGE_FLUSH_CEILING * PAGE_BYTES) {
		local_flush_tlb_all();
		return;
	}
	for (; start != end; start += PAGE_BYTES)
		local_flush_tlb_one(start);
}

/*
 * With TLB_EARLY_ACK the initiator goes on, and others may map something else
 * there, while our TLB still has what was there before. It is all the same as
 * long as we cannot *use* it: interrupts stay off from here to the flush, the
 * NMI handler does not touch the window, nor does anything in between, and
 * nobody takes the acknowledgement as a word that we have flushed (`epoch` and
 * `cpumask`, who keep such words, give them themselves). So the request is read
 * first: after the acknowledgement it may be another one.
 */
static void serve(unsigned int initiator)
{
	unsigned long from = READ_ONCE(ranges[initiator].start);
	unsigned long to = READ_ONCE(ranges[initiator].end);
	bool early = READ_ONCE(signal) & TLB_EARLY_ACK && irqs_disabled();

	if (early) {
		mailbox_ack(&tlb_box, initiator);
		POINT(tlb_acked_early, initiator);
	}
	local_flush_tlb_range(from, to);
	POINT(tlb_flushed_for, initiator);
	if (!early)
		mailbox_ack(&tlb_box, initiator);
}

struct mailbox tlb_box = {
	.name = "TLB flush",
	.ipi = IPI_FLUSH,
	.serve = serve,
};

void tlb_set_signal(u32 ways)
{
	WRITE_ONCE(signal, ways);
	WRITE_ONCE(tlb_box.broadcast, ways & TLB_BROADCAST);
}

void tlb_serve_shootdowns(void)
{
	mailbox_serve(&tlb_box);
}

void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	unsigned int me = smp_processor_id();
	struct cpumask others;

	/* The caller's cleared entries are in memory before we look who is
	 * online: see set_cpu_online(). */
	smp_mb();
	others = cpus_online_but_me();
	WRITE_ONCE(ranges[me].start, start);
	WRITE_ONCE(ranges[me].end, end);
	tlb_stats[me].shootdowns++;
	tlb_stats[me].flushed_pages += (end - start) / PAGE_BYTES;
	mailbox_post(&tlb_box, &others);
	POINT(tlb_posted, start);
	if (READ_ONCE(signal) & TLB_SERIAL)
		mailbox_wait(&tlb_box);
	/* Ours while they do theirs */
	local_flush_tlb_range(start, end);
	mailbox_wait(&tlb_box);
	POINT(tlb_all_flushed, start);
}
