/* SPDX-License-Identifier: MIT */
/*
 * programs_deadlock.c - see programs.h: waits in a circle, and waits that only
 * look like that.
 */
#include "programs_impl.h"
#include "smp/crosscall.h"
#include "smp/deadlock.h"
#include "smp/spinlock.h"

static void nothing(void *unused)
{
	(void)unused;
}

static void hold_outer_lock(void)
{
	spin_lock_irq(&sim.outer_lock);
	spin_unlock_irq(&sim.outer_lock);
}

/* Whoever had to look was stuck. */
static bool somebody_looked(void)
{
	for (unsigned int cpu = 0; cpu < sim_cpus(); cpu++)
		if (sim.cpu[cpu].looks < sim.cpu[cpu].looks_given)
			return true;
	return false;
}

void circle_program(void)
{
	if (smp_processor_id() == 1) {
		hold_outer_lock();
		return;
	}
	spin_lock_irq(&sim.outer_lock);
	smp_call_function_single(1, nothing, NULL, true);
	spin_unlock_irq(&sim.outer_lock);
	sim_expect(deadlock_count() == somebody_looked(),
		   "a deadlock was not reported once");
}

static void expect_no_deadlock(void)
{
	sim_expect(deadlock_count() == 0, "it was no deadlock");
}

void answering_program(void)
{
	spin_lock(&sim.outer_lock);
	if (smp_processor_id() == 0)
		smp_call_function_single(1, nothing, NULL, true);
	spin_unlock(&sim.outer_lock);
	expect_no_deadlock();
}

void inner_lock_in_handler(void)
{
	spin_lock(&sim.inner_lock);
	spin_unlock(&sim.inner_lock);
}

void handlers_lock_program(void)
{
	spin_lock(&sim.outer_lock);
	if (smp_processor_id() == 0) {
		spin_lock_irq(&sim.inner_lock);
		spin_unlock_irq(&sim.inner_lock);
	}
	spin_unlock(&sim.outer_lock);
	expect_no_deadlock();
}
