/* SPDX-License-Identifier: MIT */
/* boot_info.c - see boot_info.h */
#include "boot/boot_info.h"

#include "arch/paging.h"
#include "boot/multiboot.h"
#include "boot/multiboot2.h"

struct boot_info boot_info;

const void *loader_memory(u32 phys, u32 bytes)
{
	if (!phys || (u64)phys + bytes > DIRECT_MAP_SIZE)
		return NULL;
	return phys_to_virt(phys);
}

bool loader_string(char *to, u32 room, u32 phys)
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

void boot_info_reserve(struct boot_info *info, u64 start, u64 end)
{
	if (end > start && info->nr_reserved < BOOT_RESERVED_MAX)
		info->reserved[info->nr_reserved++] =
			(struct mem_range){ start, end };
}

void boot_info_add_sizes(struct boot_info *info, u32 lower, u32 upper)
{
	memmap_add_ram(&info->ram, 0, (u64)lower * KiB);
	memmap_add_ram(&info->ram, MiB, (u64)upper * KiB);
}

/* Where firmware lies, a framebuffer may be in what it calls RAM. */
static void reserve_framebuffer(struct boot_info *info)
{
	const struct framebuffer *fb = &info->framebuffer;

	if (fb->address)
		boot_info_reserve(info, fb->address,
				  fb->address + (u64)fb->pitch * fb->height);
}

bool boot_info_read(u32 magic, u32 phys)
{
	if (magic == MULTIBOOT_LOADER_MAGIC)
		multiboot_read(&boot_info, phys);
	else if (magic == MULTIBOOT2_LOADER_MAGIC)
		multiboot2_read(&boot_info, phys);
	else
		return false;
	reserve_framebuffer(&boot_info);
	return true;
}
