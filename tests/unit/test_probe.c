/* SPDX-License-Identifier: MIT */
/*
 * test_probe.c - RAM above 4 GiB that is not what the firmware says, behind a
 * fake window: addresses that are cut to some bits, and RAM that is not there.
 * Nothing may be written but what is free RAM, by whichever address it is
 * reached; and every word is as it was afterwards.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/physmem.h"
#include "mm/probe.h"
#include "smp/printk.h"

#define WORDS 65536          /* that can be touched; a power of two */
#define FAR   (512ull * MiB) /* between two places that are tried, */
#define STEP  (64ull * MiB)  /* and where one was bad */

/* The machine: address lines, and where its RAM ends. */
static u64 lines;
static u64 there_up_to;

/* The words that were touched, by the address that the machine has for them. */
static struct word {
	u64 at;
	u32 value;
	bool used;
} words[WORDS];

static struct memmap ram, listed;
static u32 handed_out; /* what the window shows of memory that is not there */
static bool cached;    /* writes may not have got to memory yet */
static unsigned int nr_words;

/* What was in a word before anybody touched it. */
static u32 original(u64 at)
{
	return (u32)(at * 2654435761u >> 7);
}

static bool is_listed(u64 at)
{
	for (unsigned int i = 0; i < listed.count; i++)
		if (at >= listed.ram[i].start && at + 4 <= listed.ram[i].end)
			return true;
	return false;
}

void *phys_window(u64 phys, u32 len)
{
	u64 at = phys & lines;
	u32 i = (u32)(at / 4 * 40503) % WORDS;

	assert_int_equal(len, 4);
	assert_true(is_listed(phys));
	if (at >= there_up_to) {
		handed_out = 0xffffffff;
		return &handed_out;
	}
	assert_true(is_listed(at)); /* or it would be in use */
	while (words[i].used && words[i].at != at)
		i = (i + 1) % WORDS;
	if (!words[i].used) {
		words[i] = (struct word){ at, original(at), true };
		assert_true(++nr_words < WORDS / 2);
	}
	return &words[i].value;
}

void write_back_caches(void)
{
	cached = false;
}

void printk(const char *fmt, ...)
{
	assert_non_null(fmt);
}

static int setup(void **state)
{
	(void)state;
	memset(words, 0, sizeof(words));
	memset(&ram, 0, sizeof(ram));
	nr_words = 0;
	cached = true;
	lines = UINT64_MAX;
	there_up_to = UINT64_MAX;
	memmap_add_ram(&ram, 16 * MiB, 3 * GiB - 16 * MiB);
	return 0;
}

/* The end of RAM that is left. */
static u64 probe(void)
{
	listed = ram;
	probe_high_ram(&ram);
	for (u32 i = 0; i < WORDS; i++)
		if (words[i].used)
			assert_int_equal(words[i].value, original(words[i].at));
	return memmap_end(&ram);
}

static void good_ram_stays(void **state)
{
	(void)state;
	memmap_add_ram(&ram, 4 * GiB, 3 * GiB);
	assert_true(probe() == 7 * GiB);
	assert_false(cached);
	/* Each step but the first, whose alias is in use, and the alias. */
	assert_true(nr_words >= 2 * (3 * GiB / FAR - 1));
	assert_true(nr_words < 2 * (3 * GiB / STEP - 1));
}

static void no_ram_above_4_gib(void **state)
{
	(void)state;
	assert_true(probe() == 3 * GiB);
	memmap_add_ram(&ram, 3 * GiB, 1 * GiB);
	assert_true(probe() == 4 * GiB);
	assert_int_equal(nr_words, 0);
}

/* Whatever is up there is a second sight of what is below. */
static void addresses_of_32_bits(void **state)
{
	(void)state;
	lines = 0xffffffff;
	memmap_add_ram(&ram, 4 * GiB, 3 * GiB);
	assert_true(probe() == 3 * GiB);
}

/* The first frames above 4 GiB would be those of the kernel: they must not be
 * tried. Others are. */
static void aliases_of_what_is_in_use_are_left_alone(void **state)
{
	(void)state;
	lines = 0xffffffff;
	memmap_remove(&ram, 0, 20 * MiB);
	memmap_add_ram(&ram, 4 * GiB, STEP);
	assert_true(probe() == 3 * GiB);
	setup(state);
	lines = 0xffffffff;
	memmap_remove(&ram, 0, 3 * GiB);
	memmap_add_ram(&ram, 4 * GiB, STEP);
	/* None can be tried: nothing is found, and nothing written. */
	assert_true(probe() == 4 * GiB + STEP);
	assert_int_equal(nr_words, 0);
	/* Nor what comes after them, which could be. */
	setup(state);
	memmap_remove(&ram, 0, STEP);
	memmap_add_ram(&ram, 4 * GiB, STEP);
	assert_true(probe() == 4 * GiB + STEP);
	assert_int_equal(nr_words, 0);
}

static void ram_that_ends_early(void **state)
{
	(void)state;
	memmap_add_ram(&ram, 4 * GiB, 3 * GiB);
	there_up_to = 5 * GiB;
	assert_true(probe() == 5 * GiB);
	setup(state);
	memmap_add_ram(&ram, 4 * GiB, 3 * GiB);
	/* Between two places that are far apart. */
	there_up_to = 5 * GiB + 3 * STEP;
	assert_true(probe() == 5 * GiB + 3 * STEP);
	setup(state);
	memmap_add_ram(&ram, 4 * GiB, 3 * GiB);
	there_up_to = 4 * GiB;
	assert_true(probe() == 3 * GiB);
	setup(state);
	memmap_add_ram(&ram, 4 * GiB, 3 * GiB);
	/* In the middle of a step: that one is seen at its end, or lost. */
	there_up_to = 7 * GiB - 4096;
	assert_true(probe() <= 7 * GiB - 4096);
}

/* Lower RAM is the one that is kept. */
static void addresses_of_33_bits(void **state)
{
	(void)state;
	lines = 8 * GiB - 1;
	memmap_add_ram(&ram, 4 * GiB, 8 * GiB);
	assert_true(probe() <= 8 * GiB);
}

static void pieces_are_all_tried(void **state)
{
	(void)state;
	memmap_add_ram(&ram, 4 * GiB, 4096);
	memmap_add_ram(&ram, 5 * GiB, 8192);
	memmap_add_ram(&ram, 6 * GiB, 4096);
	there_up_to = 6 * GiB;
	/* 6 GiB is an alias of 2 GiB only in name. */
	assert_true(probe() == 5 * GiB + 8192);
}

static void more_than_can_be_remembered(void **state)
{
	(void)state;
	memmap_add_ram(&ram, 4 * GiB, 120 * GiB);
	assert_true(probe() == 124 * GiB);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(good_ram_stays),
		TEST(no_ram_above_4_gib),
		TEST(addresses_of_32_bits),
		TEST(aliases_of_what_is_in_use_are_left_alone),
		TEST(ram_that_ends_early),
		TEST(addresses_of_33_bits),
		TEST(pieces_are_all_tried),
		TEST(more_than_can_be_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
