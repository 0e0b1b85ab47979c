/* SPDX-License-Identifier: MIT */
/*
 * memmap.c - which physical memory is RAM that may be used.
 */
#include "mm/memmap.h"

#include "arch/page.h"
#include "lib/string.h"

static u64 range_bytes(const struct mem_range *range)
{
	return range->end - range->start;
}

static u64 range_end(u64 start, u64 len)
{
	return len > UINT64_MAX - start ? UINT64_MAX : start + len;
}

static void delete_at(struct memmap *map, unsigned int i)
{
	map->count--;
	memmove(&map->ram[i], &map->ram[i + 1],
		(map->count - i) * sizeof(map->ram[0]));
}

/*
 * Make room by giving up the smallest range. Losing RAM is safe, losing a
 * reservation is not; there are only RAM ranges here.
 */
static bool drop_smaller_than(struct memmap *map, u64 bytes)
{
	unsigned int smallest = 0;

	for (unsigned int i = 1; i < map->count; i++) {
		if (range_bytes(&map->ram[i]) <
		    range_bytes(&map->ram[smallest]))
			smallest = i;
	}
	map->overflowed = true;
	if (range_bytes(&map->ram[smallest]) >= bytes)
		return false;
	delete_at(map, smallest);
	return true;
}

/* Add a range that neither overlaps nor touches any other. */
static void insert(struct memmap *map, struct mem_range range)
{
	unsigned int i = 0;

	if (map->count == MEMMAP_MAX &&
	    !drop_smaller_than(map, range_bytes(&range)))
		return;
	while (i < map->count && map->ram[i].start < range.start)
		i++;
	memmove(&map->ram[i + 1], &map->ram[i],
		(map->count - i) * sizeof(map->ram[0]));
	map->ram[i] = range;
	map->count++;
}

void memmap_add_ram(struct memmap *map, u64 start, u64 len)
{
	struct mem_range new = { start, range_end(start, len) };
	unsigned int i = 0;

	if (new.start == new.end)
		return;
	/* It swallows all that it meets, and goes in as one. */
	while (i < map->count) {
		struct mem_range *old = &map->ram[i];

		if (old->end < new.start || old->start > new.end) {
			i++;
			continue;
		}
		new.start = min(new.start, old->start);
		new.end = max(new.end, old->end);
		delete_at(map, i);
	}
	insert(map, new);
}

void memmap_remove(struct memmap *map, u64 start, u64 len)
{
	u64 end = range_end(start, len);
	unsigned int i = 0;

	while (i < map->count && start < end) {
		struct mem_range *old = &map->ram[i];
		struct mem_range above = { end, old->end };

		if (old->end <= start || old->start >= end) {
			i++;
			continue;
		}
		if (old->start < start) {
			old->end = start;
			i++;
		} else {
			delete_at(map, i);
		}
		if (above.start < above.end) {
			insert(map, above);
			return; /* and all others are above that */
		}
	}
}

u64 memmap_limit(struct memmap *map, u64 max_address)
{
	u64 before = memmap_bytes(map);

	memmap_remove(map, max_address, UINT64_MAX);
	return before - memmap_bytes(map);
}

void memmap_align(struct memmap *map)
{
	unsigned int i = 0;

	while (i < map->count) {
		struct mem_range *range = &map->ram[i];

		/* The end first: the start, if below it, cannot wrap then. */
		range->end = ALIGN_DOWN(range->end, PAGE_SIZE);
		if (range->start < range->end)
			range->start = ALIGN_UP(range->start, PAGE_SIZE);
		if (range->start < range->end)
			i++;
		else
			delete_at(map, i);
	}
}

/* A place for `size` bytes from lo up to, but not including, hi; or 0. */
static u64 place(u64 lo, u64 hi, u64 size, u64 align, enum memmap_fit fit)
{
	u64 at;

	lo = max(lo, (u64)1); /* address 0 means none */
	if (size == 0 || hi < lo || hi - lo < size)
		return 0;
	hi -= size; /* the highest place, were it aligned */
	at = ALIGN_DOWN(fit == MEMMAP_HIGHEST ? hi : lo, align);
	if (at < lo && fit == MEMMAP_LOWEST && hi - at >= align)
		at += align;
	return at >= lo ? at : 0;
}

u64 memmap_find(const struct memmap *map, u64 size, u64 align, u64 min_address,
		u64 max_address, enum memmap_fit fit)
{
	for (unsigned int n = 0; n < map->count; n++) {
		unsigned int i = fit == MEMMAP_LOWEST ? n : map->count - 1 - n;
		u64 at = place(max(map->ram[i].start, min_address),
			       min(map->ram[i].end, max_address), size, align,
			       fit);

		if (at)
			return at;
	}
	return 0;
}

u64 memmap_take(struct memmap *map, u64 size, u64 align, u64 min_address,
		u64 max_address, enum memmap_fit fit)
{
	u64 at = memmap_find(map, size, align, min_address, max_address, fit);

	if (at)
		memmap_remove(map, at, size);
	return at;
}

u64 memmap_bytes(const struct memmap *map)
{
	u64 bytes = 0;

	for (unsigned int i = 0; i < map->count; i++)
		bytes += range_bytes(&map->ram[i]);
	return bytes;
}

u64 memmap_end(const struct memmap *map)
{
	return map->count ? map->ram[map->count - 1].end : 0;
}
