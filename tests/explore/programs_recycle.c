/* SPDX-License-Identifier: MIT */
/* programs_recycle.c - see programs.h: bookkeeping, while slots are recycled */
#include "mm/highmem.h"
#include "programs_impl.h"
#include "smp/spinwait.h"

static struct page *page_of_slot(unsigned int nr)
{
	return pfn_to_page(pte_pfn(pte_read(&pkmap_page_table[nr])));
}

void other_unmaps_program(void)
{
	if (smp_processor_id() == 0)
		map(0);
	else
		kunmap_high(page_of_slot(get_pkmap_color(sim_page(0))));
}

/* CPU 0 comes to filler 0's slot first. */
void first_unmapped_program(void)
{
	if (smp_processor_id() == 0)
		map(0);
	else
		kunmap_high(filler(0));
}

void reuse_program(void)
{
	map_use_unmap(smp_processor_id() == 0 ? 0 : SIM_PAGES - 1);
}

/* CPU 0 gives a slot back, takes it for P0, and keeps that. */
void kept_program(void)
{
	if (smp_processor_id() == 0) {
		kunmap_high(filler(0));
		kmap_high(sim_page(0));
	} else {
		map_use_unmap(0);
	}
}

/* Use a page if it is mapped. */
static void get_use_unmap(struct page *page)
{
	void *vaddr = kmap_high_get(page);

	if (!vaddr)
		return;
	sim_use(vaddr, page);
	kunmap_high(page);
}

void get_program(void)
{
	if (smp_processor_id() == 0) {
		hold_page(0);
		hold_page(1);
	} else {
		get_use_unmap(filler_of_slot_0());
	}
}

static void hold_filler_of_slot_0(void)
{
	kmap_high(filler_of_slot_0());
	kunmap_high(filler_of_slot_0());
}

void remap_program(void)
{
	if (smp_processor_id() == 0) {
		hold_page(0);
		hold_filler_of_slot_0();
	} else {
		get_use_unmap(filler_of_slot_0());
	}
}

void release_program(void)
{
	switch (smp_processor_id()) {
	case 0:
		hold_page(0);
		hold_filler_of_slot_0();
		break;
	case 1:
		get_use_unmap(filler_of_slot_0());
		break;
	default:
		kunmap_high(filler(0));
		kunmap_high(filler_of_slot_0());
	}
}

void return_program(void)
{
	if (smp_processor_id() == 0) {
		hold_page(0);
		hold_page(1);
		hold_filler_of_slot_0();
	} else {
		get_use_unmap(filler_of_slot_0());
	}
}

/* P0 is of colour 1: see sim_page(). */
void flush_shade_program(void)
{
	if (smp_processor_id() == 0)
		kmap_flush_unused();
	else
		map_use_unmap(0);
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
		kunmap_high(still_used);
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

/* The first waiter has patience for four looks. The first is the one before it
 * sleeps. Two more are for nothing, so only few maps have to follow. */
static void tire_the_first_waiter(void)
{
	wait_until_one_sleeps(0);
	pkmap_wake_all();
	pkmap_wake_all();
	WRITE_ONCE(sim.note[NOTE_DONE], 1);
}

/* In between, the slot is another one's for the taking. */
static void take_turns(unsigned int a, unsigned int b)
{
	map(a);
	fetch_add(sim.note[NOTE_READY], 1);
	if (smp_processor_id() == 0)
		tire_the_first_waiter();
	else
		wait_for_note(NOTE_DONE);
	unmap(a);
	hold_page(b);
	hold_page(b);
}

void overtake_program(void)
{
	if (smp_processor_id() != 1) {
		take_turns(smp_processor_id(), smp_processor_id() + 3);
		return;
	}
	wait_for_at_least(NOTE_READY, sim_cpus() - 1);
	hold_page(1);
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
