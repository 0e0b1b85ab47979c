/* SPDX-License-Identifier: MIT */
/*
 * threads.c - one thread per CPU, and of threads only what the window's code
 * needs: sleeping and waking. smp/thread.c does the same with run queues, under
 * a lock. Cases that are not about these have fewer states without.
 *
 * The linker (--wrap) sends all calls of these functions here, except those
 * that smp/thread.c makes itself. In a case with real threads they go on from
 * here to there. This file is built like the portable sources, so that every
 * access is a simulated one.
 */
#include "names.h"
#include "sim.h"
#include "smp/idle.h"
#include "smp/thread.h"

static struct thread threads[NR_CPUS];

void threads_init(void);

void threads_init(void)
{
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++) {
		WRITE_ONCE(threads[cpu].cpu, cpu);
		WRITE_ONCE(threads[cpu].state, THREAD_RUNNING);
		current_threads[cpu].thread = &threads[cpu];
	}
}

static void prepare_sleep(void)
{
	smp_store_mb(thread_current()->state, THREAD_SLEEPING);
}

static void cancel_sleep(void)
{
	WRITE_ONCE(thread_current()->state, THREAD_RUNNING);
}

static void sleep(void)
{
	say_sleep();
	local_irq_disable();
	while (READ_ONCE(thread_current()->state) == THREAD_SLEEPING) {
		idle_wait();
		local_irq_disable();
	}
	local_irq_enable();
}

static void wake(struct thread *thread)
{
	unsigned int cpu = READ_ONCE(thread->cpu);

	if (cmpxchg(thread->state, THREAD_SLEEPING, THREAD_RUNNING) ==
		    THREAD_SLEEPING &&
	    cpu != smp_processor_id()) {
		say_wake(cpu);
		send_ipi(cpu, IPI_RESCHEDULE);
	}
}

/* What the linker makes of a call of thread_NAME(). */
#define WRAP(type, name, params, args)                    \
	type __real_thread_##name params;                 \
	type __wrap_thread_##name params;                 \
	type __wrap_thread_##name params                  \
	{                                                 \
		if (sim_real_threads)                     \
			return __real_thread_##name args; \
		return name args;                         \
	}

WRAP(void, prepare_sleep, (void), ())
WRAP(void, cancel_sleep, (void), ())
WRAP(void, sleep, (void), ())
WRAP(void, wake, (struct thread * thread), (thread))
