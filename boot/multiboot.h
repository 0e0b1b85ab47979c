/* SPDX-License-Identifier: MIT */
/*
 * multiboot.h - what the boot loader tells. (Multiboot Specification 0.6.96,
 * "Boot information format".)
 */
#ifndef BOOT_MULTIBOOT_H
#define BOOT_MULTIBOOT_H

#include "lib/types.h"
#include "mm/memmap.h"

#define MULTIBOOT_LOADER_MAGIC 0x2badb002u

#define COMMAND_LINE_MAX 1024 /* bytes, with the terminating 0 */
#define LOADER_NAME_MAX  64
#define BOOT_MODULES_MAX 16

/* Everything worth keeping, copied out of the loader's memory. */
struct boot_info {
	char command_line[COMMAND_LINE_MAX];
	bool command_line_cut; /* it was longer, or not readable */
	char loader[LOADER_NAME_MAX];
	struct memmap ram; /* what is RAM and not reserved */
	struct mem_range module[BOOT_MODULES_MAX];
	unsigned int nr_modules;
	bool from_memory_map; /* else from the BIOS's two memory sizes */
};

/* Physical address of the loader's structure; early.c sets it. */
extern u32 boot_info_address;

/*
 * Read the loader's structure. Nothing in it is trusted: whatever does not lie
 * in the first 896 MiB, or makes no sense, is left out. False if there is no
 * memory map at all. Boot CPU, paging on, before any memory is allocated.
 */
bool boot_info_read(struct boot_info *info);

#endif
