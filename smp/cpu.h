/* SPDX-License-Identifier: MIT */
/*
 * cpu.h - which CPUs there are.
 */
#ifndef SMP_CPU_H
#define SMP_CPU_H

#include "smp/cpumask.h"

/*
 * CPUs that run the kernel and answer IPIs. A CPU enters it once, at start,
 * before it runs any thread; none ever leaves.
 */
extern struct shared_cpumask cpu_online_mask;

static inline bool cpu_online(unsigned int cpu)
{
	return shared_cpumask_test(&cpu_online_mask, cpu);
}

/*
 * This CPU enters it, and then forgets whatever its TLB has taken in so far: a
 * shootdown either counts on the CPU's answer, or has cleared its entries
 * before the CPU flushes. Interrupts off; the CPU has used no mapping yet that
 * may be recycled.
 */
void set_cpu_online(void);

/* How many are online; they are numbered 0 to that, less one. */
unsigned int num_online_cpus(void);

/* All online CPUs but this one. */
struct cpumask cpus_online_but_me(void);

#endif
