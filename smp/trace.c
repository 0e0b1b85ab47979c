/* SPDX-License-Identifier: MIT */
/* trace.c - see trace.h */
#include "smp/trace.h"

#include "arch/machine.h"
#include "smp/printk.h"

/* Each CPU writes its own ring; read when they are quiet. */
static struct {
	u32 added;
	u64 ahead; /* of CPU 0's time, in cycles */
	struct event event[TRACE_EVENTS];
} __cacheline rings[NR_CPUS];

static enum event_irqs irqs_now(bool on)
{
	if (on)
		return IRQS_ON;
	return preempt_count() >= HARDIRQ_OFFSET ? IRQS_HANDLER : IRQS_OFF;
}

void trace_event(const struct event *event)
{
	bool were_on = local_irq_save();
	unsigned int me = smp_processor_id();
	struct event *to = &rings[me].event[rings[me].added++ % TRACE_EVENTS];

	*to = *event;
	to->at = get_cycles() - rings[me].ahead;
	to->cpu = (u16)me;
	to->irqs = (u8)irqs_now(were_on);
	local_irq_restore(were_on);
}

void trace_set_ahead(unsigned int cpu, s64 cycles)
{
	rings[cpu].ahead = (u64)cycles;
}

void trace_add(const char *what, unsigned long arg)
{
	struct event event = event_named(EVENT_POINT, what);

	event.arg = arg;
	trace_event(&event);
}

static u32 lost_by(unsigned int cpu)
{
	u32 added = rings[cpu].added;

	return added > TRACE_EVENTS ? added - TRACE_EVENTS : 0;
}

u32 trace_lost(void)
{
	u32 lost = 0;

	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		lost += lost_by(cpu);
	return lost;
}

void trace_clear(void)
{
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		rings[cpu].added = 0;
}

/* The next event of one CPU, or NULL. */
static const struct event *next_of(const struct trace_cursor *cursor,
				   unsigned int cpu)
{
	u32 next = lost_by(cpu) + cursor->given[cpu];

	if (next >= rings[cpu].added)
		return NULL;
	return &rings[cpu].event[next % TRACE_EVENTS];
}

const struct event *trace_next(struct trace_cursor *cursor)
{
	const struct event *oldest = NULL;

	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++) {
		const struct event *event = next_of(cursor, cpu);

		if (event && (!oldest || event->at < oldest->at))
			oldest = event;
	}
	if (oldest)
		cursor->given[oldest->cpu]++;
	return oldest;
}

static void print(const struct event *event, u64 start)
{
	u64 at = event->at - start;
	int indent = (int)event->cpu * 2;

	if (event->kind == EVENT_POINT)
		printk("%12llu %*sCPU%u %s %lu\n", at, indent, "", event->cpu,
		       event->name, event->arg);
	else if (event->slot != EVENT_NONE)
		printk("%12llu %*sCPU%u %s of slot %d\n", at, indent, "",
		       event->cpu, event_name(event->kind), event->slot);
	else
		printk("%12llu %*sCPU%u %s %s\n", at, indent, "", event->cpu,
		       event_name(event->kind), event->name ? event->name : "");
}

void trace_print(void)
{
	struct trace_cursor cursor = { { 0 } };
	const struct event *event = trace_next(&cursor);
	u64 start = event ? event->at : 0;

	if (!event) {
		printk("trace: no CPU has done anything that is traced\n");
		return;
	}
	printk("trace: cycles since the first event, CPU, what, about which\n");
	if (trace_lost())
		printk("%u events before these did not fit\n", trace_lost());
	for (; event; event = trace_next(&cursor))
		print(event, start);
	trace_clear();
}
