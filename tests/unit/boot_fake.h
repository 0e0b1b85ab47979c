/* SPDX-License-Identifier: MIT */
/*
 * boot_fake.h - the memory that a boot loader leaves behind, for the tests of
 * what reads it. Reading beyond the direct map is a crash here, as it is in the
 * kernel.
 */
#ifndef TESTS_UNIT_BOOT_FAKE_H
#define TESTS_UNIT_BOOT_FAKE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "arch/paging.h"
#include "boot/boot_info.h"
#include "lib/prng.h"

#define END DIRECT_MAP_SIZE

#define RAM      1
#define RESERVED 2

static struct boot_info info;

static void put32(u32 phys, u32 value)
{
	memcpy(unit_machine.low_memory + phys, &value, sizeof(value));
}

static void put64(u32 phys, u64 value)
{
	memcpy(unit_machine.low_memory + phys, &value, sizeof(value));
}

/* For the whole group of tests. */
static int reserve_low_memory(void **state)
{
	/* A page behind it that cannot be touched. */
	u8 *at = mmap(NULL, END + 4096, PROT_NONE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	(void)state;
	if (at == MAP_FAILED || mprotect(at, END, PROT_READ | PROT_WRITE))
		return -1;
	unit_machine.low_memory = at;
	return 0;
}

/* info has just these ranges of RAM. */
static void expect_ranges(const struct mem_range *expected, unsigned int count)
{
	assert_int_equal(info.ram.count, count);
	for (unsigned int i = 0; i < count; i++) {
		assert_true(info.ram.ram[i].start == expected[i].start);
		assert_true(info.ram.ram[i].end == expected[i].end);
	}
}

#define EXPECT_RANGES(...)                                                  \
	do {                                                                \
		static const struct mem_range expected[] = { __VA_ARGS__ }; \
		expect_ranges(expected, ARRAY_SIZE(expected));              \
	} while (0)

/* What holds whatever was read. */
static void check_out(bool found)
{
	u64 end = 0;

	assert_int_equal(found, info.ram.count > 0);
	assert_in_range(info.ram.count, 0, MEMMAP_MAX);
	assert_in_range(info.nr_reserved, 0, BOOT_RESERVED_MAX);
	assert_in_range(info.rsdp_bytes, 0, BOOT_RSDP_MAX);
	assert_true(memchr(info.command_line, 0, COMMAND_LINE_MAX) != NULL);
	assert_true(memchr(info.loader, 0, LOADER_NAME_MAX) != NULL);
	for (unsigned int i = 0; i < info.ram.count; i++) {
		assert_true(info.ram.ram[i].start < info.ram.ram[i].end);
		assert_true(!i || info.ram.ram[i].start > end);
		end = info.ram.ram[i].end;
	}
	for (unsigned int i = 0; i < info.nr_reserved; i++)
		assert_true(info.reserved[i].start < info.reserved[i].end);
}

#endif
