/* SPDX-License-Identifier: MIT */
/* cases.c - see cases.h */
#include "cases.h"

#include <string.h>

#include "locations.h"
#include "mm/breach.h"
#include "mm/highmem.h"
#include "smp/cpu.h"
#include "smp/spinwait.h"
#include "state.h"

void threads_init(void);

static const struct explore_case *selected;
static const struct kmap_strategy *selected_strategy;
static bool selected_irq;

/* What CPUs tell each other: addresses to use, and that they are done. */
#define GIVEN sim.note[0]
#define DONE  sim.note[1]

/* Map page n; use it; unmap it. All from here on run on the simulated CPUs. */
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
		sim_found(FOUND_IRQ_STATE,
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

/* Wait until another CPU has noted something. */
static u64 wait_for_note(unsigned int note)
{
	struct spin_wait wait;
	u64 value = READ_ONCE(sim.note[note]);

	spin_wait_begin(&wait, WAIT_OTHER, "another CPU");
	while (!value) {
		spin_wait_turn(&wait);
		value = READ_ONCE(sim.note[note]);
	}
	spin_wait_end(&wait);
	return value;
}

/* own: each CPU maps two pages of its own, one after the other. */
static void own_program(void)
{
	unsigned int cpu = smp_processor_id();

	map_use_unmap(cpu * 2);
	map_use_unmap(cpu * 2 + 1);
}

/* once: each CPU maps one page of its own; the window is full of others. */
static void fill_before(void)
{
	for (unsigned int n = 0; n < selected->slots; n++)
		kmap_high(sim_page(SIM_PAGES - 1 - n));
	for (unsigned int n = 0; n < selected->slots; n++)
		kunmap_high(sim_page(SIM_PAGES - 1 - n));
}

static void once_program(void)
{
	map_use_unmap(smp_processor_id());
}

/* same: all CPUs map the same page; the window is full of others. */
static void same_program(void)
{
	map_use_unmap(0);
}

/* third: CPU 1 maps a page and gives the address to CPU 2. */
static void third_program(void)
{
	unsigned int cpu = smp_processor_id();
	void *vaddr;

	if (cpu == 0) {
		vaddr = map(0);
		unmap(0);
	} else if (cpu == 1) {
		vaddr = map(1);
		WRITE_ONCE(GIVEN, (u64)(unsigned long)vaddr);
		wait_for_note(1);
		unmap(1);
	} else {
		vaddr = (void *)(unsigned long)wait_for_note(0);
		sim_use(vaddr, sim_page(1));
		WRITE_ONCE(DONE, 1);
	}
}

/* blind: all slots but one are in use, so that whoever comes second goes round,
 * finds nothing to zero, and takes the slot that the first one zeroed. */
static void all_but_slot_0_before(void)
{
	for (unsigned int n = 0; n < selected->slots; n++)
		kmap_high(sim_page(SIM_PAGES - 1 - n));
	for (unsigned int n = 0; n < selected->slots; n++)
		if (page_address(sim_page(SIM_PAGES - 1 - n)) ==
		    (void *)PKMAP_ADDR(0))
			kunmap_high(sim_page(SIM_PAGES - 1 - n));
}

static void blind_program(void)
{
	void *vaddr = map(smp_processor_id());

	sim_use(vaddr, sim_page(smp_processor_id()));
	unmap(smp_processor_id());
}

/* full: more CPUs than slots, each holds one for a while; all must get one. */
static void full_program(void)
{
	unsigned int cpu = smp_processor_id();

	map(cpu);
	unmap(cpu);
}

/* handler: interrupt handlers use kmap_high_get(). */
static void handler(void)
{
	void *vaddr = kmap_high_get(sim_page(0));

	if (!vaddr)
		return;
	sim_say("kmap_high_get(P0) is slot %u", PKMAP_NR((unsigned long)vaddr));
	sim_use(vaddr, sim_page(0));
	kunmap_high(sim_page(0));
}

static void handler_program(void)
{
	map_use_unmap(smp_processor_id());
}

/* irqs: a wrong caller, with interrupts off. */
static void irqs_program(void)
{
	local_irq_disable();
	if (map(smp_processor_id()))
		unmap(smp_processor_id());
	local_irq_enable();
}

/* outer: CPU 1 takes an outer lock with interrupts off, and pins a page; CPU 2
 * wants the outer lock; CPU 0 recycles the window. */
static void outer_program(void)
{
	unsigned int cpu = smp_processor_id();

	if (cpu == 0) {
		map_use_unmap(0);
	} else if (cpu == 1) {
		spin_lock_irq(&sim.outer_lock);
		if (kmap_high_get(sim_page(1)))
			kunmap_high(sim_page(1));
		spin_unlock_irq(&sim.outer_lock);
	} else {
		spin_lock_irq(&sim.outer_lock);
		spin_unlock_irq(&sim.outer_lock);
	}
}

/* move: CPU 1 goes on with a mapping of the thread that was on CPU 0. */
static void move_program(void)
{
	void *vaddr;

	if (smp_processor_id() == 0) {
		vaddr = map(0);
		sim_use(vaddr, sim_page(0));
		WRITE_ONCE(GIVEN, (u64)(unsigned long)vaddr);
	} else {
		vaddr = (void *)(unsigned long)wait_for_note(0);
		sim_say("the thread of CPU 0 goes on here");
		if (thread_migrate_hook)
			thread_migrate_hook(thread_current());
		sim_use(vaddr, sim_page(0));
		unmap(0);
	}
}

static const struct explore_case cases[] = {
	{ .name = "once2",
	  .what = "2 CPUs map a page each, in a window full of others",
	  .cpus = 2,
	  .slots = 2,
	  .program = once_program,
	  .before = fill_before,
	  .preemptions = -1 },
	{ .name = "same2",
	  .what = "2 CPUs map the same page; TLBs are perfect",
	  .cpus = 2,
	  .slots = 2,
	  .program = same_program,
	  .before = fill_before,
	  .perfect_tlbs = true,
	  .preemptions = -1 },
	{ .name = "third",
	  .what = "CPU 2 uses the address that CPU 1 got",
	  .cpus = 3,
	  .slots = 2,
	  .program = third_program,
	  .before = fill_before,
	  .preemptions = -1 },
	{ .name = "blind",
	  .what = "2 CPUs want the only slot that can be recycled",
	  .cpus = 2,
	  .slots = 2,
	  .program = blind_program,
	  .before = all_but_slot_0_before,
	  .preemptions = -1 },
	{ .name = "lost",
	  .what = "as blind, but TLBs are perfect: who sleeps, who wakes?",
	  .cpus = 2, .slots = 2, .program = full_program,
	  .before = all_but_slot_0_before, .perfect_tlbs = true,
	  .preemptions = -1 },
	{ .name = "full",
	  .what = "3 CPUs want 2 slots; TLBs are perfect",
	  .cpus = 3,
	  .slots = 2,
	  .program = full_program,
	  .perfect_tlbs = true,
	  .preemptions = -1 },
	{ .name = "own2",
	  .what = "2 CPUs map two pages each",
	  .cpus = 2,
	  .slots = 2,
	  .program = own_program,
	  .preemptions = -1 },
	{ .name = "once3",
	  .what = "3 CPUs map a page each, in a window full of others",
	  .cpus = 3,
	  .slots = 2,
	  .program = once_program,
	  .before = fill_before,
	  .preemptions = -1 },
	{ .name = "handler",
	  .what = "2 CPUs map a page each, interrupt handlers use one too",
	  .cpus = 2,
	  .slots = 2,
	  .program = handler_program,
	  .before = fill_before,
	  .device_handler = handler,
	  .devices = 1,
	  .irq_only = true,
	  .preemptions = -1 },
	{ .name = "irqs",
	  .what = "a wrong caller: interrupts are off",
	  .cpus = 1,
	  .slots = 2,
	  .program = irqs_program,
	  .preemptions = -1 },
	{ .name = "outer",
	  .what = "a lock around kmap_high_get(), and one more who wants it",
	  .cpus = 3,
	  .slots = 2,
	  .program = outer_program,
	  .before = fill_before,
	  .irq_only = true,
	  .preemptions = -1 },
	{ .name = "move",
	  .what = "a thread goes on on another CPU with a page mapped",
	  .cpus = 2,
	  .slots = 2,
	  .program = move_program,
	  .before = fill_before,
	  .preemptions = -1 },
};

unsigned int case_count(void)
{
	return ARRAY_SIZE(cases);
}

const struct explore_case *case_at(unsigned int index)
{
	return &cases[index];
}

static void begin(void)
{
	struct pkmap_config config = { selected->slots, 1, selected_irq };

	state_reset();
	sim_reset(selected->cpus, selected->program);
	sim.outer_lock = (spinlock_t)SPINLOCK_INIT("outer_lock");
	sim_perfect_tlbs = selected->perfect_tlbs;
	sim_device_handler = selected->device_handler;
	threads_init();
	shared_cpumask_set(&cpu_online_mask, 0); /* alone, for the set-up */
	pkmap_page_table = pte_of(PKMAP_BASE);
	kmap_reset(selected_strategy, &config);
	if (selected->before)
		selected->before();
	/* Whatever is mapped now, every TLB may know. */
	for (unsigned int cpu = 0; cpu < selected->cpus; cpu++) {
		memset(sim.cpu[cpu].old, 0, sizeof(sim.cpu[cpu].old));
		shared_cpumask_set(&cpu_online_mask, cpu);
		sim.cpu[cpu].ticks = selected->ticks;
		sim.cpu[cpu].devices = selected->devices;
	}
}

/* All are done: no slot is in use, and each agrees with its entry and page. */
static void check_end(void)
{
	for (unsigned int nr = 0; nr < selected->slots; nr++) {
		int count = READ_ONCE(pkmap_count[nr].value);
		u64 entry = pte_read(&pkmap_page_table[nr]);
		bool mapped = entry & PTE_PRESENT;

		if (mapped != (count >= 1))
			sim_found(FOUND_COUNT,
				  "at the end slot %u has count %d, but is %s",
				  nr, count, mapped ? "mapped" : "not mapped");
		if (mapped &&
		    READ_ONCE(pfn_to_page(pte_pfn(entry))->kmap_address) !=
			    PKMAP_ADDR(nr))
			sim_found(FOUND_COUNT,
				  "at the end slot %u maps a page whose "
				  "address is another one",
				  nr);
	}
}

const struct search_target *case_select(const struct explore_case *c,
					const struct kmap_strategy *strategy,
					bool irq)
{
	static const struct search_target target = { begin, check_end };

	selected = c;
	selected_strategy = strategy;
	selected_irq = irq;
	locations_reset();
	return &target;
}

enum finding case_expected(const struct explore_case *c,
			   const struct kmap_strategy *strategy, bool irq,
			   bool *applies)
{
	(void)strategy;
	*applies = irq || !c->irq_only;
	return FOUND_NOTHING;
}
