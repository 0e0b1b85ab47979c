/* SPDX-License-Identifier: MIT */
/* window_trace.c - see window_trace.h */
#include "mm/window_trace.h"

#include "lib/string.h"
#include "mm/pkmap.h"
#include "mm/strategy.h"
#include "smp/trace.h"

#define NOBODY (-1)

/* Under kmap_lock, or `looking`. `marked_by`: the CPU that makes it free. */
static struct window_slot first[WINDOW_TRACED], last[WINDOW_TRACED];
static int marked_by[WINDOW_TRACED];
static DEFINE_SPINLOCK(looking);

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

static void tell_change(unsigned int nr, struct window_slot was,
			struct window_slot now)
{
	if (now.pfn != was.pfn && was.pfn)
		tell(EVENT_ENTRY_CLEAR, nr, &now);
	if (now.pfn != was.pfn && now.pfn)
		tell(EVENT_ENTRY_SET, nr, &now);
	if (now.count != was.count)
		tell(EVENT_COUNT, nr, &now);
}

static void look_at(unsigned int nr)
{
	struct window_slot was = last[nr];

	last[nr] = slot_now(nr);
	tell_change(nr, was, last[nr]);
}

/* Slots that a flush is for have the same mark. */
static bool has_mark_of(unsigned int nr, unsigned long other)
{
	int count = READ_ONCE(pkmap_count[nr].value);

	return other < LAST_PKMAP && count < 0 && count != PKMAP_BUSY &&
	       count == READ_ONCE(pkmap_count[other].value);
}

/* Does this CPU pass the point because of what it has done to the slot? */
static bool point_is_about(const char *point, unsigned long arg,
			   unsigned int nr)
{
	if (strcmp(point, "lockless_pinned") == 0 ||
	    strcmp(point, "kmap_mapped") == 0)
		return arg == nr;
	/* Another CPU may have taken the slot by now, and tells of that. */
	if (strcmp(point, "kunmap_done") == 0)
		return arg == slot_now(nr).pfn && slot_now(nr).count >= 0;
	return strcmp(point, "pkmap_unflushed") == 0 && has_mark_of(nr, arg);
}

/* Has the slot's page come or gone, by who holds the lock? */
static bool changed_under_lock(unsigned int nr)
{
	return !kmap_strategy->map_unlocked && spin_is_held_by_me(&kmap_lock) &&
	       slot_now(nr).pfn != last[nr].pfn;
}

/* This CPU has made the slot free again, or will, and nobody has taken it. */
static bool is_still_mine(unsigned int nr)
{
	int count = READ_ONCE(pkmap_count[nr].value);

	return marked_by[nr] == (int)smp_processor_id() && count <= 0 &&
	       count != PKMAP_BUSY;
}

/* Returns which slots of `last` have changed, a bit each. */
static u32 look_at_own(const char *point, unsigned long arg)
{
	u32 changed = 0;

	for (unsigned int nr = 0; nr < traced_slots(); nr++) {
		if (!is_still_mine(nr) && !point_is_about(point, arg, nr) &&
		    !changed_under_lock(nr))
			continue;
		last[nr] = slot_now(nr);
		marked_by[nr] =
			last[nr].count < 0 ? (int)smp_processor_id() : NOBODY;
		changed |= BIT(nr);
	}
	return changed;
}

/* Interrupts are as the caller has them when it is told of. */
static void look_without_lock(const char *point, unsigned long arg)
{
	struct window_slot was[WINDOW_TRACED], now[WINDOW_TRACED];
	bool were_on = spin_lock_irqsave(&looking);
	u32 changed;

	memcpy(was, last, sizeof(was));
	changed = look_at_own(point, arg);
	memcpy(now, last, sizeof(now));
	spin_unlock_irqrestore(&looking, were_on);
	for (unsigned int nr = 0; nr < traced_slots(); nr++)
		if (changed & BIT(nr))
			tell_change(nr, was[nr], now[nr]);
}

static void look(const char *point, unsigned long arg)
{
	if (kmap_strategy->pin_unlocked) {
		look_without_lock(point, arg);
	} else if (spin_is_held_by_me(&kmap_lock)) {
		for (unsigned int nr = 0; nr < traced_slots(); nr++)
			look_at(nr);
	}
}

void window_trace_begin(void)
{
	for (unsigned int nr = 0; nr < traced_slots(); nr++) {
		first[nr] = last[nr] = slot_now(nr);
		marked_by[nr] = NOBODY;
	}
	trace_clear();
	trace_set_observer(look);
	trace_watch_lock(&kmap_lock);
}

struct window_slot window_trace_first(unsigned int nr)
{
	return first[nr];
}
