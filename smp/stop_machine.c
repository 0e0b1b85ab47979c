/* SPDX-License-Identifier: MIT */
/* stop_machine.c - see stop_machine.h */
#include "smp/stop_machine.h"

#include "arch/panic.h"
#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/spinlock.h"
#include "smp/spinwait.h"

/* A CPU that waits for this lock has interrupts on, so it can stand still for
 * the one that holds it. */
static DEFINE_SPINLOCK(stop_lock);

static struct {
	SHARED(u32) standing; /* CPUs that stand still */
	SHARED(bool) go_on;
} __cacheline stop;

static void stand_still(void *unused)
{
	struct spin_wait wait;

	(void)unused;
	fetch_add(stop.standing, 1);
	spin_wait_begin(&wait, WAIT_OTHER, "the end of stop_machine()");
	while (!READ_ONCE(stop.go_on))
		spin_wait_turn(&wait);
	spin_wait_end(&wait);
	sync_core();
}

/* Interrupts are on, because the others may wait for us before they can stop.
 */
static void stop_others(const struct cpumask *others)
{
	u32 count = cpumask_weight(others);
	struct spin_wait wait;

	WRITE_ONCE(stop.standing, 0);
	WRITE_ONCE(stop.go_on, false);
	smp_call_function_many(others, stand_still, NULL, false);
	spin_wait_begin(&wait, WAIT_OTHER, "all other CPUs to stand still");
	while (READ_ONCE(stop.standing) < count)
		spin_wait_turn(&wait);
	spin_wait_end(&wait);
}

void stop_machine(void (*func)(void *info), void *info)
{
	struct cpumask others;

	assert(!irqs_disabled() && !preempt_count());
	spin_lock(&stop_lock);
	others = cpus_online_but_me();
	stop_others(&others);
	local_irq_disable();
	func(info);
	sync_core();
	local_irq_enable();
	smp_store_mb(stop.go_on, true);
	mailbox_wait(&crosscall_box);
	spin_unlock(&stop_lock);
}
