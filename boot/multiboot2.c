/* SPDX-License-Identifier: MIT */
/* multiboot2.c - see multiboot2.h */
#include "boot/multiboot2.h"

#include "arch/paging.h"
#include "lib/string.h"

#define TAGS_MAX    4096 /* looked at */
#define ENTRIES_MAX 1024 /* of the map */
#define TYPE_RAM    1
#define TYPE_RGB    1

enum tag_type {
	TAG_END = 0,
	TAG_COMMAND_LINE = 1,
	TAG_LOADER_NAME = 2,
	TAG_MODULE = 3,
	TAG_MEMORY_SIZES = 4,
	TAG_MEMORY_MAP = 6,
	TAG_FRAMEBUFFER = 8,
	TAG_RSDP_OLD = 14, /* ACPI 1.0 */
	TAG_RSDP_NEW = 15,
};

/* Packed: nothing says that the list is aligned. */
struct head {
	u32 total_size; /* with this head */
	u32 reserved;
} __packed;

struct tag {
	u32 type;
	u32 size; /* with this head, without what pads it to 8 bytes */
} __packed;

struct tag_module {
	struct tag tag;
	u32 start, end;
} __packed;

struct tag_memory_sizes {
	struct tag tag;
	u32 lower, upper; /* KiB */
} __packed;

struct tag_memory_map {
	struct tag tag;
	u32 entry_size, entry_version;
} __packed;

struct map_entry {
	u64 base, length;
	u32 type, reserved;
} __packed;

struct tag_framebuffer {
	struct tag tag;
	u64 address;
	u32 pitch, width, height;
	u8 bits, type;
	u16 reserved;
	u8 red_at, red_bits, green_at, green_bits, blue_at, blue_bits;
} __packed;

/* The part of the list that has not been looked at. */
struct tag_list {
	u32 at, end;
	u32 seen;
};

/* The next tag, which lies in mapped memory as a whole. NULL at the end, and
 * where the list makes no sense any more. */
static const struct tag *next_tag(struct tag_list *list)
{
	u32 left = list->end - list->at;
	const struct tag *tag = loader_memory(list->at, sizeof(*tag));

	if (left < sizeof(*tag) || !tag || list->seen++ == TAGS_MAX ||
	    tag->type == TAG_END || tag->size < sizeof(*tag) ||
	    tag->size > left)
		return NULL;
	/* left + 7 does not wrap: `end` is in mapped memory. */
	list->at += min(ALIGN_UP(tag->size, 8u), left);
	return tag;
}

/* The first tag of this type, if it has at least `bytes` bytes. */
static const void *find_tag(struct tag_list list, enum tag_type type, u32 bytes)
{
	const struct tag *tag;

	while ((tag = next_tag(&list)))
		if (tag->type == type)
			return tag->size >= bytes ? tag : NULL;
	return NULL;
}

/* The string in a tag; false if it does not fit or does not end there. */
static bool copy_string(struct tag_list list, enum tag_type type, char *to,
			u32 room)
{
	const struct tag *tag = find_tag(list, type, sizeof(*tag) + 1);
	const char *from;
	u32 length, i;

	if (!tag)
		return true; /* no string */
	from = (const char *)(tag + 1);
	length = tag->size - sizeof(*tag);
	for (i = 0; i < room - 1 && i < length && from[i]; i++)
		to[i] = from[i];
	to[i] = '\0';
	return i < length && !from[i];
}

static const struct map_entry *map_entry(const struct tag_memory_map *map,
					 u32 i)
{
	u32 entries = (map->tag.size - sizeof(*map)) / map->entry_size;

	if (i >= entries || i >= ENTRIES_MAX)
		return NULL;
	return (const void *)((const u8 *)(map + 1) + i * map->entry_size);
}

/* First all RAM, then all other ranges, so that a byte that is both counts as
 * reserved (mm/memmap.h). */
