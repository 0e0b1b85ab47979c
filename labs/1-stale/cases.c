/* SPDX-License-Identifier: MIT */
/*
 * cases.c - lab 1 on the explorer's machine: see judge.h. There a TLB that has
 * been used for a read keeps what it has until it is flushed. So an experiment
 * must show the same in every order of steps.
 */
#include "cases.h"
#include "labs/1-stale/judge.h"
#include "programs_impl.h"
#include "smp/cpu.h"
#include "smp/spinwait.h"

#define SLOT 2 /* the window has two; ours comes after it */

unsigned int bench_cpu(void)
{
	return smp_processor_id();
}

struct pte *bench_entry(void)
{
	return &sim.table[SLOT];
}

unsigned long bench_address(void)
{
	return PKMAP_ADDR(SLOT);
}

u64 bench_value(enum bench_page page)
{
	if (page == NO_PAGE)
		return 0;
	return (u64)page_to_pfn(sim_page(page)) << PAGE_SHIFT |
	       kernel_page_flags();
}

/* What the TLB has been used for, it keeps. In sim.heard, as that is part of a
 * state. */
enum bench_page bench_access(u32 *others)
{
	u64 held = READ_ONCE(sim.heard[smp_processor_id()][0]);
	u16 may = sim_reach((void *)bench_address());
	int now = sim_page_number(pte_pfn(pte_read(bench_entry())));
	u64 reached = now < 0 ? NO_PAGE : (u64)now;

	if (held && may & BIT(held))
		reached = held;
	*others = may;
	WRITE_ONCE(sim.heard[smp_processor_id()][0], reached);
	if (reached == NO_PAGE)
		sim_say("reads, and faults");
	else
		sim_say("reads page %c (P%d)", reached == PAGE_A ? 'A' : 'B',
			(int)reached);
	return (enum bench_page)reached;
}

void bench_told(u32 step)
{
	sim_say("tells step %u", step);
}

void bench_await(u32 step)
{
	struct spin_wait wait;

	if (bench_step() >= step)
		return;
	sim_say("waits for step %u", step);
	spin_wait_begin(&wait, WAIT_OTHER, "a step");
	do
		spin_wait_turn(&wait);
	while (bench_step() < step);
	spin_wait_end(&wait);
}

static void begin(void)
{
	bench_reset(false);
}

static void begin_flushing(void)
{
	bench_reset(true);
}

/* Whether this CPU is the last one to end. */
static bool is_last(void)
{
	return fetch_add(sim.note[NOTE_DONE], 1) == 1;
}

static void show(void)
{
	experiment(smp_processor_id());
	if (is_last())
		sim_expect(READ_ONCE(bench_results.stale),
			   "the experiment is over, and no CPU has read what "
			   "the other one had removed");
}

static void show_on_good_kernel(void)
{
	experiment(smp_processor_id());
	sim_expect(!READ_ONCE(bench_results.stale),
		   "a stale read, although each removal was flushed");
}

static void show_repaired(void)
{
	repaired(smp_processor_id());
	if (READ_ONCE(bench_results.may_stale))
		sim_found(VERDICT_STALE, "the repaired experiment may still "
					 "read what was removed");
	if (is_last())
		sim_expect(READ_ONCE(bench_results.again),
			   "no CPU has read before and after a removal by the "
			   "other one");
}

/* A control: is it seen that an entry is not flushed? */
static void forget_to_flush(void)
{
	repaired(smp_processor_id());
	if (!is_last())
		return;
	ptep_xchg(bench_entry(), bench_value(PAGE_A));
	sim_use((void *)bench_address(), sim_page(PAGE_A));
	ptep_xchg(bench_entry(), bench_value(PAGE_B));
	sim_use((void *)bench_address(), sim_page(PAGE_B));
}

/* clang-format off */
#define LAB_CASE .cpus = 2, .slots = SLOT, .needs = ONCE, \
		 .shows = VERDICT_SAFE, .bound = { UNBOUNDED, 2 }

static const struct explore_case cases[] = {
	{ .name = "lab-stale", .what = "the experiment, without flushes",
	  .program = show, .before = begin, LAB_CASE },
	{ .name = "lab-ends", .what = "the same where each removal is flushed",
	  .program = show_on_good_kernel, .before = begin_flushing, LAB_CASE },
	{ .name = "lab-repaired", .what = "the repaired experiment",
	  .program = show_repaired, .before = begin, LAB_CASE },
	{ .name = "lab-control", .what = "a flush is forgotten on purpose",
	  .program = forget_to_flush, .before = begin, LAB_CASE },
	{ .name = NULL }
};
/* clang-format on */

const struct explore_case *more_cases(void)
{
	return cases;
}
