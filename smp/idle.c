/* SPDX-License-Identifier: MIT */
/* idle.c - see idle.h */
#include "smp/idle.h"

struct cpu_idle cpu_idle[NR_CPUS];

struct quiesce_hook quiesce_hook __read_mostly;

void quiesce(void)
{
	quiesce_t hook = READ_ONCE(quiesce_hook.call);

	if (hook)
		hook();
}

void idle_wait(void)
{
	smp_store_mb(cpu_idle[smp_processor_id()].is_idle, true);
	safe_halt();
	/* An NMI ends HLT, too. */
	local_irq_disable();
	idle_leave();
	local_irq_enable();
}

void idle_leave(void)
{
	struct cpu_idle *me = &cpu_idle[smp_processor_id()];

	if (!READ_ONCE(me->is_idle))
		return;
	/* A locked store: a CPU that sees us busy from now on does not rely on
	 * the hook; a CPU that saw us idle has stored before what the hook will
	 * see. */
	smp_store_mb(me->is_idle, false);
	quiesce();
}
