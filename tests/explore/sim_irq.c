/* SPDX-License-Identifier: MIT */
/* sim_irq.c - see sim_impl.h */
#include "sim_impl.h"

#include <string.h>

#include "names.h"
#include "plain.h"
#include "smp/crosscall.h"
#include "smp/idle.h"
#include "smp/preempt.h"
#include "smp/thread.h"
#include "smp/tick.h"
#include "smp/tlb.h"

void (*sim_device_handler)(void);
u32 sim_got_lock;

bool sim_irqs_on(void)
{
	return !sim_running() || self()->irqs_on;
}

void sim_set_irqs(bool on)
{
	struct sim_cpu *cpu = self();

	if (!sim_running() || cpu->irqs_on == on)
		return;
	if (on)
		plain_irqs_on();
	else
		plain_irqs_off();
	cpu->irqs_on = on;
	cpu->irqs_just_off = !on;
	sim_event(event_of(on ? EVENT_IRQS_ON : EVENT_IRQS_OFF),
		  ". interrupts are %s", on ? "on" : "off");
}

bool can_take_irqs(const struct sim_cpu *cpu)
{
	return cpu->irqs_on || cpu->irqs_just_off;
}

void sim_halt(void)
{
	if (!sim_running())
		return;
	sim_set_irqs(true);
	suspend(AT_HALT);
}

static void finish_stores(void)
{
	if (!self()->stores)
		return;
	step();
	drain_all(self());
}

/* Sent together with the step before: it may be taken at any time from now. */
void sim_send_ipi(unsigned int cpu, unsigned int ipi)
{
	if (!sim_running())
		return;
	finish_stores();
	footprint_add(cpu, PART_PENDING);
	sim.cpu[cpu].pending |= (u8)(1u << ipi & ~sim.lost_ipis);
	sim_event(event_to_cpu(EVENT_IPI_SEND, (int)cpu, ipi_name(ipi)),
		  "sends CPU %u an interrupt (%s)", cpu, ipi_name(ipi));
}

void sim_send_ipi_all_but_self(unsigned int ipi)
{
	if (!sim_running())
		return;
	finish_stores();
	for (unsigned int cpu = 0; cpu < sim_cpus(); cpu++) {
		if (cpu == sim_cpu_id())
			continue;
		footprint_add(cpu, PART_PENDING);
		sim.cpu[cpu].pending |= (u8)(1u << ipi);
	}
	sim_event(event_named(EVENT_IPI_SEND, ipi_name(ipi)),
		  "sends all others an interrupt (%s)", ipi_name(ipi));
}

static void take_tick(struct sim_cpu *cpu)
{
	sim_event(event_named(EVENT_IPI_TAKE, "timer tick"), "-- timer tick");
	if (cpu->ticks == SIM_ALWAYS) {
		cpu->ticked = true;
	} else {
		cpu->ticks--;
		cpu->clock++;
	}
	idle_leave();
	tick_interrupt();
}

/* Interrupts */
static void handle(enum sim_action action)
{
	struct sim_cpu *cpu = self();
	unsigned int ipi = 0;

	if (action == DO_TICK) {
		take_tick(cpu);
		return;
	}
	if (action == DO_PREEMPT) {
		cpu->preempts--;
		sim_event(event_named(EVENT_IPI_TAKE, "time slice"),
			  "-- its time slice ends");
		set_need_resched();
		return;
	}
	if (action == DO_DEVICE) {
		cpu->devices--;
		sim_event(event_named(EVENT_IPI_TAKE, "device"),
			  "-- device interrupt");
		idle_leave();
		sim_device_handler();
		return;
	}
	footprint_own(sim_cpu_id(), PART_PENDING);
	while (cpu->pending >> (ipi + 1))
		ipi++; /* the highest vector comes first */
	cpu->pending &= (u8) ~(1u << ipi);
	sim_event(event_named(EVENT_IPI_TAKE, ipi_name(ipi)),
		  "-- takes the interrupt (%s)", ipi_name(ipi));
	idle_leave();
	if (ipi == IPI_CALL)
		crosscall_interrupt();
	else if (ipi == IPI_FLUSH)
		tlb_serve_shootdowns();
	else if (ipi == IPI_QUIESCE)
		quiesce();
}

bool can_be_preempted(const struct sim_cpu *cpu)
{
	return cpu->preempts && cpu->at == AT_STEP && can_take_irqs(cpu) &&
	       (!cpu->stays || cpu->stays_just) && !cpu->locks;
}

void sim_preempt_off(void)
{
	if (sim_running() && sim_preemption && !self()->stays++)
		self()->stays_just = true;
}

void sim_preempt_on(void)
{
	if (sim_running() && sim_preemption && !--self()->stays)
		self()->stays_just = false;
}

/* What smp/preempt.c does at the end of an interrupt. Returns when this thread
 * runs again. */
static void let_others_run(void)
{
	struct sim_cpu *cpu = self();
	u8 stays = cpu->stays;
	bool stays_just = cpu->stays_just;

	cpu->irqs_on = cpu->irqs_just_off = false;
	cpu->may_step = cpu->spins = false;
	cpu->stays = 0;
	thread_preempt();
	cpu->stays = stays;
	cpu->stays_just = stays_just;
}

void run_interrupt(enum sim_action action)
{
	struct sim_cpu *cpu = self();
	bool may_step = cpu->may_step;
	bool spins = cpu->spins;
	bool wants_lock = cpu->wants_lock;
	bool irqs_on = cpu->irqs_on;

	cpu->outer_locks = cpu->locks;
	cpu->locks = 0;
	cpu->in_handler = true;
	cpu->interrupts += sim_detects;
	cpu->irqs_on = cpu->irqs_just_off = false;
	cpu->may_step = cpu->spins = cpu->wants_lock = false;
	plain_irqs_off();
	handle(action);
	plain_irqs_on();
	sim_fence(); /* IRET */
	sim_event(event_of(EVENT_IPI_END), "-- end of interrupt");
	cpu->locks = cpu->outer_locks;
	cpu->outer_locks = 0;
	cpu->in_handler = false;
	if (action == DO_PREEMPT)
		let_others_run();
	cpu->irqs_on = irqs_on;
	cpu->irqs_just_off = !irqs_on;
	cpu->may_step = may_step;
	cpu->spins = spins;
	cpu->wants_lock = wants_lock;
	cpu->changed = spins; /* look again */
	cpu->watched = 0;
}

static const spinlock_t *lock_of(const void *lock)
{
	return lock;
}

/* Which lock guards what is learned from this: locations.h. */
void sim_lock_taken(const void *lock)
{
	if (!sim_running())
		return;
	sim_got_lock |= 1u << sim_cpu_id();
	self()->locks |= 1u << lock_number(lock);
	plain_lock_taken(lock);
	sim_event(event_named(EVENT_LOCK_TAKE, lock_of(lock)->name), "takes %s",
		  lock_of(lock)->name);
}

void sim_lock_released(const void *lock)
{
	if (!sim_running())
		return;
	self()->locks &= ~(1u << lock_number(lock));
	plain_lock_released(lock);
	sim_event(event_named(EVENT_LOCK_RELEASE, lock_of(lock)->name),
		  "releases %s", lock_of(lock)->name);
}
