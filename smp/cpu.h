/* SPDX-License-Identifier: MIT */
/*
 * cpu.h - which CPUs there are.
 */
#ifndef SMP_CPU_H
#define SMP_CPU_H

#include "smp/cpumask.h"

/*
 * The CPUs that run the kernel and answer IPIs. A CPU enters the mask once, at
 * its start, before it runs any thread. None ever leaves it.
 */
extern struct shared_cpumask cpu_online_mask;

static inline bool cpu_online(unsigned int cpu)
{
	return shared_cpumask_test(&cpu_online_mask, cpu);
}

/*
 * This CPU enters the mask, and then flushes its TLB. So a shootdown either
 * asks this CPU, or has cleared its entries before this CPU flushes. Interrupts
 * off; the CPU must not have used a mapping yet that may be recycled.
 */
void set_cpu_online(void);

/* How many CPUs are online. Their numbers are 0 to that number less one. */
unsigned int num_online_cpus(void);

/* All online CPUs but this one. */
static inline struct cpumask cpus_online_but_me(void)
{
	struct cpumask others = shared_cpumask_read(&cpu_online_mask);

	cpumask_clear(&others, smp_processor_id());
	return others;
}

#endif
