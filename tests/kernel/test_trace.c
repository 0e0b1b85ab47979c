/* SPDX-License-Identifier: MIT */
/*
 * test_trace.c - what the trace records of a CPU that maps a page, and of one
 * that is asked to flush; and what it says when it is full.
 */
#include "arch/clock.h"
#include "job/test.h"
#include "mm/highmem.h"
#include "mm/pkmap.h"
#include "mm/strategy.h"
#include "mm/window_trace.h"
#include "oracle/testframes.h"
#include "smp/cpu.h"
#include "smp/tlb.h"
#include "smp/trace.h"

/* How many events of a kind this or any CPU has; -1: of every CPU. */
static unsigned int kept(enum event_kind kind, int cpu)
{
	struct trace_cursor cursor = { { 0 } };
	const struct event *event;
	unsigned int n = 0;

	while ((event = trace_next(&cursor)))
		n += event->kind == kind && (cpu < 0 || event->cpu == cpu);
	return n;
}

KERNEL_TEST(a_full_trace_keeps_the_last_events_and_counts_the_others, 1)
{
	struct trace_cursor cursor = { { 0 } };
	unsigned int n = 0;

	trace_clear();
	EXPECT(!trace_next(&cursor));
	for (unsigned int i = 0; i < TRACE_EVENTS + 3; i++)
		trace_add("test", i);
	EXPECT(trace_lost() == 3);
	EXPECT(trace_next(&cursor)->arg == 3);
	for (n = 1; trace_next(&cursor);)
		n++;
	EXPECT(n == TRACE_EVENTS);
	trace_clear();
	EXPECT(trace_lost() == 0);
}

static void map_and_unmap(void)
{
	struct page *page = test_frame_page(0);

	if (kmap_high(page))
		kunmap_high(page);
}

KERNEL_TEST(what_a_map_does_is_traced_while_the_trace_is_on, 1)
{
	struct pkmap_config window = { 8, 1, true, 0 };
	int me = (int)smp_processor_id();

	kmap_reset(strategy_at(0), &window);
	trace_set(true);
	window_trace_begin();
	map_and_unmap();
	trace_set(false);
	EXPECT(!kept(EVENT_LOCK_TAKE, -1)); /* it drops what there was */
	trace_set(true);
	window_trace_begin();
	map_and_unmap();
	EXPECT(kept(EVENT_LOCK_TAKE, me) == 2);
	EXPECT(kept(EVENT_LOCK_RELEASE, me) == 2);
	EXPECT(kept(EVENT_IRQS_ON, me) == 2);
	EXPECT(kept(EVENT_LOCK_WAIT, -1) == 0);
	EXPECT(kept(EVENT_COUNT, me) == 2);
	trace_set(false);
	map_and_unmap();
	EXPECT(!kept(EVENT_LOCK_TAKE, -1) && !kept(EVENT_POINT, -1));
	kmap_reset(strategy_at(0), &window);
}

KERNEL_TEST(changes_of_the_window_are_traced, 1)
{
	struct pkmap_config window = { 8, 1, false, 0 };
	struct trace_cursor cursor = { { 0 } };
	const struct event *event;

	kmap_reset(strategy_at(0), &window);
	trace_set(true);
	window_trace_begin();
	EXPECT(window_trace_first(1).count == 0);
	EXPECT(window_trace_first(1).pfn == 0);
	map_and_unmap();
	while ((event = trace_next(&cursor)) && event->kind != EVENT_ENTRY_SET)
		;
	EXPECT(event && event->slot == 1);
	EXPECT(event && (u32)event->page == page_to_pfn(test_frame_page(0)));
	EXPECT(kept(EVENT_ENTRY_CLEAR, -1) == 0);
	kmap_flush_unused();
	EXPECT(kept(EVENT_ENTRY_CLEAR, -1) == 1);
	trace_set(false);
	kmap_reset(strategy_at(0), &window);
}

