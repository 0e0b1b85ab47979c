/* SPDX-License-Identifier: MIT */
/*
 * cases.c - lab 4 on the explorer's machine. Where TLBs are perfect only the
 * waiting is judged, and not what the recycling does to memory.
 */
#include "cases.h"
#include "labs/control.h"
#include "mm/highmem.h"
#include "programs_impl.h"

/* What a handler may do: with interrupts off, at any moment. */
static void get_and_put(unsigned int n)
{
	if (kmap_high_get(sim_page(n)))
		kunmap_high(sim_page(n));
}

static void get_with_irqs_off(unsigned int n)
{
	local_irq_disable();
	get_and_put(n);
	if (sim_irqs_on())
		sim_found(VERDICT_IRQ_STATE,
			  "CPU %u called kmap_high_get() with interrupts off, "
			  "and has them on at return",
			  smp_processor_id());
	local_irq_enable();
}

static void recycle_and_get(void)
{
	if (smp_processor_id() == 0)
		hold_page(0);
	else
		get_with_irqs_off(1);
}

static void get_in_a_handler(void)
{
	get_and_put(0);
}

/* Nobody flushes here: CPU 0 is only in the way. */
static void stay_uninterrupted(void)
{
	if (smp_processor_id() == 0) {
		get_and_put(0);
		return;
	}
	local_irq_disable();
	WRITE_ONCE(sim.note[NOTE_READY], 1);
	get_and_put(0);
	WRITE_ONCE(sim.note[NOTE_READY], 0);
	local_irq_enable();
}

static void expect_to_be_allowed(void)
{
	if (smp_processor_id() == 1 && READ_ONCE(sim.note[NOTE_READY]))
		sim_found(VERDICT_IRQ_STATE,
			  "an interrupt came while CPU 1, which had turned "
			  "interrupts off, waited for a lock");
}

/* clang-format off */
#define LAB_CASE .slots = 2, .shows = VERDICT_SAFE
#define ALL .bound = { UNBOUNDED, 2 }
#define ALL_AT_ONCE .bound = { UNBOUNDED, 0 }

static const struct explore_case cases[] = {
	{ .name = "lab-locker",
	  .what = "2 CPUs map a page each, in a window full of others",
	  .cpus = 2, .program = once_program, .before = fill_window,
	  .perfect_tlbs = true, LAB_CASE, ALL },
	{ .name = "lab-caller",
	  .what = "CPU 0 recycles; CPU 1 wants the lock, with interrupts off",
	  .cpus = 2, .program = recycle_and_get, .before = fill_window,
	  .perfect_tlbs = true, LAB_CASE, ALL },
	{ .name = "lab-outer",
	  .what = "a lock around kmap_high_get(), which one more CPU wants",
	  .cpus = 3, .program = outer_program, .before = fill_window,
	  .perfect_tlbs = true, LAB_CASE, ALL_AT_ONCE },
	{ .name = "lab-handler",
	  .what = "a handler wants the lock of the CPU that it interrupts",
	  .cpus = 1, .program = once_program, .before = fill_window,
	  .device_handler = get_in_a_handler, .devices = 1,
	  .perfect_tlbs = true, LAB_CASE, ALL },
	{ .name = "lab-irqs",
	  .what = "CPU 1 waits for the lock, and must not be interrupted",
	  .cpus = 2, .program = stay_uninterrupted, .before = fill_window,
	  .device_handler = expect_to_be_allowed, .devices = 1,
	  .perfect_tlbs = true, LAB_CASE, ALL },
	{ .name = "lab-stale",
	  .what = "2 CPUs map a page each, in a window full of others",
	  .cpus = 2, .program = once_program, .before = fill_window,
	  LAB_CASE, ALL },
	{ .name = "lab-double",
	  .what = "2 CPUs map the same page; TLBs are perfect",
	  .cpus = 2, .program = same_program, .before = fill_window,
	  .perfect_tlbs = true, LAB_CASE, ALL },
	{ .name = "lab-control", .what = "a slot maps another page",
	  .cpus = 1, .program = map_wrongly, LAB_CASE, ALL },
	{ .name = NULL }
};
/* clang-format on */

const struct explore_case *more_cases(void)
{
	return cases;
}
