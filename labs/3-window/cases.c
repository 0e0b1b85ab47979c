/* SPDX-License-Identifier: MIT */
/*
 * cases.c - lab 3 on the explorer's machine: CPUs map pages in a window of two
 * slots. The explorer judges counts, entries, addresses and TLBs at each step.
 */
#include "cases.h"
#include "labs/control.h"
#include "mm/highmem.h"
#include "programs_impl.h"

/* The window as it is found, without a call of the code that is judged. */
static void put(unsigned int nr, int count)
{
	set_pte(&pkmap_page_table[nr], (u64)page_to_pfn(filler(nr))
						       << PAGE_SHIFT |
					       kernel_page_flags());
	set_page_address(filler(nr), PKMAP_ADDR(nr));
	WRITE_ONCE(pkmap_count[nr].value, count);
}

static void all_unused(void)
{
	put(0, 1);
	put(1, 1);
}

static void one_used(void)
{
	put(0, 2);
	put(1, 1);
}

static void all_used(void)
{
	put(0, 2);
	put(1, 2);
}

static void map_two(void)
{
	void *first = map(0);
	void *second = map(1);

	sim_use(first, sim_page(0));
	sim_use(second, sim_page(1));
	unmap(0);
	unmap(1);
}

static void map_three(void)
{
	map_use_unmap(0);
	map_use_unmap(1);
	map_use_unmap(2);
}

static void leave_the_used(void)
{
	map_use_unmap(0);
	map_use_unmap(1);
	sim_use((void *)PKMAP_ADDR(0), filler(0));
	kunmap_high(filler(0));
}

static void wait_for_other(void)
{
	if (smp_processor_id() == 0)
		kunmap_high(filler(1));
	else
		map_use_unmap(0);
}

/* CPU 1 sleeps for the page that CPU 0 maps meanwhile. */
static void want_the_same(void)
{
	if (smp_processor_id() == 0) {
		kunmap_high(filler(0));
		kunmap_high(filler(1));
	}
	map_use_unmap(0);
}

/* clang-format off */
#define LAB_CASE .slots = 2, .shows = VERDICT_SAFE, .bound = { UNBOUNDED, 2 }

static const struct explore_case cases[] = {
	{ .name = "lab-free", .what = "two pages in an empty window",
	  .cpus = 1, .program = map_two, LAB_CASE },
	{ .name = "lab-recycle",
	  .what = "three pages in a window full of others",
	  .cpus = 1, .program = map_three, .before = all_unused, LAB_CASE },
	{ .name = "lab-used", .what = "two pages, and slot 0 is in use",
	  .cpus = 1, .program = leave_the_used, .before = one_used, LAB_CASE },
	{ .name = "lab-flush",
	  .what = "2 CPUs map a page each, in a window full of others",
	  .cpus = 2, .program = once_program, .before = all_unused, LAB_CASE },
	{ .name = "lab-sleep",
	  .what = "CPU 1 wants a slot; all are in use, until CPU 0 lets one go",
	  .cpus = 2, .program = wait_for_other, .before = all_used, LAB_CASE },
	{ .name = "lab-again",
	  .what = "CPU 1 sleeps, and CPU 0 maps the page that CPU 1 wants",
	  .cpus = 2, .program = want_the_same, .before = all_used, LAB_CASE },
	{ .name = "lab-control", .what = "a slot maps another page",
	  .cpus = 1, .program = map_wrongly, LAB_CASE },
	{ .name = NULL }
};
/* clang-format on */

const struct explore_case *more_cases(void)
{
	return cases;
}