static const struct kmap_strategy *strategy_that_maps_unlocked(void)
{
	for (unsigned int i = 0; i < strategy_count(); i++)
		if (strategy_at(i)->map_unlocked)
			return strategy_at(i);
	return NULL;
}

static const struct kmap_strategy *strategy_that_pins_unlocked(void)
{
	for (unsigned int i = 0; i < strategy_count(); i++)
		if (strategy_at(i)->pin_unlocked &&
		    !strategy_at(i)->map_unlocked)
			return strategy_at(i);
	return NULL;
}

KERNEL_TEST(maps_without_the_lock_are_traced, 1)
{
	struct pkmap_config window = { 8, 1, false, 0 };
	int me = (int)smp_processor_id();

	kmap_reset(strategy_that_maps_unlocked(), &window);
	trace_set(true);
	window_trace_begin();
	map_and_unmap();
	EXPECT(kept(EVENT_ENTRY_SET, me) == 1);
	EXPECT(kept(EVENT_COUNT, me) == 2);
	EXPECT(kept(EVENT_LOCK_TAKE, -1) == 0);
	kmap_flush_unused();
	EXPECT(kept(EVENT_ENTRY_CLEAR, me) == 1);
	trace_set(false);
	kmap_reset(strategy_at(0), &window);
}

/* As if another CPU had pinned the page, and had not come to its point yet:
 * who holds the lock must not tell of that. */
KERNEL_TEST(a_pin_is_traced_by_who_made_it, 1)
{
	struct pkmap_config window = { 8, 1, false, 0 };

	kmap_reset(strategy_that_pins_unlocked(), &window);
	map_and_unmap();
	trace_set(true);
	window_trace_begin();
	WRITE_ONCE(pkmap_count[1].value, 2);
	lock_kmap();
	unlock_kmap();
	EXPECT(kept(EVENT_LOCK_RELEASE, -1) == 1);
	EXPECT(kept(EVENT_COUNT, -1) == 0);
	trace_point("lockless_pinned", 1);
	EXPECT(kept(EVENT_COUNT, -1) == 1);
	WRITE_ONCE(pkmap_count[1].value, 1);
	trace_point("kunmap_done", page_to_pfn(test_frame_page(0)));
	EXPECT(kept(EVENT_COUNT, -1) == 2);
	kmap_flush_unused(); /* marked, unmapped, and made free */
	EXPECT(kept(EVENT_ENTRY_CLEAR, -1) == 1);
	EXPECT(kept(EVENT_COUNT, -1) == 4);
	trace_set(false);
	kmap_reset(strategy_at(0), &window);
}

/* A CPU answers before its handler ends: wait for that, but not for ever. */
static void wait_for_handlers(unsigned int count)
{
	u64 start = get_cycles();

	while (kept(EVENT_IPI_END, -1) < count &&
	       get_cycles() - start < clock_from_us(1000000))
		cpu_relax();
}

/* In the handler, on the other CPU; not in one, here. */
KERNEL_TEST(a_shootdown_is_traced_on_both_sides, 2)
{
	struct trace_cursor cursor = { { 0 } };
	const struct event *event;
	unsigned int others = num_online_cpus() - 1;

	trace_set(true);
	flush_tlb_kernel_range(PKMAP_ADDR(0), PKMAP_ADDR(3));
	wait_for_handlers(others);
	EXPECT(kept(EVENT_IPI_TAKE, -1) == others);
	EXPECT(kept(EVENT_IPI_END, -1) == others);
	while ((event = trace_next(&cursor))) {
		bool here = event->cpu == smp_processor_id();

		EXPECT((event->irqs == IRQS_HANDLER) == !here);
		if (here && event->kind == EVENT_POINT &&
		    event->arg % PAGE_SIZE)
			EXPECT(event->arg == (PKMAP_ADDR(0) | 3));
	}
	trace_set(false);
}
