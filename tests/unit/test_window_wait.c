/* SPDX-License-Identifier: MIT */
/*
 * test_window_wait.c - whose turn it is, and who is told when that changes. The
 * test is each of the threads in turn; whether a wake-up can be lost is for the
 * explorer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine.h"
#include "mm/highmem.h"
#include "mm/violation.h"
#include "mm/window_wait.h"

#define PATIENCE 4 /* looks of the first in the queue, window_wait.c */

static struct page page;
struct page *mem_map = &page;
static struct wait_queue queue;
static struct thread thread;
static const struct kmap_strategy plain = { .name = "plain" };
const struct kmap_strategy *kmap_strategy;
static unsigned int wakes, sleeps, cancels, locks, violations, wakes_of_all;
static bool turned_up; /* what the strategy says */
static bool is_mapped;

void *page_address(const struct page *of)
{
	assert_ptr_equal(of, &page);
	return is_mapped ? &page : NULL;
}

unsigned int get_pkmap_color(const struct page *of)
{
	assert_ptr_equal(of, &page);
	return 2;
}

struct wait_queue *get_pkmap_wait_queue_head(unsigned int color)
{
	assert_int_equal(color, get_pkmap_color(&page));
	return &queue;
}

/* The queue is that of wait.c, without its lock. */
void prepare_to_wait(struct wait_queue *to, struct wait_entry *entry)
{
	struct wait_entry *at = READ_ONCE(to->first);

	assert_int_equal(locks, 1);
	if (wait_entry_is_queued(entry))
		return;
	WRITE_ONCE(entry->thread, &thread);
	WRITE_ONCE(entry->next, NULL);
	if (!at) {
		WRITE_ONCE(to->first, entry);
		return;
	}
	while (READ_ONCE(at->next))
		at = READ_ONCE(at->next);
	WRITE_ONCE(at->next, entry);
}

void finish_wait(struct wait_queue *from, struct wait_entry *entry)
{
	struct wait_entry *at = READ_ONCE(from->first);

	if (at == entry) {
		WRITE_ONCE(from->first, READ_ONCE(entry->next));
	} else {
		while (READ_ONCE(at->next) != entry)
			at = READ_ONCE(at->next);
		WRITE_ONCE(at->next, READ_ONCE(entry->next));
	}
	WRITE_ONCE(entry->thread, NULL);
}

/* Who is woken looks again at once. */
void wake_up(struct wait_queue *to)
{
	assert_ptr_equal(to, &queue);
	assert_false(somebody_starves(&page));
	wakes++;
}

void pkmap_wake_all(void)
{
	struct window_waiter woken = WINDOW_WAITER_INIT(&page);

	wakes_of_all++;
	assert_false(wait_for_slot(&page, &woken));
	stop_waiting(&woken);
}

void lock_kmap(void)
{
	locks++;
}

void unlock_kmap(void)
{
	locks--;
}

void thread_sleep(void)
{
	assert_int_equal(locks, 0);
	sleeps++;
}

void thread_cancel_sleep(void)
{
	cancels++;
}

void violation(enum violation kind, unsigned int slot, u32 pfn, u32 other,
	       const char *what)
{
	(void)slot;
	(void)pfn;
	(void)other;
	assert_int_equal(kind, VIOLATION_CALLER);
	assert_non_null(what);
	violations++;
}

static bool slot_turned_up(unsigned int color)
{
	assert_int_equal(color, get_pkmap_color(&page));
	return turned_up;
}

static const struct kmap_strategy says = { .name = "says",
					   .slot_turned_up = slot_turned_up };

static int setup(void **state)
{
	(void)state;
	unit_machine = (struct unit_machine){ .cpu = 1 };
	memset(&queue, 0, sizeof(queue));
	kmap_strategy = &plain;
	window_wait_reset();
	wakes = sleeps = cancels = violations = wakes_of_all = 0;
	locks = 1; /* kmap_lock is held */
	return 0;
}

static void wait_times(struct window_waiter *waiter, int times)
{
	for (int i = 0; i < times; i++)
		assert_true(wait_for_slot(&page, waiter));
	assert_int_equal(locks, 1);
}