static bool read_memory_map(struct boot_info *info, struct tag_list list)
{
	const struct tag_memory_map *map =
		find_tag(list, TAG_MEMORY_MAP, sizeof(*map));
	const struct map_entry *entry;

	if (!map || map->entry_size < sizeof(*entry) || map->entry_size % 8)
		return false;
	for (u32 i = 0; (entry = map_entry(map, i)); i++)
		if (entry->type == TYPE_RAM)
			memmap_add_ram(&info->ram, entry->base, entry->length);
	for (u32 i = 0; (entry = map_entry(map, i)); i++)
		if (entry->type != TYPE_RAM)
			memmap_remove(&info->ram, entry->base, entry->length);
	return info->ram.count > 0;
}

static void read_memory_sizes(struct boot_info *info, struct tag_list list)
{
	const struct tag_memory_sizes *sizes =
		find_tag(list, TAG_MEMORY_SIZES, sizeof(*sizes));

	if (sizes)
		boot_info_add_sizes(info, sizes->lower, sizes->upper);
}

static void read_modules(struct boot_info *info, struct tag_list list)
{
	const struct tag *tag;

	while ((tag = next_tag(&list))) {
		const struct tag_module *module = (const void *)tag;

		if (tag->type == TAG_MODULE && tag->size >= sizeof(*module))
			boot_info_reserve(info, module->start, module->end);
	}
}

static void read_framebuffer(struct boot_info *info, struct tag_list list)
{
	const struct tag_framebuffer *tag =
		find_tag(list, TAG_FRAMEBUFFER,
			 offsetof(struct tag_framebuffer, red_at));

	if (!tag)
		return;
	info->framebuffer = (struct framebuffer){
		.address = tag->address,
		.pitch = tag->pitch,
		.width = tag->width,
		.height = tag->height,
		.bits = tag->bits,
	};
	/* Only then are there colours in the tag. */
	if (tag->type != TYPE_RGB || tag->tag.size < sizeof(*tag))
		return;
	info->framebuffer.is_rgb = true;
	info->framebuffer.red_at = tag->red_at;
	info->framebuffer.red_bits = tag->red_bits;
	info->framebuffer.green_at = tag->green_at;
	info->framebuffer.green_bits = tag->green_bits;
	info->framebuffer.blue_at = tag->blue_at;
	info->framebuffer.blue_bits = tag->blue_bits;
}

static void read_rsdp(struct boot_info *info, struct tag_list list)
{
	const struct tag *tag = find_tag(list, TAG_RSDP_NEW, sizeof(*tag));

	if (!tag)
		tag = find_tag(list, TAG_RSDP_OLD, sizeof(*tag));
	if (!tag)
		return;
	info->rsdp_bytes =
		min(tag->size - (u32)sizeof(*tag), (u32)BOOT_RSDP_MAX);
	memcpy(info->rsdp, tag + 1, info->rsdp_bytes);
}

static bool find_list(struct tag_list *list, u32 phys)
{
	const struct head *head = loader_memory(phys, sizeof(*head));
	u32 size;

	if (!head)
		return false;
	size = min(head->total_size, (u32)DIRECT_MAP_SIZE - phys);
	list->at = phys + sizeof(*head);
	list->end = phys + max(size, (u32)sizeof(*head));
	list->seen = 0;
	return true;
}

bool multiboot2_read(struct boot_info *info, u32 phys)
{
	struct tag_list list;

	if (!find_list(&list, phys))
		return false;
	info->command_line_cut = !copy_string(
		list, TAG_COMMAND_LINE, info->command_line, COMMAND_LINE_MAX);
	copy_string(list, TAG_LOADER_NAME, info->loader, LOADER_NAME_MAX);
	info->from_memory_map = read_memory_map(info, list);
	if (!info->from_memory_map)
		read_memory_sizes(info, list);
	read_modules(info, list);
	read_framebuffer(info, list);
	read_rsdp(info, list);
	return info->ram.count > 0;
}
