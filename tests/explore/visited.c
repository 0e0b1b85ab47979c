/* SPDX-License-Identifier: MIT */
/* visited.c - see visited.h */
#include "visited.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#define FIRST_SIZE (1u << 12)

static size_t bytes(const struct visited *set)
{
	return set->size * sizeof(*set->all);
}

static void allocate(struct visited *set, size_t size)
{
	set->size = size;
	set->used = 0;
	set->all = mmap(NULL, bytes(set), PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (set->all == MAP_FAILED) {
		fprintf(stderr, "out of memory\n");
		exit(2);
	}
	/* Nearly each look is at another page. Without them it is slower. */
	madvise(set->all, bytes(set), MADV_HUGEPAGE);
}

void visited_init(struct visited *set)
{
	allocate(set, FIRST_SIZE);
}

void visited_free(struct visited *set)
{
	munmap(set->all, bytes(set));
}

/* Open addressing. */
struct visit *visited_at(const struct visited *set, u64 key)
{
	size_t i = key & (set->size - 1);

	while (set->all[i].value && set->all[i].key != key)
		i = (i + 1) & (set->size - 1);
	return &set->all[i];
}

static void grow(struct visited *set)
{
	struct visited old = *set;

	allocate(set, old.size * 2);
	set->used = old.used;
	for (size_t i = 0; i < old.size; i++)
		if (old.all[i].value)
			*visited_at(set, old.all[i].key) = old.all[i];
	visited_free(&old);
}

struct visit *visited_find(struct visited *set, u64 key, u8 fresh, bool *is_new)
{
	struct visit *visit;

	if (set->used * 10 > set->size * 7)
		grow(set);
	visit = visited_at(set, key);
	*is_new = !visit->value;
	if (*is_new) {
		visit->key = key;
		visit->value = fresh;
		set->used++;
	}
	return visit;
}
