/* SPDX-License-Identifier: MIT */
/* window_trace.c - see window_trace.h */
#include "mm/window_trace.h"

#include "mm/pkmap.h"
#include "mm/strategy.h"
#include "smp/trace.h"

/* Written by the CPU that holds kmap_lock. */
static struct window_slot first[WINDOW_TRACED], last[WINDOW_TRACED];

static unsigned int traced_slots(void)
{
	return min(LAST_PKMAP, WINDOW_TRACED + 0u);
}

static struct window_slot slot_now(unsigned int nr)
{
	u64 pte = pte_read(&pkmap_page_table[nr]);

	return (struct window_slot){ READ_ONCE(pkmap_count[nr].value),
				     pte & PTE_PRESENT ? pte_pfn(pte) : 0 };
}

static void tell(enum event_kind kind, unsigned int nr,
		 const struct window_slot *now)
{
	struct event event = event_of_slot(kind, (int)nr, EVENT_NONE);

	event.count = now->count;
	if (kind == EVENT_ENTRY_SET)
		event.page = (int)now->pfn;
	trace_event(&event);
}

static void look_at(unsigned int nr)
{
	struct window_slot now = slot_now(nr);
	struct window_slot was = last[nr];

	last[nr] = now;
	if (now.pfn != was.pfn && was.pfn)
		tell(EVENT_ENTRY_CLEAR, nr, &now);
	if (now.pfn != was.pfn && now.pfn)
		tell(EVENT_ENTRY_SET, nr, &now);
	if (now.count != was.count)
		tell(EVENT_COUNT, nr, &now);
}

static void look(void)
{
	if (!spin_is_held_by_me(&kmap_lock))
		return;
	for (unsigned int nr = 0; nr < traced_slots(); nr++)
		look_at(nr);
}

void window_trace_begin(void)
{
	for (unsigned int nr = 0; nr < traced_slots(); nr++)
		first[nr] = last[nr] = slot_now(nr);
	trace_clear();
	trace_set_observer(look);
	trace_watch_lock(&kmap_lock);
}

struct window_slot window_trace_first(unsigned int nr)
{
	return first[nr];
}
