/* SPDX-License-Identifier: MIT */
/*
 * programs_calls.c - see programs.h: cross calls. Each CPU notes which call it
 * has heard last; those that one CPU makes come one by one, each once.
 */
#include "programs_impl.h"
#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/stop_machine.h"

/* The calls of CPU 0 are 1, 2, 3; those of CPU 1 are 11, 12, 13. */
#define CALLS_OF(cpu) ((size_t)(cpu)*10)

static void hear(void *call)
{
	unsigned int caller = (unsigned int)((size_t)call / 10);
	u64 number = (size_t)call % 10;
	unsigned int me = smp_processor_id();

	sim_say("-- hears call %zu", (size_t)call);
	sim_expect(READ_ONCE(sim.heard[me][caller]) + 1 == number,
		   "a call is lost, comes twice, or overtakes another one");
	WRITE_ONCE(sim.heard[me][caller], number);
}

static void call(unsigned int cpu, unsigned int number, bool wait)
{
	size_t call = CALLS_OF(smp_processor_id()) + number;

	sim_say("calls CPU %u: %zu", cpu, call);
	smp_call_function_single(cpu, hear, (void *)call, wait);
	if (wait)
		sim_expect(READ_ONCE(sim.heard[cpu][call / 10]) == call % 10,
			   "the caller goes on before its call is done");
}

void calls_program(void)
{
	if (smp_processor_id() == 1)
		return;
	call(1, 1, false);
	call(1, 2, false);
	call(1, 3, true);
}

void cross_program(void)
{
	unsigned int other = 1 - smp_processor_id();

	call(other, 1, false);
	call(other, 2, true);
}

void call_third_program(void)
{
	if (smp_processor_id() == 2)
		return;
	call(2, 1, false);
	call(2, 2, true);
}

/* Who was online before the call must have heard it, CPU 0 included. */
void call_all_program(void)
{
	struct cpumask online = shared_cpumask_read(&cpu_online_mask);
	unsigned int cpu;

	if (smp_processor_id() == 0) {
		sim_say("calls all");
		on_each_cpu(hear, (void *)1);
		for_each_cpu(cpu, &online)
			sim_expect(READ_ONCE(sim.heard[cpu][0]) == 1,
				   "a CPU that is online has not been called");
	} else if (sim.cpu[smp_processor_id()].offline) {
		local_irq_disable();
		sim_say("comes online");
		set_cpu_online();
		local_irq_enable();
	}
}

/* Two notes that are the same, but not while they are changed. */
static void expect_same_notes(void)
{
	u64 first = READ_ONCE(sim.note[0]);

	sim_expect(READ_ONCE(sim.note[1]) == first,
		   "not all CPUs stand still, or two have stopped the others");
}

static void change_notes(void *unused)
{
	(void)unused;
	expect_same_notes();
	for (int i = 0; i < 2; i++)
		WRITE_ONCE(sim.note[i], READ_ONCE(sim.note[i]) + 1);
}

void stop_program(void)
{
	if (smp_processor_id() == 1) {
		local_irq_disable();
		expect_same_notes();
		local_irq_enable();
	}
	if (smp_processor_id() < 2)
		stop_machine(change_notes, NULL);
}
