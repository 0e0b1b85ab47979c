/* SPDX-License-Identifier: MIT */
/* window_wait.c - see window_wait.h */
#include "mm/window_wait.h"

#include "mm/highmem.h"
#include "mm/violation.h"
#include "smp/point.h"

/* How often the first sleeper may find no slot when it is woken. */
#define PATIENCE 4

static SHARED(bool) aborted;

struct window_starving window_starving __read_mostly;
struct window_sleepers window_sleepers __read_mostly;

void kmap_abort(void)
{
	smp_store_mb(aborted, true);
	pkmap_wake_all();
}

void window_wait_reset(void)
{
	WRITE_ONCE(aborted, false);
	WRITE_ONCE(window_starving.colors, 0);
	WRITE_ONCE(window_starving.least, 1);
	WRITE_ONCE(window_sleepers.count, 0);
}

/* kmap_lock held, as in all functions below down to lose_patience(). */
static bool starves(unsigned int color)
{
	return READ_ONCE(window_starving.colors) & BIT(color);
}

static void set_starves(unsigned int color, bool yes)
{
	u32 others = READ_ONCE(window_starving.colors) & ~BIT(color);
	u32 colors = yes ? others | BIT(color) : others;

	/* A caller that sees the colour may not pin by the old count. */
	if (colors)
		WRITE_ONCE(window_starving.least, 2);
	WRITE_ONCE(window_starving.colors, colors);
	if (!colors)
		WRITE_ONCE(window_starving.least, 1);
}

static void count_sleepers(int more)
{
	WRITE_ONCE(window_sleepers.count,
		   READ_ONCE(window_sleepers.count) + more);
}

static struct wait_queue *queue_of(const struct window_waiter *waiter)
{
	return get_pkmap_wait_queue_head(waiter->color);
}

static bool is_first(const struct window_waiter *waiter)
{
	return READ_ONCE(queue_of(waiter)->first) == &waiter->entry;
}

bool is_turn_of(const struct window_waiter *waiter)
{
	return !starves(waiter->color) || is_first(waiter);
}

/* The waiter has found no slot, and goes to sleep once more. */
static void lose_patience(struct window_waiter *waiter)
{
	if (!is_first(waiter))
		return;
	if (waiter->overtaken < PATIENCE)
		waiter->overtaken++;
	if (waiter->overtaken == PATIENCE)
		set_starves(waiter->color, true);
}

/* Why the caller must not sleep; NULL if it may. */
static const char *must_not_sleep(void)
{
	if (irqs_disabled())
		return "a caller with interrupts off would have to sleep";
	if (preempt_count())
		return "a caller with a spin lock held would have to sleep";
	return NULL;
}

static bool may_sleep(const struct page *page)
{
	const char *problem = must_not_sleep();

	if (problem)
		violation(VIOLATION_CALLER, 0, page_to_pfn(page), 0, problem);
	return !problem;
}

/* Slots first, then the page: who maps it keeps its slot busy until it has an
 * address. */
static bool look_again(const struct page *page, unsigned int color)
{
	return kmap_strategy->slot_turned_up &&
	       (kmap_strategy->slot_turned_up(color) || page_address(page));
}

/* The waiter joins the queue before it drops the lock. So a CPU that frees a
 * slot after that finds it there. */
bool wait_for_slot(const struct page *page, struct window_waiter *waiter)
{
	bool turn;
	bool go_on;

	if (!wait_entry_is_queued(&waiter->entry))
		count_sleepers(1);
	prepare_to_wait(queue_of(waiter), &waiter->entry);
	lose_patience(waiter);
	turn = is_turn_of(waiter);
	unlock_kmap();
	POINT(kmap_sleeps, waiter->color);
	go_on = !READ_ONCE(aborted) && may_sleep(page);
	if (go_on && !(turn && look_again(page, waiter->color)))
		thread_sleep();
	else
		thread_cancel_sleep();
	lock_kmap();
	return go_on;
}

/* If others were held back because of this waiter, they may look again. */
void stop_waiting(struct window_waiter *waiter)
{
	bool held_others_back = starves(waiter->color) && is_first(waiter);

	if (!wait_entry_is_queued(&waiter->entry))
		return;
	finish_wait(queue_of(waiter), &waiter->entry);
	count_sleepers(-1);
	if (!held_others_back)
		return;
	set_starves(waiter->color, false);
	wake_up(queue_of(waiter));
}
