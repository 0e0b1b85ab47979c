/* SPDX-License-Identifier: MIT */
/*
 * loader_memory.h - the memory that a boot loader leaves behind, for what reads
 * it: any bytes at LOADER_BASE. Reading beyond the direct map is a crash here,
 * as it is in the kernel.
 */
#ifndef TESTS_FUZZ_LOADER_MEMORY_H
#define TESTS_FUZZ_LOADER_MEMORY_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "arch/paging.h"
#include "boot/boot_info.h"

#define LOADER_BASE 0x10000u
#define INPUT_MAX   0x10000u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static u8 *direct_map(void)
{
	u8 *at = mmap(NULL, DIRECT_MAP_SIZE + 4096, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (at == MAP_FAILED || mprotect(at + DIRECT_MAP_SIZE, 4096, PROT_NONE))
		abort();
	return at;
}

#define CHECK(condition)          \
	do {                      \
		if (!(condition)) \
			abort();  \
	} while (0)

static void check_ram(const struct memmap *ram)
{
	CHECK(ram->count <= MEMMAP_MAX);
	for (unsigned int i = 0; i < ram->count; i++) {
		CHECK(ram->ram[i].start < ram->ram[i].end);
		CHECK(!i || ram->ram[i - 1].end < ram->ram[i].start);
	}
}

/* What boot/boot_info.h promises, whatever was read. */
static void check_info(const struct boot_info *info, bool found)
{
	CHECK(found == (info->ram.count > 0));
	CHECK(memchr(info->command_line, '\0', COMMAND_LINE_MAX));
	CHECK(memchr(info->loader, '\0', LOADER_NAME_MAX));
	CHECK(info->nr_reserved <= BOOT_RESERVED_MAX);
	CHECK(info->rsdp_bytes <= BOOT_RSDP_MAX);
	for (unsigned int i = 0; i < info->nr_reserved; i++)
		CHECK(info->reserved[i].start < info->reserved[i].end);
	check_ram(&info->ram);
}

/* One run of a protocol's reader on one input. */
static void fuzz_reader(bool (*read)(struct boot_info *info, u32 phys),
			const uint8_t *data, size_t size)
{
	static struct boot_info info;

	if (!unit_machine.low_memory)
		unit_machine.low_memory = direct_map();
	if (size > INPUT_MAX)
		return;
	memcpy(unit_machine.low_memory + LOADER_BASE, data, size);
	memset(&info, 0, sizeof(info));
	check_info(&info, read(&info, LOADER_BASE));
	memset(unit_machine.low_memory + LOADER_BASE, 0, size);
}

#endif
