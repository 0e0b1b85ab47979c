/* SPDX-License-Identifier: MIT */
/* cpu.c - see cpu.h */
#include "smp/cpu.h"

struct shared_cpumask cpu_online_mask;

unsigned int num_online_cpus(void)
{
	struct cpumask online = shared_cpumask_read(&cpu_online_mask);

	return cpumask_weight(&online);
}

struct cpumask cpus_online_but_me(void)
{
	struct cpumask others = shared_cpumask_read(&cpu_online_mask);

	cpumask_clear(&others, smp_processor_id());
	return others;
}
