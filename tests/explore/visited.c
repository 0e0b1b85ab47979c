/* SPDX-License-Identifier: MIT */
/* visited.c - see visited.h */
#include "visited.h"

#include <stdio.h>
#include <stdlib.h>

#define FIRST_SIZE (1u << 16)

static void allocate(struct visited *set, size_t size)
{
	set->size = size;
	set->used = 0;
	set->keys = malloc(size * sizeof(*set->keys));
	set->values = calloc(size, 1);
	set->ways = calloc(size, sizeof(*set->ways));
	set->asleep = calloc(size, sizeof(*set->asleep));
	if (!set->keys || !set->values || !set->ways || !set->asleep) {
		fprintf(stderr, "out of memory\n");
		exit(2);
	}
}

void visited_init(struct visited *set)
{
	allocate(set, FIRST_SIZE);
}

void visited_free(struct visited *set)
{
	free(set->keys);
	free(set->values);
	free(set->ways);
	free(set->asleep);
}

/* Open addressing; a value of 0 marks a free place. */
static size_t place_of(const struct visited *set, u64 key)
{
	size_t i = key & (set->size - 1);

	while (set->values[i] && set->keys[i] != key)
		i = (i + 1) & (set->size - 1);
	return i;
}

static void grow(struct visited *set)
{
	struct visited old = *set;

	allocate(set, old.size * 2);
	set->used = old.used;
	for (size_t i = 0; i < old.size; i++) {
		size_t to;

		if (!old.values[i])
			continue;
		to = place_of(set, old.keys[i]);
		set->keys[to] = old.keys[i];
		set->values[to] = old.values[i];
		set->ways[to] = old.ways[i];
		set->asleep[to] = old.asleep[i];
	}
	visited_free(&old);
}

u8 *visited_find(struct visited *set, u64 key, u8 fresh, bool *is_new)
{
	size_t i;

	if (set->used * 10 > set->size * 7)
		grow(set);
	i = place_of(set, key);
	*is_new = !set->values[i];
	if (*is_new) {
		set->keys[i] = key;
		set->values[i] = fresh;
		set->used++;
	}
	return &set->values[i];
}

double visited_ways(const struct visited *set, u64 key)
{
	return set->ways[place_of(set, key)];
}

void visited_set_ways(struct visited *set, u64 key, double ways)
{
	set->ways[place_of(set, key)] = ways;
}

u32 *visited_asleep(const struct visited *set, u64 key)
{
	return &set->asleep[place_of(set, key)];
}
