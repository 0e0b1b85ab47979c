/* SPDX-License-Identifier: MIT */
/*
 * irq.c - interrupts of the simulated CPUs: IPIs and the timer's. What is done
 * around a handler is what arch/x86/trap/trap.c does.
 */
#include "arch/clock.h"
#include "cpu.h"
#include "smp/crosscall.h"
#include "smp/idle.h"
#include "smp/tick.h"
#include "smp/tlb.h"

static u64 timer_period(void)
{
	u64 cycles = (u64)machine->khz * 1000 / TICK_HZ;

	return max(cycles, (u64)TICK_APART) << TICK_SHIFT;
}

static void find_due(struct cpu *cpu)
{
	cpu->due = cpu->next_timer;
	for (int i = 0; i < NR_IPIS; i++)
		cpu->due = min(cpu->due, cpu->arrives[i]);
}

/* The CPUs' timers do not go off at the same time. */
void start_timer(void)
{
	struct cpu *me = self();

	me->next_timer = me->clock + timer_period() +
			 timer_period() / NR_CPUS * this_cpu;
	find_due(me);
}

static void handle(enum ipi ipi)
{
	if (ipi == IPI_CALL)
		crosscall_interrupt();
	else if (ipi == IPI_FLUSH)
		tlb_serve_shootdowns();
	else if (ipi == IPI_QUIESCE)
		quiesce();
	/* IPI_RESCHEDULE has ended HLT, and that is all. */
}

/* The one that came first; NR_IPIS: the timer. */
static unsigned int first_due(const struct cpu *me)
{
	for (unsigned int i = 0; i < NR_IPIS; i++)
		if (me->arrives[i] == me->due)
			return i;
	return NR_IPIS;
}

static void take_one(void)
{
	unsigned int which = first_due(self());

	if (which == NR_IPIS)
		self()->next_timer += timer_period();
	else
		self()->arrives[which] = NEVER;
	find_due(self());
	self()->irqs_on = false;
	self()->preempt_count += HARDIRQ_OFFSET;
	self()->interrupts++;
	pass(machine->enter);
	idle_leave();
	if (which == NR_IPIS)
		tick_interrupt();
	else
		handle(which);
	pass(machine->leave);
	self()->preempt_count -= HARDIRQ_OFFSET;
	self()->irqs_on = true;
}

void take_interrupts(void)
{
	while (self()->irqs_on && self()->due <= self()->clock)
		take_one();
}

static void send(unsigned int to, unsigned int ipi)
{
	struct cpu *target = &cpus[to];
	u64 arrives = self()->clock + ((u64)machine->deliver << TICK_SHIFT);

	self()->sent[ipi]++;
	target->arrives[ipi] = min(target->arrives[ipi], arrives);
	find_due(target);
	due_changed(to);
}

void sim_send_ipi(unsigned int cpu, unsigned int ipi)
{
	send(cpu, ipi);
	pass(machine->send);
}

void sim_send_ipi_all_but_self(unsigned int ipi)
{
	for (unsigned int cpu = 0; cpu < machine_cpus(); cpu++)
		if (cpu != this_cpu)
			send(cpu, ipi);
	pass(machine->send);
}

u64 ipis_sent(unsigned int cpu, enum ipi ipi)
{
	return cpus[cpu].sent[ipi];
}
