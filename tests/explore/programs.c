/* SPDX-License-Identifier: MIT */
/* programs.c - see programs.h */
#include "programs.h"

#include "mm/highmem.h"
#include "sim.h"
#include "smp/cpu.h"
#include "smp/idle.h"
#include "smp/spinwait.h"
#include "smp/thread.h"
#include "smp/tlb.h"

/* What CPUs tell each other: addresses to use, and that they are done. */
#define NOTE_ADDRESS 0
#define NOTE_DONE    1

static void *map(unsigned int n)
{
	bool irqs = sim_irqs_on();
	void *vaddr;

	sim_say("kmap_high(P%u)", n);
	vaddr = kmap_high(sim_page(n));
	if (vaddr)
		sim_say("kmap_high(P%u) is slot %u", n,
			PKMAP_NR((unsigned long)vaddr));
	if (sim_irqs_on() != irqs)
		sim_found(VERDICT_IRQ_STATE,
			  "CPU %u called kmap_high() with interrupts %s, and "
			  "has them %s at return",
			  smp_processor_id(), irqs ? "on" : "off",
			  irqs ? "off" : "on");
	return vaddr;
}

static void unmap(unsigned int n)
{
	sim_say("kunmap_high(P%u)", n);
	kunmap_high(sim_page(n));
}

static void map_use_unmap(unsigned int n)
{
	void *vaddr = map(n);

	sim_use(vaddr, sim_page(n));
	unmap(n);
}

static u64 wait_for_note(unsigned int note)
{
	struct spin_wait wait;
	u64 value = READ_ONCE(sim.note[note]);

	if (value)
		return value;
	spin_wait_begin(&wait, WAIT_OTHER, "another CPU");
	do {
		spin_wait_turn(&wait);
		value = READ_ONCE(sim.note[note]);
	} while (!value);
	spin_wait_end(&wait);
	return value;
}

static void give(void *vaddr)
{
	WRITE_ONCE(sim.note[NOTE_ADDRESS], (u64)(unsigned long)vaddr);
}

static void *take(void)
{
	return (void *)(unsigned long)wait_for_note(NOTE_ADDRESS);
}

static struct page *page_of_slot(unsigned int nr)
{
	return pfn_to_page(pte_pfn(pte_read(&pkmap_page_table[nr])));
}

/* Pages from the last one down, that fill the window beforehand. The first one
 * gets slot 1, the last one slot 0. */
static struct page *filler(unsigned int n)
{
	return sim_page(SIM_PAGES - 1 - n);
}

static struct page *filler_of_slot_0(void)
{
	return filler(LAST_PKMAP - 1);
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

static void hold_page(unsigned int n)
{
	map(n);
	unmap(n);
}

void hold_program(void)
{
	hold_page(smp_processor_id());
}

/* From then on it is the first in the queue. So the question does not depend on
 * which CPU gets kmap_lock, which is not taken in turn. */
static void wait_until_one_sleeps(unsigned int color)
{
	struct wait_queue *queue = get_pkmap_wait_queue_head(color);
	struct spin_wait wait;

	if (waitqueue_active(queue))
		return;
	spin_wait_begin(&wait, WAIT_OTHER, "a sleeper");
	do
		spin_wait_turn(&wait);
	while (!waitqueue_active(queue));
	spin_wait_end(&wait);
}

void starve_program(void)
{
	if (smp_processor_id() == 0) {
		give(map(0));
		wait_until_one_sleeps(0);
		do {
			unmap(0);
			map(0);
		} while (!READ_ONCE(sim.note[NOTE_DONE]));
		unmap(0);
	} else {
		take();
		map(1);
		unmap(1);
		WRITE_ONCE(sim.note[NOTE_DONE], 1);
	}
}

void other_unmaps_program(void)
{
	if (smp_processor_id() == 0)
		map(0);
	else
		kunmap_high(page_of_slot(get_pkmap_color(sim_page(0))));
}

void reuse_program(void)
{
	map_use_unmap(smp_processor_id() == 0 ? 0 : SIM_PAGES - 1);
}

void get_program(void)
{
	struct page *page = filler_of_slot_0();
	void *vaddr;

	if (smp_processor_id() == 0) {
		hold_page(0);
		hold_page(1);
		return;
	}
	vaddr = kmap_high_get(page);
	if (!vaddr)
		return;
	sim_use(vaddr, page);
	kunmap_high(page);
}

void flush_program(void)
{
	if (smp_processor_id() == 0)
		kmap_flush_unused();
	else
		map_use_unmap(1);
}

void flush_both_program(void)
{
	if (smp_processor_id() == 1)
		kunmap_high(filler(0));
	if (smp_processor_id() < 2)
		kmap_flush_unused();
}

void gap_program(void)
{
	if (smp_processor_id() == 0) {
		map_use_unmap(0);
		map_use_unmap(2);
	} else {
		kunmap_high(filler(0));
		map_use_unmap(1);
	}
}

void retire_program(void)
{
	if (smp_processor_id() == 0) {
		kmap_flush_unused();
		kunmap_high(filler(0));
		kmap_flush_unused();
	} else {
		map_use_unmap(1);
	}
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

void fill_window(void)
{
	for (unsigned int n = 0; n < LAST_PKMAP; n++)
		kmap_high(filler(n));
	for (unsigned int n = 0; n < LAST_PKMAP; n++)
		kunmap_high(filler(n));
}

void fill_window_but_one(void)
{
	for (unsigned int n = 0; n < LAST_PKMAP; n++)
		kmap_high(filler(n));
	for (unsigned int n = 0; n < LAST_PKMAP; n++)
		if (page_address(filler(n)) == (void *)PKMAP_ADDR(0))
			kunmap_high(filler(n));
}

void fill_window_but_slot_1(void)
{
	fill_window();
	kmap_high(filler(0));
}

void fill_window_one_color_used(void)
{
	unsigned int used = get_pkmap_color(sim_page(0));

	for (unsigned int n = 0; n < LAST_PKMAP; n++)
		kmap_high(filler(n));
	for (unsigned int n = 0; n < LAST_PKMAP; n++)
		if (get_pkmap_color(filler(n)) != used)
			kunmap_high(filler(n));
}

void fill_slot_1(void)
{
	kmap_high(filler(0));
	kunmap_high(filler(0));
}

void fill_window_cpu_1_away(void)
{
	fill_window();
	sim.cpu[1].offline = true;
}
