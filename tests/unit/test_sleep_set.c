/* SPDX-License-Identifier: MIT */
/* test_sleep_set.c - which transitions the explorer need not try again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/explore/sleep_set.h"

struct footprint footprint;

/* As in the explorer, if no CPU has a part in it. */
bool footprints_commute(const struct footprint *a, const struct footprint *b)
{
	return !(a->writes & b->writes);
}

unsigned int node_id(struct transition t)
{
	return t.cpu;
}

static const struct transition t0 = { .cpu = 0 };
static const struct transition t1 = { .cpu = 1 };
static const struct transition t2 = { .cpu = 2 };

static void done(struct node *node, struct transition t, u64 writes,
		 struct node *child)
{
	footprint = (struct footprint){ .writes = writes };
	sleep_set_after(node, t, child);
}

static void what_was_tried_sleeps_after_what_commutes(void **unused)
{
	static struct node node, child;

	(void)unused;
	done(&node, t0, 1, &child);
	assert_int_equal(child.asleep, 0);
	done(&node, t1, 2, &child);
	assert_int_equal(child.asleep, 1);
	done(&node, t2, 3, &child); /* commutes with neither */
	assert_int_equal(child.asleep, 0);
}

static void it_sleeps_on_until_something_does_not_commute(void **unused)
{
	static struct node first, second, third;

	(void)unused;
	done(&first, t0, 1, &second);
	done(&first, t1, 2, &second);
	done(&second, t2, 4, &third);
	assert_int_equal(third.asleep, 1);
	done(&second, t1, 1, &third);
	assert_int_equal(third.asleep, 4);
}

/* Slept before: 0 and 1. Now 0 only: 1 must be tried, and nothing else. */
static void what_slept_before_wakes(void **unused)
{
	static struct node node = { .asleep = 1 };
	u32 before = 3;

	(void)unused;
	assert_true(sleep_set_awake(&node, &before));
	assert_int_equal(before, 1);
	assert_int_equal(node.asleep, 1);
	assert_int_equal(node.skipped, ~2u);
	assert_false(sleep_set_awake(&node, &before));
}

/* Awake before, it was tried then. */
static void what_was_awake_before_is_not_tried_again(void **unused)
{
	static struct node node = { .asleep = 4 };
	u32 before = 0;

	(void)unused;
	assert_false(sleep_set_awake(&node, &before));
	assert_int_equal(before, 0);
	assert_int_equal(node.asleep, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_tried_sleeps_after_what_commutes),
		cmocka_unit_test(it_sleeps_on_until_something_does_not_commute),
		cmocka_unit_test(what_slept_before_wakes),
		cmocka_unit_test(what_was_awake_before_is_not_tried_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
