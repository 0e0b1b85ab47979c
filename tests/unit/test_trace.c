/* SPDX-License-Identifier: MIT */
/*
 * test_trace.c - the last events of all CPUs as one timeline. What is printed
 * is caught here, a line at a time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "machine.h"
#include "smp/printk.h"
#include "smp/trace.h"

#define KEPT      TRACE_EVENTS
#define LINES_MAX 300

static char lines[LINES_MAX][80];
static unsigned int count;

void printk(const char *fmt, ...)
{
	va_list args;

	assert_true(count < LINES_MAX);
	va_start(args, fmt);
	vsnprintf(lines[count++], sizeof(lines[0]), fmt, args);
	va_end(args);
}

static void add(unsigned int cpu, u64 when, const char *what, unsigned long arg)
{
	unit_machine.cpu = cpu;
	unit_machine.cycles = when;
	trace_add(what, arg);
	assert_false(unit_machine.irqs_off);
}

/* Print; the first line says what the columns are. */
static void print(void)
{
	count = 0;
	trace_print();
	assert_true(count > 0);
	assert_non_null(strstr(lines[0], "trace:"));
}

static void assert_line(unsigned int nr, u64 when, unsigned int cpu,
			const char *rest)
{
	char expected[80];

	snprintf(expected, sizeof(expected), "%12llu %*sCPU%u %s\n",
		 (unsigned long long)when, (int)cpu * 2, "", cpu, rest);
	assert_string_equal(lines[nr], expected);
}

static void events_of_all_cpus_are_in_order(void **state)
{
	(void)state;
	add(2, 1000, "begins", 1);
	add(0, 1005, "waits", 2);
	add(2, 1007, "ends", 3);
	add(1, 1003, "looks", 4);
	add(63, 1009, "is last", 5);
	print();
	assert_int_equal(count, 6);
	assert_line(1, 0, 2, "begins 1");
	assert_line(2, 3, 1, "looks 4");
	assert_line(3, 5, 0, "waits 2");
	assert_line(4, 7, 2, "ends 3");
	assert_line(5, 9, 63, "is last 5");
}

/* Of those at one time, the CPU with the lowest number comes first. */
static void none_is_lost_if_two_are_at_one_time(void **state)
{
	(void)state;
	add(1, 50, "b", 0);
	add(1, 50, "c", 0);
	add(0, 50, "a", 0);
	print();
	assert_int_equal(count, 4);
	assert_line(1, 0, 0, "a 0");
	assert_line(2, 0, 1, "b 0");
	assert_line(3, 0, 1, "c 0");
}

/* All are there up to so many; then the oldest are not. */
static void the_last_are_kept(void **state)
{
	char rest[40];

	(void)state;
	for (unsigned int more = 0; more < 3; more++) {
		for (unsigned int i = 0; i < KEPT + more; i++)
			add(3, 100 + i, "step", i);
		assert_int_equal(trace_lost(), more);
		print();
		assert_int_equal(count, 1 + (more > 0) + KEPT);
		for (unsigned int i = 0; i < KEPT; i++) {
			snprintf(rest, sizeof(rest), "step %u", more + i);
			assert_line(1 + (more > 0) + i, i, 3, rest);
		}
	}
}

static void what_was_printed_is_dropped(void **state)
{
	(void)state;
	add(0, 1, "a", 0);
	print();
	print();
	assert_int_equal(count, 1);
	assert_non_null(strstr(lines[0], "no CPU has done anything"));
	add(5, 20, "b", 0);
	print();
	assert_int_equal(count, 2);
	assert_line(1, 0, 5, "b 0");
}

/* Of all CPUs together; and it is said. */
static void what_is_lost_is_counted(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < KEPT + 5; i++)
		add(1, i, "a", 0);
	for (unsigned int i = 0; i < KEPT + 2; i++)
		add(2, i, "b", 0);
	add(3, 1, "c", 0);
	assert_int_equal(trace_lost(), 7);
	print();
	assert_non_null(strstr(lines[1], "7 events"));
	assert_int_equal(trace_lost(), 0);
}

static void add_event(unsigned int cpu, u64 when, struct event event)
{
	unit_machine.cpu = cpu;
	unit_machine.cycles = when;
	trace_event(&event);
}

/* What is there is given in order, and stays; when, where and how interrupts
 * are is filled in. */
static void events_are_given(void **state)
{
	struct trace_cursor cursor = { { 0 } }, again = { { 0 } };
	const struct event *event;

	(void)state;
	unit_machine.irqs_off = true;
	add_event(4, 70, event_of_slot(EVENT_FLUSH, 6, 5));
	unit_machine.irqs_off = false;
	add_event(0, 60, event_named(EVENT_LOCK_TAKE, "some_lock"));
	event = trace_next(&cursor);
	assert_int_equal(event->kind, EVENT_LOCK_TAKE);
	assert_int_equal(event->at, 60);
	assert_int_equal(event->cpu, 0);
	assert_int_equal(event->irqs, IRQS_ON);
	assert_string_equal(event->name, "some_lock");
	event = trace_next(&cursor);
	assert_int_equal(event->kind, EVENT_FLUSH);
	assert_int_equal(event->irqs, IRQS_OFF);
	assert_int_equal(event->slot, 6);
	assert_int_equal(event->page, 5);
	assert_null(trace_next(&cursor));
	assert_int_equal(trace_next(&again)->at, 60);
	trace_clear();
	assert_null(trace_next(&again));
}

/* A clock that is ahead or behind does not change the order. */
static void clocks_apart(void **state)
{
	struct trace_cursor cursor = { { 0 } };

	(void)state;
	trace_set_ahead(4, 1000);
	trace_set_ahead(5, -50);
	add_event(4, 1070, event_named(EVENT_LOCK_TAKE, "second"));
	add_event(5, 15, event_named(EVENT_LOCK_TAKE, "first"));
	add_event(0, 80, event_named(EVENT_LOCK_TAKE, "third"));
	assert_int_equal(trace_next(&cursor)->at, 65);
	assert_int_equal(trace_next(&cursor)->at, 70);
	assert_int_equal(trace_next(&cursor)->at, 80);
	trace_set_ahead(4, 0);
	trace_set_ahead(5, 0);
	trace_clear();
}

static void events_are_printed(void **state)
{
	(void)state;
	add_event(0, 10, event_named(EVENT_LOCK_TAKE, "some_lock"));
	add_event(1, 12, event_of_slot(EVENT_FLUSH, 6, 5));
	add_event(2, 15, event_of(EVENT_SLEEP));
	print();
	assert_line(1, 0, 0, "lock-take some_lock");
	assert_line(2, 2, 1, "flush of slot 6");
	assert_line(3, 5, 2, "sleep ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_of_all_cpus_are_in_order),
		cmocka_unit_test(none_is_lost_if_two_are_at_one_time),
		cmocka_unit_test(the_last_are_kept),
		cmocka_unit_test(what_was_printed_is_dropped),
		cmocka_unit_test(what_is_lost_is_counted),
		cmocka_unit_test(events_are_given),
		cmocka_unit_test(clocks_apart),
		cmocka_unit_test(events_are_printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
