/* SPDX-License-Identifier: MIT */
/*
 * tlb.c - lab 2, your file: the TLB shootdown. It takes the place of smp/tlb.c.
 * README.md says what to write.
 */
#include "smp/tlb.h"

#include "arch/page.h"
#include "smp/cpu.h"
#include "smp/preempt.h"
#include "smp/spinwait.h"

/* A range of more pages is flushed by flushing the whole TLB. */
#define SINGLE_PAGE_FLUSH_CEILING 33

/*
 * Given, for you to use:
 *
 *   tlb_box.inbox[t].from    a set of CPUs: who has asked target t
 *   tlb_box.sent[i].unacked  a set of CPUs: who has not yet answered CPU i
 *   shared_cpumask_*()       to read and change such sets: smp/cpumask.h
 *   cpus_online_but_me(), for_each_cpu()
 *   send_ipi(cpu, IPI_FLUSH) makes that CPU call tlb_serve_shootdowns(), in a
 *                            handler, if it has interrupts on, or once it does
 */

static void local_flush_tlb_range(unsigned long start, unsigned long end)
{
	if (end - start > SINGLE_PAGE_FLUSH_CEILING * PAGE_SIZE) {
		local_flush_tlb_all();
		return;
	}
	for (; start != end; start += PAGE_SIZE)
		local_flush_tlb_one(start);
}

/* The handler of IPI_FLUSH: interrupts are off. */
void tlb_serve_shootdowns(void)
{
	/* Who has asked? Flush what each of them wants. Answer. */
}

/* A wait for answers, as the kernel waits: so that others get on meanwhile, and
 * that it is known who waits for whom. */
static inline void wait_while_anybody_is_in(struct shared_cpumask *set)
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

void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	preempt_disable(); /* so that this remains the same CPU */
	/* Ask all other CPUs that are online. */
	local_flush_tlb_range(start, end);
	/* Wait until all of them have answered. */
	preempt_enable();
}
