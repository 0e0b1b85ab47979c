/* SPDX-License-Identifier: MIT */
/* cpu.c - see cpu.h */
#include "smp/cpu.h"

struct shared_cpumask cpu_online_mask __read_mostly;

unsigned int num_online_cpus(void)
{
	struct cpumask online = shared_cpumask_read(&cpu_online_mask);

	return cpumask_weight(&online);
}

void set_cpu_online(void)
{
	/* A locked instruction: a CPU that does not see us in the mask has
	 * cleared its entries before we flush. The other barrier of the pair is
	 * in flush_tlb_kernel_range(). */
	shared_cpumask_set(&cpu_online_mask, smp_processor_id());
	local_flush_tlb_all();
}
