/* SPDX-License-Identifier: MIT */
/* programs.c - see programs.h: mapping and using, on several CPUs */
#include "programs_impl.h"

#include "mm/highmem.h"
#include "smp/cpu.h"
#include "smp/idle.h"
#include "smp/spinwait.h"
#include "smp/thread.h"
#include "smp/tlb.h"

static struct event call_of(enum event_kind kind, const char *name,
			    unsigned int n, const void *vaddr)
{
	struct event event = event_named(kind, name);

	event.page = (int)n;
	if (vaddr)
		event.slot = (int)PKMAP_NR((unsigned long)vaddr);
	return event;
}

void *map(unsigned int n)
{
	bool irqs = sim_irqs_on();
	void *vaddr;

	sim_event(call_of(EVENT_CALL, "kmap_high", n, NULL), "kmap_high(P%u)",
		  n);
	vaddr = kmap_high(sim_page(n));
	if (vaddr)
		sim_event(call_of(EVENT_RETURN, "kmap_high", n, vaddr),
			  "kmap_high(P%u) is slot %u", n,
			  PKMAP_NR((unsigned long)vaddr));
	if (sim_irqs_on() != irqs)
		sim_found(VERDICT_IRQ_STATE,
			  "CPU %u called kmap_high() with interrupts %s, and "
			  "has them %s at return",
			  smp_processor_id(), irqs ? "on" : "off",
			  irqs ? "off" : "on");
	return vaddr;
}

void unmap(unsigned int n)
{
	sim_event(call_of(EVENT_CALL, "kunmap_high", n, NULL),
		  "kunmap_high(P%u)", n);
	kunmap_high(sim_page(n));
	sim_event(call_of(EVENT_RETURN, "kunmap_high", n, NULL),
		  ". kunmap_high(P%u) is done", n);
}

void map_use_unmap(unsigned int n)
{
	void *vaddr = map(n);

	sim_use(vaddr, sim_page(n));
	unmap(n);
}

u64 wait_for_note(unsigned int note)
{
	return wait_for_at_least(note, 1);
}

u64 wait_for_at_least(unsigned int note, u64 least)
{
	struct spin_wait wait;
	u64 value = READ_ONCE(sim.note[note]);

	if (value >= least)
		return value;
	spin_wait_begin(&wait, WAIT_OTHER, "another CPU");
	do {
		spin_wait_turn(&wait);
		value = READ_ONCE(sim.note[note]);
	} while (value < least);
	spin_wait_end(&wait);
	return value;
}

void give(void *vaddr)
{
	WRITE_ONCE(sim.note[NOTE_ADDRESS], (u64)(unsigned long)vaddr);
}

void *take(void)
{
	return (void *)(unsigned long)wait_for_note(NOTE_ADDRESS);
}

struct page *filler(unsigned int n)
{
	return sim_page(SIM_PAGES - 1 - n);
}

struct page *filler_of_slot_0(void)
{
	return filler(LAST_PKMAP - 1);
}

void hold_page(unsigned int n)
{
	map(n);
	unmap(n);
}

void once_program(void)
{
	map_use_unmap(smp_processor_id());
}

void twice_program(void)
{
	map_use_unmap(smp_processor_id() * 2);
	map_use_unmap(smp_processor_id() * 2 + 1);
}

void same_program(void)
{
	map_use_unmap(0);
}

void hold_program(void)
{
	hold_page(smp_processor_id());
}

static void idle_until_done(void)
{
	local_irq_disable();
	while (!READ_ONCE(sim.note[NOTE_DONE])) {
		idle_wait();
		local_irq_disable();
	}
	local_irq_enable();
}

void idle_program(void)
{
	if (smp_processor_id() == 0) {
		WRITE_ONCE(sim.note[NOTE_DONE], 1);
		send_ipi(1, IPI_RESCHEDULE);
	} else {
		idle_until_done();
	}
	map_use_unmap(smp_processor_id());
}

void third_program(void)
{
	switch (smp_processor_id()) {
	case 0:
		map(0);
		unmap(0);
		break;
	case 1:
		give(map(1));
		wait_for_note(NOTE_DONE);
		unmap(1);
		break;
	default:
		sim_use(take(), sim_page(1));
		WRITE_ONCE(sim.note[NOTE_DONE], 1);
	}
}

void get_in_handler(void)
{
	void *vaddr = kmap_high_get(sim_page(0));

	if (!vaddr)
		return;
	sim_say("kmap_high_get(P0) is slot %u", PKMAP_NR((unsigned long)vaddr));
	sim_use(vaddr, sim_page(0));
	kunmap_high(sim_page(0));
}

void irqs_off_program(void)
{
	local_irq_disable();
	if (map(smp_processor_id()))
		unmap(smp_processor_id());
	local_irq_enable();
}

void outer_program(void)
{
	switch (smp_processor_id()) {
	case 0:
		map_use_unmap(0);
		break;
	case 1:
		spin_lock_irq(&sim.outer_lock);
		if (kmap_high_get(sim_page(1)))
			kunmap_high(sim_page(1));
		spin_unlock_irq(&sim.outer_lock);
		break;
	default:
		spin_lock_irq(&sim.outer_lock);
		spin_unlock_irq(&sim.outer_lock);
	}
}

/* The thread's first half, on CPU 0. */
static void move_away(void)
{
	void *vaddr = map(0);

	sim_use(vaddr, sim_page(0));
	give(vaddr);
}

static void go_on_here(bool told)
{
	void *vaddr = take();

	sim_say("the thread of CPU 0 continues here");
	if (told && thread_migrate_hook)
		thread_migrate_hook(thread_current());
	sim_use(vaddr, sim_page(0));
	unmap(0);
}

void move_program(void)
{
	if (smp_processor_id() == 0)
		move_away();
	else
		go_on_here(true);
}

void move_unseen_program(void)
{
	if (smp_processor_id() == 0)
		move_away();
	else
		go_on_here(false);
}

void busy_program(void)
{
	if (smp_processor_id() == 0) {
		map_use_unmap(0);
		WRITE_ONCE(sim.note[NOTE_DONE], 1);
	} else {
		wait_for_note(NOTE_DONE);
	}
}

void online_program(void)
{
	if (smp_processor_id() == 1) {
		local_irq_disable();
		sim_say("comes online");
		set_cpu_online();
		local_irq_enable();
	}
	map_use_unmap(smp_processor_id());
}
