/* SPDX-License-Identifier: MIT */
/*
 * Wrong: only the first page of the range is flushed.
 * Loses: own ack all boots
 */
#include "smp/tlb.h"

#include "arch/page.h"
#include "smp/cpu.h"
#include "smp/preempt.h"
#include "smp/spinwait.h"

#define SINGLE_PAGE_FLUSH_CEILING 33

/* What each initiator wants flushed. One for each: several may ask at a time.
 */
static struct {
	SHARED(unsigned long) start;
	SHARED(unsigned long) end;
} __cacheline ranges[NR_CPUS];

static void local_flush_tlb_range(unsigned long start, unsigned long end)
{
	if (end - start > SINGLE_PAGE_FLUSH_CEILING * PAGE_SIZE) {
		local_flush_tlb_all();
		return;
	}
	local_flush_tlb_one(start);
}

/* The inbox is emptied before it is served: who asks after that finds it empty,
 * and sends another interrupt. */
void tlb_serve_shootdowns(void)
{
	unsigned int me = smp_processor_id();
	struct cpumask from = shared_cpumask_take(&tlb_box.inbox[me].from);
	unsigned int initiator;

	for_each_cpu(initiator, &from) {
		local_flush_tlb_range(READ_ONCE(ranges[initiator].start),
				      READ_ONCE(ranges[initiator].end));
		shared_cpumask_clear(&tlb_box.sent[initiator].unacked, me);
	}
}

static void wait_while_anybody_is_in(struct shared_cpumask *set)
{
	struct cpumask left = shared_cpumask_read(set);
	struct spin_wait wait;

	spin_wait_begin(&wait, WAIT_ACK, &tlb_box);
	while (!cpumask_empty(&left)) {
		spin_wait_turn(&wait);
		left = shared_cpumask_read(set);
	}
	spin_wait_end(&wait);
}

/* Who must answer is written before anybody can. */
static void ask(unsigned int me, const struct cpumask *others)
{
	unsigned int cpu;

	shared_cpumask_write(&tlb_box.sent[me].unacked, others);
	for_each_cpu(cpu, others) {
		if (shared_cpumask_set(&tlb_box.inbox[cpu].from, me))
			send_ipi(cpu, IPI_FLUSH);
	}
}

void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	struct cpumask others;
	unsigned int me;

	preempt_disable(); /* so that this remains the same CPU */
	me = smp_processor_id();
	/* A CPU that is not online yet will flush when it is. So the caller's
	 * entries must be in memory before we look who is online. */
	smp_mb();
	others = cpus_online_but_me();
	WRITE_ONCE(ranges[me].start, start);
	WRITE_ONCE(ranges[me].end, end);
	ask(me, &others);
	local_flush_tlb_range(start, end);
	wait_while_anybody_is_in(&tlb_box.sent[me].unacked);
	preempt_enable();
}
