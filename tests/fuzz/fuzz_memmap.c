/* SPDX-License-Identifier: MIT */
/*
 * fuzz_memmap.c - any sequence of ranges, added to a memory map, removed from
 * it or used to limit it: 17 bytes each, of which the first one says which.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mm/memmap.h"

#define STEP 17

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Sorted, apart, none empty; and the sum is what it says. */
static void check(const struct memmap *map)
{
	u64 bytes = 0;

	if (map->count > MEMMAP_MAX)
		abort();
	for (unsigned int i = 0; i < map->count; i++) {
		if (map->ram[i].start >= map->ram[i].end)
			abort();
		if (i && map->ram[i - 1].end >= map->ram[i].start)
			abort();
		bytes += map->ram[i].end - map->ram[i].start;
	}
	if (memmap_bytes(map) != bytes)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct memmap map;
	u64 start;
	u64 len;

	memset(&map, 0, sizeof(map));
	for (; size >= STEP; data += STEP, size -= STEP) {
		memcpy(&start, data + 1, sizeof(start));
		memcpy(&len, data + 9, sizeof(len));
		if (data[0] % 4 == 1)
			memmap_remove(&map, start, len);
		else if (data[0] % 16 == 2)
			memmap_limit(&map, start);
		else if (data[0] % 16 == 3)
			memmap_align(&map);
		else
			memmap_add_ram(&map, start, len);
		check(&map);
	}
	return 0;
}
