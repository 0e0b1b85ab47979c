/* SPDX-License-Identifier: MIT */
/* multiboot.c - see multiboot.h */
#include "boot/multiboot.h"

#include "arch/paging.h"

#define FLAG_MEMORY       BIT(0)
#define FLAG_COMMAND_LINE BIT(2)
#define FLAG_MODULES      BIT(3)
#define FLAG_MEMORY_MAP   BIT(6)
#define FLAG_LOADER_NAME  BIT(9)
#define FLAG_FRAMEBUFFER  BIT(12)

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

/* The same, of a loader that sets FLAG_FRAMEBUFFER. */
struct multiboot_long_info {
	struct multiboot_info start;
	u32 apm_table;
	u32 vbe[4];
	u64 address;
	u32 pitch, width, height;
	u8 bits, type;
	u8 red_at, red_bits, green_at, green_bits, blue_at, blue_bits;
} __packed;

#define FRAMEBUFFER_RGB 1

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
	for (u32 i = 0; i < count && i < BOOT_RESERVED_MAX; i++) {
		const struct multiboot_module *m =
			loader_memory(address + i * sizeof(*m), sizeof(*m));

		if (!m)
			return;
		boot_info_reserve(info, m->start, m->end);
	}
}

static void read_framebuffer(struct boot_info *info, u32 phys)
{
	const struct multiboot_long_info *mb = loader_memory(phys, sizeof(*mb));

	if (!mb)
		return;
	info->framebuffer = (struct framebuffer){
		.address = mb->address,
		.pitch = mb->pitch,
		.width = mb->width,
		.height = mb->height,
		.bits = mb->bits,
		.is_rgb = mb->type == FRAMEBUFFER_RGB,
		.red_at = mb->red_at,
		.red_bits = mb->red_bits,
		.green_at = mb->green_at,
		.green_bits = mb->green_bits,
		.blue_at = mb->blue_at,
		.blue_bits = mb->blue_bits,
	};
}

bool multiboot_read(struct boot_info *info, u32 phys)
{
	const struct multiboot_info *mb = loader_memory(phys, sizeof(*mb));

	if (!mb)
		return false;
	if (mb->flags & FLAG_COMMAND_LINE)
		info->command_line_cut = !loader_string(
			info->command_line, COMMAND_LINE_MAX, mb->command_line);
	if (mb->flags & FLAG_LOADER_NAME)
		loader_string(info->loader, LOADER_NAME_MAX, mb->loader_name);
	if (mb->flags & FLAG_MODULES)
		read_modules(info, mb->mods_address, mb->mods_count);
	if (mb->flags & FLAG_FRAMEBUFFER)
		read_framebuffer(info, phys);
	info->from_memory_map =
		mb->flags & FLAG_MEMORY_MAP &&
		mb->map_address < DIRECT_MAP_SIZE &&
		read_memory_map(info, mb->map_address, mb->map_length);
	if (!info->from_memory_map && mb->flags & FLAG_MEMORY)
		boot_info_add_sizes(info, mb->mem_lower, mb->mem_upper);
	return info->ram.count > 0;
}
