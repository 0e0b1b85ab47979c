/* SPDX-License-Identifier: MIT */
/* trace.c - see trace.h */
#include "smp/trace.h"

#include "arch/machine.h"
#include "smp/printk.h"

#define TRACE_EVENTS 64 /* a CPU; a power of two */

struct trace_event {
	u64 when; /* cycles */
	const char *what;
	unsigned long arg;
};

/* Each CPU writes its own ring; printed when they are quiet. */
static struct {
	u32 added;
	struct trace_event event[TRACE_EVENTS];
} __cacheline rings[NR_CPUS];

void trace_add(const char *what, unsigned long arg)
{
	unsigned int me = smp_processor_id();
	bool were_on = local_irq_save();
	u32 at = rings[me].added++ % TRACE_EVENTS;

	rings[me].event[at] = (struct trace_event){ get_cycles(), what, arg };
	local_irq_restore(were_on);
}

/* The CPU whose next unprinted event is the oldest; NR_CPUS if all have been
 * printed. */
static unsigned int oldest(const u32 *next)
{
	unsigned int best = NR_CPUS;
	u64 when = ~0ull;

	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++) {
		const struct trace_event *event =
			&rings[cpu].event[next[cpu] % TRACE_EVENTS];

		if (next[cpu] != rings[cpu].added && event->when < when) {
			when = event->when;
			best = cpu;
		}
	}
	return best;
}

void trace_print(void)
{
	u32 next[NR_CPUS];
	u64 start = 0;
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		next[cpu] = rings[cpu].added > TRACE_EVENTS
				    ? rings[cpu].added - TRACE_EVENTS
				    : 0;
	printk("trace: cycles since the first event, CPU, what, about which\n");
	while ((cpu = oldest(next)) < NR_CPUS) {
		const struct trace_event *event =
			&rings[cpu].event[next[cpu]++ % TRACE_EVENTS];

		start = start ? start : event->when;
		printk("%12llu %*sCPU%u %s %lu\n", event->when - start,
		       (int)cpu * 2, "", cpu, event->what, event->arg);
	}
	for (cpu = 0; cpu < NR_CPUS; cpu++)
		rings[cpu].added = 0;
}
