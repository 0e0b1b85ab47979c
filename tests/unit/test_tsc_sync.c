/* SPDX-License-Identifier: MIT */
/*
 * test_tsc_sync.c - two CPUs compare their clocks: those of one time, of two,
 * and one CPU that is not there. The CPUs run in turn, each on a stack of its
 * own; a turn takes a while.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <ucontext.h>

#include <cmocka.h>

#include "arch/clock.h"
#include "arch/machine.h"
#include "arch/x86/time/tsc_sync.h"

#define TURN  100 /* cycles */
#define KHZ   1000
#define START 1000000000ull

static ucontext_t leader, follower;
static u8 stack[64 * 1024];
static bool follows, is_there;
static u64 now;
static s64 offset; /* of the follower's clock */

u32 clock_khz(void)
{
	return KHZ;
}

static void show_clock(void)
{
	unit_machine.cycles = now + (u64)(follows ? offset : 0);
}

/* Whoever waits lets the other run. */
static void relax(void)
{
	now += TURN;
	if (is_there) {
		follows = !follows;
		show_clock();
		if (follows)
			swapcontext(&leader, &follower);
		else
			swapcontext(&follower, &leader);
	}
	show_clock();
}

static void follow(void)
{
	tsc_sync_follow();
	now += TURN;
	is_there = false;
	follows = false;
	show_clock();
	setcontext(&leader);
}

static enum tsc_sync compare(bool there, s64 by, s64 *ahead)
{
	now = START;
	follows = false;
	is_there = there;
	offset = by;
	unit_machine = (struct unit_machine){ .cycles = now, .relax = relax };
	getcontext(&follower);
	follower.uc_stack.ss_sp = stack;
	follower.uc_stack.ss_size = sizeof(stack);
	makecontext(&follower, follow, 0);
	tsc_sync_prepare();
	return tsc_sync_lead(ahead);
}

static void one_time(void **state)
{
	s64 ahead = 77;

	(void)state;
	assert_int_equal(compare(true, 0, &ahead), TSC_TOGETHER);
	assert_int_equal(ahead, 0);
	/* Less than a message takes: nobody can see it. */
	assert_int_equal(compare(true, TURN / 2, &ahead), TSC_TOGETHER);
	assert_int_equal(compare(true, -TURN / 2, &ahead), TSC_TOGETHER);
}

static void apart_by(s64 by)
{
	s64 ahead = 0;

	assert_int_equal(compare(true, by, &ahead), TSC_APART);
	assert_in_range(ahead - by + 2 * TURN, 0, 4 * TURN);
}

static void two_times(void **state)
{
	(void)state;
	apart_by(3 * TURN);
	apart_by(-3 * TURN);
	apart_by(8000 * KHZ);
	apart_by(-8000 * KHZ);
	apart_by(-(s64)START); /* as after a reset */
	apart_by(INT64_MAX / 2);
}

static void nobody_there(void **state)
{
	s64 ahead = 77;

	(void)state;
	assert_int_equal(compare(false, 0, &ahead), TSC_UNKNOWN);
	assert_int_equal(ahead, 0);
	assert_true(now - START < 10ull * 1000 * KHZ);
}

/* A follower whom nobody leads goes on, too. */
static void nobody_leads(void **state)
{
	(void)state;
	now = START;
	is_there = false;
	unit_machine = (struct unit_machine){ .cycles = now, .relax = relax };
	tsc_sync_prepare();
	tsc_sync_follow();
	assert_true(now - START < 10ull * 1000 * KHZ);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_time),
		cmocka_unit_test(two_times),
		cmocka_unit_test(nobody_there),
		cmocka_unit_test(nobody_leads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
