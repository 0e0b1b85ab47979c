/* SPDX-License-Identifier: MIT */
/*
 * cases.c - lab 6 on the explorer's machine: the programs that have found all
 * defects of wrong strategies so far, for any strategy.
 */
#include "cases.h"
#include "labs/control.h"
#include "mm/highmem.h"
#include "programs_impl.h"

/* clang-format off */
#define LAB_CASE .slots = 2, .shows = VERDICT_SAFE
#define BOUND(n, buffer) .bound = { n, buffer }, .quiesce_bound = { n, buffer }
#define ALL BOUND(UNBOUNDED, 2)

static const struct explore_case cases[] = {
	{ .name = "lab-once",
	  .what = "2 CPUs map a page each, in a window full of others",
	  .cpus = 2, .program = once_program, .before = fill_window,
	  LAB_CASE, ALL },
	{ .name = "lab-third", .what = "CPU 2 uses the address that CPU 1 got",
	  .cpus = 3, .program = third_program, .before = fill_window,
	  LAB_CASE, BOUND(2, 0) },
	{ .name = "lab-blind",
	  .what = "2 CPUs want the only slot that can be recycled",
	  .cpus = 2, .program = once_program, .before = fill_window_but_one,
	  LAB_CASE, ALL },
	{ .name = "lab-same", .what = "2 CPUs map the same page",
	  .cpus = 2, .program = same_program, .before = fill_window,
	  .perfect_tlbs = true, LAB_CASE, ALL },
	{ .name = "lab-half", .what = "the same, and a slot is free",
	  .cpus = 2, .program = same_program, .before = fill_slot_1,
	  .perfect_tlbs = true, LAB_CASE, ALL },
	{ .name = "lab-remap",
	  .what = "CPU 0 maps the page that CPU 1 takes in another slot",
	  .cpus = 2, .program = remap_program, .before = fill_window,
	  LAB_CASE, ALL },
	{ .name = "lab-return", .what = "the same, but in the same slot",
	  .cpus = 2, .program = return_program, .before = fill_window_but_one,
	  LAB_CASE, ALL },
	{ .name = "lab-lost", .what = "is a wake-up lost?",
	  .cpus = 2, .program = hold_program, .before = fill_window_but_one,
	  .perfect_tlbs = true, LAB_CASE, ALL },
	{ .name = "lab-flush",
	  .what = "CPU 0 flushes, but wants no slot: does it wake CPU 1?",
	  .cpus = 2, .program = flush_program, .before = fill_window,
	  LAB_CASE, ALL },
	{ .name = "lab-control", .what = "a slot maps another page",
	  .cpus = 1, .program = map_wrongly, LAB_CASE, ALL },
	{ .name = NULL }
};
/* clang-format on */

const struct explore_case *more_cases(void)
{
	return cases;
}
