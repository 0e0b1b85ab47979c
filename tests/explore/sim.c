/* SPDX-License-Identifier: MIT */
/* sim.c - see sim.h */
#include "sim_impl.h"

#include <string.h>

#include "names.h"
#include "smp/idle.h"
#include "state.h"

struct sim sim;
u8 sim_stacks[SIM_STACKS][SIM_STACK] __aligned(64);

/* Not part of the state: which CPU runs right now. */
static bool running; /* else: set-up or check, on the scheduler's stack */
static unsigned int me;
static unsigned int nr_cpus;
static void *scheduler_stack;
static void (*program)(void);

unsigned int sim_cpus(void)
{
	return nr_cpus;
}

unsigned int sim_cpu_id(void)
{
	return me;
}

struct sim_cpu *self(void)
{
	return &sim.cpu[me];
}

bool sim_running(void)
{
	return running;
}

int sim_context(void)
{
	return running ? (int)(me * 2 + self()->in_handler) : -1;
}

/* The compiler saves what it still needs, and nothing else gets into the state.
 * No red zone is in the way: the caller calls other functions, too. */
static __always_inline void switch_to_scheduler(void **save)
{
	void *load = scheduler_stack;

	__asm__ volatile("call sim_switch_forgetting"
			 : "+D"(save), "+S"(load)
			 :
			 : "rax", "rbx", "rcx", "rdx", "rbp", "r8", "r9", "r10",
			   "r11", "r12", "r13", "r14", "r15", "cc", "memory");
}

/* Let the scheduler decide what comes next, until that is this CPU's step. */
void suspend(enum sim_at at)
{
	struct sim_cpu *cpu = self();
	u8 action;

	do {
		cpu->at = (u8)at;
		switch_to_scheduler(&cpu->stack_pointer);
		action = cpu->action;
		cpu->action = cpu->at = 0;
		cpu->looking = action == DO_LOOK;
		if (action != DO_STEP && action != DO_LOOK)
			run_interrupt(action);
	} while (action != DO_STEP && at != AT_HALT && at != AT_SPIN);
	cpu->irqs_just_off = cpu->stays_just = false;
	cpu->ticked = cpu->ticked && cpu->in_handler;
}

/* Before a visible step. */
void step(void)
{
	if (self()->may_step)
		self()->may_step = false;
	else
		suspend(AT_STEP);
}

void run_program(unsigned int of_cpu)
{
	program();
	sim_say("is done");
	footprint_add_end();
	sim.cpu[of_cpu].finished = true;
}

/* What a CPU does: it runs its program, and then is idle. */
static void life(void)
{
	run_program(me);
	for (;;) {
		local_irq_disable();
		idle_wait();
	}
}

void *start_of_stack(void *top, void (*entry)(void))
{
	void **sp = (void **)((u8 *)top - 16);

	*--sp = NULL; /* keeps the stack aligned as the ABI has it */
	*--sp = (void *)entry;
	return sp - 6; /* sim_switch's registers */
}

void sim_reset(unsigned int cpus, void (*cpu_program)(void))
{
	nr_cpus = cpus;
	program = cpu_program;
	me = 0;
	running = false;
	sim_finding = VERDICT_SAFE;
	memset(&sim, 0, sizeof(sim));
	memset(sim_stacks, 0,
	       (sim_real_threads ? SIM_STACKS : cpus) * sizeof(sim_stacks[0]));
	state_stacks_anew();
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++) {
		sim.cpu[cpu].stack_pointer =
			start_of_stack(sim_stacks[cpu] + SIM_STACK, life);
		sim.cpu[cpu].stack = (u8)cpu;
		sim.cpu[cpu].irqs_on = true;
	}
}

void set_up_as(unsigned int cpu, void (*entry)(void))
{
	me = cpu;
	entry();
	me = 0;
}

void boot(unsigned int cpu, void (*entry)(void))
{
	me = cpu;
	sim_switch(&scheduler_stack,
		   start_of_stack(sim_stacks[cpu] + SIM_STACK, entry));
	me = 0;
}

