/* SPDX-License-Identifier: MIT */
/* preempt.c - see preempt.h. The switch itself is in smp/thread.c. */
#include "smp/preempt.h"

#include "arch/context.h"
#include "smp/lockstat.h"
#include "smp/static_key.h"
#include "smp/thread.h"

DEFINE_STATIC_KEY_FALSE(preempt_full);

/* Interrupts off: so nothing changes what is found here before the switch. */
static void schedule_if_possible(void)
{
	if (!preempt_count())
		thread_preempt();
}

void preempt_schedule(void)
{
	if (irqs_disabled())
		return;
	local_irq_disable();
	schedule_if_possible();
	local_irq_enable();
}

void preempt_schedule_irq(void)
{
	schedule_if_possible();
}

void preempt_set_full(bool on)
{
	WRITE_ONCE(preempt_full.enabled, on);
	if (on)
		fetch_or(spin_unlock_slow.enabled, UNLOCK_PREEMPTS);
	else
		fetch_and(spin_unlock_slow.enabled, ~UNLOCK_PREEMPTS);
	static_keys_apply();
	WRITE_ONCE(irq_exit_hook.call, on ? preempt_schedule_irq : NULL);
}
