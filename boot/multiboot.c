/* SPDX-License-Identifier: MIT */
/* multiboot.c - see multiboot.h */
#include "boot/multiboot.h"

#include "arch/x86/layout_impl.h"
#include "arch/x86/mm/paging.h"
#include "lib/string.h"

#define FLAG_MEMORY       BIT(0)
#define FLAG_COMMAND_LINE BIT(2)
#define FLAG_MODULES      BIT(3)
#define FLAG_MEMORY_MAP   BIT(6)
#define FLAG_LOADER_NAME  BIT(9)

/* Packed: nothing says that they are aligned. */
struct multiboot_info {
	u32 flags;
	u32 mem_lower, mem_upper; /* KiB */
	u32 boot_device;
	u32 command_line;
	u32 mods_count, mods_address;
	u32 syms[4];
	u32 map_length, map_address;
	u32 drives_length, drives_address;
	u32 config_table;
	u32 loader_name;
} __packed;

struct multiboot_module {
	u32 start, end, string, reserved;
} __packed;

struct multiboot_range {
	u32 size; /* of the rest */
	u64 base, length;
	u32 type;
} __packed;

#define RANGE_MIN_SIZE 20
#define RANGE_MAX      1024 /* entries looked at */
#define TYPE_RAM       1

u32 boot_info_address;

/* `bytes` bytes of the loader's memory, or NULL if they are not mapped. */
static const void *loader_memory(u32 phys, u32 bytes)
{
	if (!phys || (u64)phys + bytes > DIRECT_MAP_SIZE)
		return NULL;
	return phys_to_virt(phys);
}

/* Copy a string; false if it is not readable or does not fit. */
static bool copy_string(char *to, u32 room, u32 phys)
{
	to[0] = '\0';
	for (u32 i = 0; i < room; i++) {
		const char *c = loader_memory(phys + i, 1);

		if (!c)
			break;
		to[i] = *c;
		if (!*c)
			return true;
	}
	to[room - 1] = '\0';
	return false;
}

static const struct multiboot_range *next_range(u32 *at, u32 end)
{
	const struct multiboot_range *range = loader_memory(*at, 4);

	if (!range || *at >= end || range->size < RANGE_MIN_SIZE ||
	    range->size > 4096 || !loader_memory(*at, range->size + 4))
		return NULL;
	*at += range->size + 4;
	return range;
}

/* First all RAM, then all other ranges, so that a byte that is both counts as
 * reserved (mm/memmap.h). */
static bool read_memory_map(struct boot_info *info, u32 start, u32 length)
{
	const struct multiboot_range *range;
	u32 end = start + min(length, DIRECT_MAP_SIZE - start);

	for (int pass = 0; pass < 2; pass++) {
		u32 at = start;

		for (int i = 0; i < RANGE_MAX; i++) {
			range = next_range(&at, end);
			if (!range)
				break;
			if (pass == 0 && range->type == TYPE_RAM)
				memmap_add_ram(&info->ram, range->base,
					       range->length);
			if (pass == 1 && range->type != TYPE_RAM)
				memmap_remove(&info->ram, range->base,
					      range->length);
		}
	}
	return info->ram.count > 0;
}

static void read_modules(struct boot_info *info, u32 address, u32 count)
{
	for (u32 i = 0; i < count && i < BOOT_MODULES_MAX; i++) {
		const struct multiboot_module *m =
			loader_memory(address + i * sizeof(*m), sizeof(*m));

		if (!m)
			return;
		if (m->end <= m->start)
			continue;
		info->module[info->nr_modules++] =
			(struct mem_range){ m->start, m->end };
	}
}

bool boot_info_read(struct boot_info *info)
{
	const struct multiboot_info *mb =
		loader_memory(boot_info_address, sizeof(*mb));

	if (!mb)
		return false;
	if (mb->flags & FLAG_COMMAND_LINE)
		info->command_line_cut = !copy_string(
			info->command_line, COMMAND_LINE_MAX, mb->command_line);
	if (mb->flags & FLAG_LOADER_NAME)
		copy_string(info->loader, LOADER_NAME_MAX, mb->loader_name);
	if (mb->flags & FLAG_MODULES)
		read_modules(info, mb->mods_address, mb->mods_count);
	info->from_memory_map =
		mb->flags & FLAG_MEMORY_MAP &&
		mb->map_address < DIRECT_MAP_SIZE &&
		read_memory_map(info, mb->map_address, mb->map_length);
	if (!info->from_memory_map && mb->flags & FLAG_MEMORY) {
		memmap_add_ram(&info->ram, 0, (u64)mb->mem_lower * KiB);
		memmap_add_ram(&info->ram, MiB, (u64)mb->mem_upper * KiB);
	}
	return info->ram.count > 0;
}