static bool may_go_on(const struct sim_cpu *cpu)
{
	return cpu->at == AT_STEP || cpu->at == AT_XCHG ||
	       (cpu->at == AT_SPIN && cpu->changed);
}

static bool may_tick(const struct sim_cpu *cpu)
{
	if (cpu->ticks != SIM_ALWAYS)
		return cpu->ticks;
	if (cpu->ticked && may_go_on(cpu))
		return false;
	for (unsigned int id = 0; id < nr_cpus; id++)
		if (!sim.cpu[id].finished)
			return true;
	return false;
}

static unsigned int steps_of(u8 id, struct transition *list)
{
	const struct sim_cpu *cpu = &sim.cpu[id];
	u64 entry = cpu->taking ? entry_now(slot_of_word(cpu->taking)) : 0;
	unsigned int n = 0;

	if (!may_go_on(cpu))
		return 0;
	list[n++] = (struct transition){ id, DO_STEP, 0 };
	if (entry & PTE_PRESENT && !(entry & PTE_ACCESSED))
		list[n++] = (struct transition){ id, DO_STEP, 1 };
	return n;
}

/* When all are stuck, they look in turn, as time passes for all of them. */
static bool may_look(const struct sim_cpu *cpu)
{
	if (cpu->at != AT_SPIN || !cpu->looks)
		return false;
	for (unsigned int id = 0; id < nr_cpus; id++)
		if (sim_looks_when_stuck && sim.cpu[id].at == AT_SPIN &&
		    sim.cpu[id].looks > cpu->looks)
			return false;
	return true;
}

static unsigned int looks_of(u8 id, struct transition *list)
{
	if (!may_look(&sim.cpu[id]))
		return 0;
	*list = (struct transition){ id, DO_LOOK, 0 };
	return 1;
}

unsigned int sim_transitions(struct transition *list)
{
	unsigned int n = 0;

	for (u8 id = 0; id < nr_cpus; id++) {
		const struct sim_cpu *cpu = &sim.cpu[id];

		n += steps_of(id, list + n);
		if (cpu->stores)
			list[n++] = (struct transition){ id, DO_DRAIN, 0 };
		if (!can_take_irqs(cpu))
			continue;
		if (cpu->pending)
			list[n++] = (struct transition){ id, DO_IRQ, 0 };
		if (may_tick(cpu))
			list[n++] = (struct transition){ id, DO_TICK, 0 };
		if (cpu->devices)
			list[n++] = (struct transition){ id, DO_DEVICE, 0 };
		if (can_be_preempted(cpu))
			list[n++] = (struct transition){ id, DO_PREEMPT, 0 };
	}
	if (n && sim_looks_when_stuck)
		return n;
	for (u8 id = 0; id < nr_cpus; id++)
		n += looks_of(id, list + n);
	return n;
}

/* Everything that a CPU does depends on what it has done before. If it waits,
 * others have a hand in when it goes on. */
static void own_footprint(unsigned int cpu)
{
	footprint_own(cpu, PART_ALL);
	if (sim.cpu[cpu].spins)
		footprint_own(cpu, PART_WAIT);
	if (sim.cpu[cpu].ticks == SIM_ALWAYS)
		footprint_own_end();
}

void sim_do(struct transition transition)
{
	struct sim_cpu *cpu = &sim.cpu[transition.cpu];

	footprint_begin();
	own_footprint(transition.cpu);
	me = transition.cpu;
	sim_got_lock = 0;
	running = true;
	if (transition.action == DO_DRAIN) {
		say_drain(cpu->store[0].at);
		drain_one(cpu);
	} else {
		cpu->looks -= transition.action == DO_LOOK;
		cpu->action = transition.action;
		cpu->arg = transition.arg;
		sim_switch(&scheduler_stack, cpu->stack_pointer);
		cpu->arg = 0;
		if (sim_real_threads)
			state_stacks_ran(0, SIM_STACKS - 1);
		else
			state_stacks_ran(transition.cpu, transition.cpu);
	}
	own_footprint(transition.cpu);
	running = false;
	me = 0;
}
