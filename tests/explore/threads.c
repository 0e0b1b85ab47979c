/* SPDX-License-Identifier: MIT */
/*
 * threads.c - one thread per CPU, and of threads only what the portable code
 * needs: sleeping and waking. smp/thread.c does the same with run queues, under
 * a lock. This file is built like the portable sources, so that every access is
 * a simulated one.
 */
#include "smp/idle.h"
#include "smp/thread.h"

static struct thread threads[NR_CPUS];

void (*thread_migrate_hook)(struct thread *thread);
void (*thread_switch_hook)(struct thread *from, struct thread *to);

void threads_init(void);

void threads_init(void)
{
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++) {
		WRITE_ONCE(threads[cpu].cpu, cpu);
		WRITE_ONCE(threads[cpu].state, THREAD_RUNNING);
	}
}

struct thread *thread_current(void)
{
	return &threads[smp_processor_id()];
}

void thread_prepare_sleep(void)
{
	smp_store_mb(thread_current()->state, THREAD_SLEEPING);
}

void thread_cancel_sleep(void)
{
	WRITE_ONCE(thread_current()->state, THREAD_RUNNING);
}

void thread_sleep(void)
{
	local_irq_disable();
	while (READ_ONCE(thread_current()->state) == THREAD_SLEEPING) {
		idle_wait();
		local_irq_disable();
	}
	local_irq_enable();
}

void thread_wake(struct thread *thread)
{
	unsigned int cpu = READ_ONCE(thread->cpu);

	if (cmpxchg(thread->state, THREAD_SLEEPING, THREAD_RUNNING) ==
		    THREAD_SLEEPING &&
	    cpu != smp_processor_id())
		send_ipi(cpu, IPI_RESCHEDULE);
}