static void the_first_loses_patience(void **state)
{
	struct window_waiter first = WINDOW_WAITER_INIT(&page);
	struct window_waiter second = WINDOW_WAITER_INIT(&page);
	struct window_waiter third = WINDOW_WAITER_INIT(&page);

	(void)state;
	wait_times(&first, 1);
	wait_times(&second, 3 * PATIENCE); /* it is not the first */
	wait_times(&first, PATIENCE - 2);
	assert_false(somebody_starves(&page));
	assert_true(is_turn_of(&third));
	wait_times(&first, 1);
	assert_true(somebody_starves(&page));
	assert_true(is_turn_of(&first));
	assert_false(is_turn_of(&second));
	assert_false(is_turn_of(&third));
	stop_waiting(&second);
	assert_int_equal(wakes, 0);
	assert_true(somebody_starves(&page));
	/* Those that it held back may look again. */
	stop_waiting(&first);
	assert_int_equal(wakes, 1);
	assert_false(somebody_starves(&page));
	assert_true(is_turn_of(&second));
}

static void who_held_nobody_back_wakes_nobody(void **state)
{
	struct window_waiter first = WINDOW_WAITER_INIT(&page);
	struct window_waiter never = WINDOW_WAITER_INIT(&page);

	(void)state;
	wait_times(&first, PATIENCE - 1);
	stop_waiting(&never);
	stop_waiting(&first);
	assert_int_equal(wakes, 0);
	assert_null(READ_ONCE(queue.first));
}

static void who_has_slept_sleeps_again(void **state)
{
	struct window_waiter first = WINDOW_WAITER_INIT(&page);

	(void)state;
	wait_times(&first, 2 * PATIENCE);
	assert_int_equal(sleeps, 2 * PATIENCE);
	assert_int_equal(cancels, 0);
}

/* Nor if it is not its turn. */
static void who_finds_a_slot_does_not_sleep(void **state)
{
	struct window_waiter first = WINDOW_WAITER_INIT(&page);
	struct window_waiter second = WINDOW_WAITER_INIT(&page);

	(void)state;
	kmap_strategy = &says;
	turned_up = true;
	wait_times(&first, PATIENCE);
	assert_int_equal(cancels, PATIENCE);
	assert_int_equal(sleeps, 0);
	wait_times(&second, 1);
	assert_int_equal(sleeps, 1);
	turned_up = false;
	wait_times(&first, 1);
	assert_int_equal(sleeps, 2);
}

static void who_finds_the_page_mapped_does_not_sleep(void **state)
{
	struct window_waiter waiter = WINDOW_WAITER_INIT(&page);

	(void)state;
	kmap_strategy = &says;
	is_mapped = true;
	wait_times(&waiter, 1);
	assert_int_equal(cancels, 1);
	is_mapped = false;
	wait_times(&waiter, 1);
	assert_int_equal(sleeps, 1);
}

static void who_must_not_sleep_gives_up(void **state)
{
	struct window_waiter waiter = WINDOW_WAITER_INIT(&page);

	(void)state;
	unit_machine.irqs_off = true;
	assert_false(wait_for_slot(&page, &waiter));
	unit_machine.irqs_off = false;
	unit_machine.preempt_counts[1] = 1;
	assert_false(wait_for_slot(&page, &waiter));
	assert_int_equal(violations, 2);
	assert_int_equal(cancels, 2);
	assert_int_equal(sleeps, 0);
	assert_int_equal(locks, 1);
}

static void all_give_up_when_told_so(void **state)
{
	struct window_waiter waiter = WINDOW_WAITER_INIT(&page);

	(void)state;
	kmap_abort();
	assert_int_equal(wakes_of_all, 1);
	assert_false(wait_for_slot(&page, &waiter));
	assert_int_equal(sleeps, 0);
	assert_int_equal(violations, 0);
	window_wait_reset();
	wait_times(&waiter, 1);
}

static void a_reset_forgets_who_starves(void **state)
{
	struct window_waiter waiter = WINDOW_WAITER_INIT(&page);

	(void)state;
	wait_times(&waiter, PATIENCE);
	assert_true(somebody_starves(&page));
	window_wait_reset();
	assert_false(somebody_starves(&page));
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_first_loses_patience),
		TEST(who_held_nobody_back_wakes_nobody),
		TEST(who_has_slept_sleeps_again),
		TEST(who_finds_a_slot_does_not_sleep),
		TEST(who_finds_the_page_mapped_does_not_sleep),
		TEST(who_must_not_sleep_gives_up),
		TEST(all_give_up_when_told_so),
		TEST(a_reset_forgets_who_starves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
