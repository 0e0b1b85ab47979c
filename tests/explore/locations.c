/* SPDX-License-Identifier: MIT */
/* locations.c - see locations.h */
#include "locations.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TABLE_SIZE 4096 /* locations; a power of two */

static struct location {
	const void *at;
	/* Of all accesses so far, and of the writes: the contexts that made
	 * them, a bit each, and the locks that were held at every one. */
	u32 contexts, write_contexts;
	u32 locks, write_locks;
} table[TABLE_SIZE];

static const void *locks[MAX_LOCKS];
static bool changed, known;

void locations_reset(void)
{
	memset(table, 0, sizeof(table));
	changed = known = false;
}

bool locations_known(void)
{
	return known;
}

bool locations_changed(void)
{
	bool was = changed;

	changed = false;
	return was;
}

unsigned int lock_number(const void *lock)
{
	for (unsigned int i = 0; i < MAX_LOCKS; i++) {
		if (!locks[i])
			locks[i] = lock;
		if (locks[i] == lock)
			return i;
	}
	fprintf(stderr, "more than %d locks\n", MAX_LOCKS);
	abort();
}

static struct location *find(const void *at)
{
	size_t i = ((size_t)at * 0x9e3779b97f4a7c15ull) >> 52;

	for (int tries = 0; tries < TABLE_SIZE; tries++) {
		struct location *l = &table[(i + (size_t)tries) % TABLE_SIZE];

		if (!l->at || l->at == at)
			return l;
	}
	fprintf(stderr, "more than %d locations\n", TABLE_SIZE);
	abort();
}

/* Take note of an access. It may show that what was assumed about the location
 * was wrong. */
static void learn(struct location *l, bool write, u32 context, u32 held)
{
	struct location was = *l;

	if (!l->contexts)
		l->locks = ~0u;
	if (!l->write_contexts)
		l->write_locks = ~0u;
	l->contexts |= context;
	l->locks &= held;
	if (write) {
		l->write_contexts |= context;
		l->write_locks &= held;
	}
	if (memcmp(&was, l, sizeof(was)) != 0)
		changed = true;
}

/* Can an access that matters to this one be made by one of the contexts
 * `others`, without a lock that is held here? To a read only writes matter. */
static bool is_alone(const struct location *l, bool write, u32 others, u32 held)
{
	if (write)
		return !(l->contexts & others) || l->locks & held;
	return !(l->write_contexts & others) || l->write_locks & held;
}

bool location_visible(const struct access *access)
{
	struct location *l = find(access->at);
	u32 context = 1u << access->context;
	u32 own = 3u << (access->context & ~1u);

	l->at = access->at;
	known = true;
	learn(l, access->write, context, access->locks);
	return !is_alone(l, access->write,
			 ~(access->uninterrupted ? own : context),
			 access->locks);
}
