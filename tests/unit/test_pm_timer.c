/* SPDX-License-Identifier: MIT */
/* test_pm_timer.c - counts of a timer that is read in the middle of a step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arch/x86/time/pm_timer.h"

#define MASK24 0xffffffu
#define MASK32 0xffffffffu

static const u32 *counts;
static unsigned int reads;

static u32 read_next(void)
{
	return counts[reads++];
}

static u32 read_as(const u32 *list, u32 mask)
{
	counts = list;
	reads = 0;
	return pm_timer_steady(read_next, mask);
}

static void steady(void **state)
{
	static const u32 list[] = { 100, 104, 108 };
	static const u32 stopped[] = { 7, 7, 7 };

	(void)state;
	assert_int_equal(read_as(list, MASK24), 104);
	assert_int_equal(read_as(stopped, MASK24), 7);
	assert_int_equal(reads, 3);
}

/* From 0x0fffff to 0x100000, half of it: each of the three reads in turn. */
static void torn(void **state)
{
	static const u32 first[] = { 0x1fffff, 0x100000, 0x100004, 0x100008 };
	static const u32 middle[] = { 0x0ffffe, 0x1fffff, 0x100000, 0x100004,
				      0x100008 };
	static const u32 last[] = { 0x0ffffa, 0x0ffffe, 0x000000,
				    0x100004, 0x100008, 0x10000c };

	(void)state;
	assert_int_equal(read_as(first, MASK24), 0x100004);
	assert_int_equal(read_as(middle, MASK24), 0x100004);
	assert_int_equal(read_as(last, MASK24), 0x100008);
}

static void wraps_around(void **state)
{
	static const u32 narrow[] = { 0xfffffe, 0x000002, 0x000006 };
	static const u32 wide[] = { 0xfffffffe, 0x00000002, 0x00000006 };

	(void)state;
	assert_int_equal(read_as(narrow, MASK24), 2);
	assert_int_equal(read_as(wide, MASK32), 2);
}

/* It does not read for ever. */
static void nonsense(void **state)
{
	u32 list[20];

	(void)state;
	for (unsigned int i = 0; i < 20; i++)
		list[i] = i % 2 ? 0x800000 : 0;
	read_as(list, MASK24);
	assert_in_range(reads, 4, 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steady),
		cmocka_unit_test(torn),
		cmocka_unit_test(wraps_around),
		cmocka_unit_test(nonsense),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
