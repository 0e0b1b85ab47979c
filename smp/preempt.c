/* SPDX-License-Identifier: MIT */
/* preempt.c - see preempt.h. The switch itself is in smp/thread.c. */
#include "smp/preempt.h"

#include "arch/context.h"
#include "smp/lockstat.h"
#include "smp/static_key.h"
#include "smp/thread.h"

DEFINE_STATIC_KEY_FALSE(preempt_full);

/* Interrupts off: so nothing changes what is found here before the switch. */
void preempt_schedule_irq(void)
{
	if (!preempt_count())
		thread_preempt();
}

void preempt_schedule(void)
{
	if (irqs_disabled())
		return;
	local_irq_disable();
	preempt_schedule_irq();
	local_irq_enable();
}

void preempt_set_full(bool on)
{
	WRITE_ONCE(preempt_full.enabled, on);
	spin_unlock_set_slow(UNLOCK_PREEMPTS, on);
	static_keys_apply();
	WRITE_ONCE(irq_exit_hook.call, on ? preempt_schedule_irq : NULL);
}
