/* SPDX-License-Identifier: MIT */
/*
 * sim_threads.c - what smp/thread.c needs from the machine: arch/context.h and
 * arch/clock.h.
 *
 * A thread's stack pointer is not stored in the thread, but in sim.parked,
 * where state.c finds it. The thread has the address of that.
 */
#include "arch/clock.h"
#include "arch/context.h"
#include "sim_impl.h"
#include "smp/thread.h"

bool sim_real_threads;
bool sim_preemption;

static struct thread *programs[NR_CPUS]; /* the same in each state of a case */

void *map_stack(unsigned int n)
{
	return n < SIM_STACKS ? sim_stacks[n] + SIM_STACK : NULL;
}

void *fresh_stack(void *top, void (*entry)(void))
{
	size_t n = (size_t)((u8 *)top - sim_stacks[0]) / SIM_STACK - 1;

	for (unsigned int cpu = 0; cpu < sim_cpus(); cpu++)
		sim_expect(sim.cpu[cpu].stack != n,
			   "a new thread gets a stack that is in use");
	sim.parked[n] = start_of_stack(top, entry);
	return &sim.parked[n];
}

/* Nobody else can be on that stack, or on its way off it: the run queue's lock
 * is for that. If it is not held, this is a step like any other. */
static void look_at_stack(void **parked)
{
	if (visible(parked, true))
		step();
}

void switch_stack(void **save, void *load)
{
	void **from = &sim.parked[self()->stack];
	void **to = load;
	void *stack_pointer;

	if (sim_running()) {
		look_at_stack(from);
		look_at_stack(to);
	}
	sim_expect(*to != NULL, "switches to a stack that is in use");
	if (!*to)
		suspend(AT_HALT);
	*save = from;
	stack_pointer = *to;
	*to = NULL;
	self()->stack = (u8)(to - sim.parked);
	sim_switch(from, stack_pointer);
}

/* Time: a tick is a millisecond, so a time limit of one ends at the next. */
u64 clock_from_us(u32 us)
{
	return us / 1000;
}

u64 sim_cycles(void)
{
	return self()->clock;
}

static void thread_of_cpu(void *cpu)
{
	suspend(AT_STEP); /* the set-up ends here */
	run_program((unsigned int)(size_t)cpu);
}

struct thread *sim_thread_of(unsigned int cpu)
{
	return programs[cpu];
}

void sim_start_threads(void)
{
	unsigned int cpu;

	for (cpu = 0; cpu < sim_cpus(); cpu++)
		set_up_as(cpu, thread_init_cpu);
	for (cpu = 0; cpu < sim_cpus(); cpu++)
		programs[cpu] = thread_create("program", cpu, thread_of_cpu,
					      (void *)(size_t)cpu);
	for (cpu = 0; cpu < sim_cpus(); cpu++)
		boot(cpu, thread_idle);
}
