/* SPDX-License-Identifier: MIT */
/*
 * cases.c - lab 2 on the explorer's machine: CPUs clear an entry and flush it.
 * When the flush returns, no CPU may still use the entry.
 *
 * The entries are none of the window's own, so that its counts do not matter.
 */
#include "cases.h"
#include "programs_impl.h"
#include "smp/cpu.h"
#include "smp/tlb.h"

#define WINDOW 2 /* slots of the window; ours come after it */

static void map_ours(void)
{
	for (unsigned int n = 0; n < 2; n++)
		set_pte(&sim.table[WINDOW + n], (u64)page_to_pfn(sim_page(n))
								<< PAGE_SHIFT |
							kernel_page_flags());
}

static void map_ours_cpu_1_away(void)
{
	map_ours();
	sim.cpu[1].offline = true;
}

/* A translation that was cleared before the call must be gone. */
static void expect_flushed(unsigned int slot)
{
	for (unsigned int cpu = 0; cpu < sim_cpus(); cpu++)
		if (sim.cpu[cpu].old[slot] && cpu_online(cpu))
			sim_found(VERDICT_STALE,
				  "flush_tlb_kernel_range() has returned, but "
				  "the TLB of CPU %u may still hold the old "
				  "entry of slot %u",
				  cpu, slot);
}

static void clear_and_flush(unsigned int first, unsigned int end)
{
	for (unsigned int slot = first; slot < end; slot++)
		pte_clear(&sim.table[slot]);
	if (end - first == 1)
		sim_say("calls the flush of slot %u", first);
	else
		sim_say("calls the flush of slots %u-%u", first, end - 1);
	flush_tlb_kernel_range(PKMAP_ADDR(first), PKMAP_ADDR(end));
	sim_say("the flush returns");
	if (!sim_irqs_on())
		sim_found(VERDICT_IRQ_STATE,
			  "CPU %u called flush_tlb_kernel_range() with "
			  "interrupts on, and has them off at return",
			  smp_processor_id());
	for (unsigned int slot = first; slot < end; slot++)
		expect_flushed(slot);
}

static void flush_both_pages(void)
{
	if (smp_processor_id() == 0)
		clear_and_flush(WINDOW, WINDOW + 2);
}

static void flush_twice(void)
{
	if (smp_processor_id() != 0)
		return;
	clear_and_flush(WINDOW, WINDOW + 1);
	clear_and_flush(WINDOW + 1, WINDOW + 2);
}

/* CPUs 0 and 1 flush a page each. */
static void flush_one_each(void)
{
	unsigned int mine = WINDOW + smp_processor_id();

	if (smp_processor_id() < 2)
		clear_and_flush(mine, mine + 1);
}

/* CPU 1 flushes at its start, and must not use the page before. */
static void come_online(void)
{
	if (smp_processor_id() == 0) {
		pte_clear(&sim.table[WINDOW]);
		sim_say("has cleared slot %u: perhaps still in its store "
			"buffer",
			WINDOW);
		flush_tlb_kernel_range(PKMAP_ADDR(WINDOW),
				       PKMAP_ADDR(WINDOW + 1));
		sim_say("the flush returns");
		WRITE_ONCE(sim.note[NOTE_DONE], 1);
		return;
	}
	local_irq_disable();
	sim_say("comes online");
	set_cpu_online();
	local_irq_enable();
	wait_for_note(NOTE_DONE);
	expect_flushed(WINDOW);
}

/* A control: is an entry seen that comes back after the flush? */
static void map_again(void)
{
	if (smp_processor_id() != 0)
		return;
	clear_and_flush(WINDOW, WINDOW + 1);
	map_ours();
	pte_clear(&sim.table[WINDOW]);
	smp_mb();
	expect_flushed(WINDOW);
}

/* clang-format off */
#define LAB_CASE .slots = WINDOW, .one_by_one = true, .needs = ONCE, \
		 .shows = VERDICT_SAFE
#define ALL .bound = { UNBOUNDED, 2 }
/* A file may store its request before it looks who is online. The entry's two
 * words shall still find room in the store buffer. */
#define MANY_STORES 8

static const struct explore_case cases[] = {
	{ .name = "lab-own", .what = "one CPU flushes two pages",
	  .cpus = 1, .program = flush_both_pages, .before = map_ours,
	  LAB_CASE, ALL },
	{ .name = "lab-ack", .what = "CPU 0 flushes two pages, CPU 1 is idle",
	  .cpus = 2, .program = flush_both_pages, .before = map_ours,
	  LAB_CASE, ALL },
	{ .name = "lab-all", .what = "CPU 0 flushes, and two CPUs must answer",
	  .cpus = 3, .program = flush_both_pages, .before = map_ours,
	  LAB_CASE, .bound = { UNBOUNDED, 0 } },
	{ .name = "lab-twice", .what = "CPU 0 flushes, and flushes again",
	  .cpus = 2, .program = flush_twice, .before = map_ours,
	  LAB_CASE, ALL },
	{ .name = "lab-both", .what = "CPUs 0 and 1 flush at the same time",
	  .cpus = 2, .program = flush_one_each, .before = map_ours,
	  LAB_CASE, ALL },
	{ .name = "lab-third",
	  .what = "CPUs 0 and 1 flush, and CPU 2 must answer both",
	  .cpus = 3, .program = flush_one_each, .before = map_ours,
	  LAB_CASE, .bound = { 1, 0 } },
	{ .name = "lab-online",
	  .what = "CPU 1 comes online while CPU 0 flushes",
	  .cpus = 2, .program = come_online, .before = map_ours_cpu_1_away,
	  LAB_CASE, .bound = { UNBOUNDED, MANY_STORES } },
	{ .name = "lab-control",
	  .what = "a page is mapped again after the flush",
	  .cpus = 2, .program = map_again, .before = map_ours,
	  LAB_CASE, ALL },
	{ .name = NULL }
};
/* clang-format on */

const struct explore_case *more_cases(void)
{
	return cases;
}
