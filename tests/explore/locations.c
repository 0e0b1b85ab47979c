/* SPDX-License-Identifier: MIT */
/* locations.c - see locations.h */
#include "locations.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TABLE_SIZE 4096 /* locations; a power of two */
#define MAX_LOCKS  32

static struct location {
	const void *at;
	u32 contexts; /* that have touched it, a bit each */
	u32 locks;    /* held at every access so far */
	bool written;
	bool visible;
} table[TABLE_SIZE];

static const void *locks[MAX_LOCKS];
static bool changed;

void locations_reset(void)
{
	memset(table, 0, sizeof(table));
	changed = false;
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

enum visibility location_visible(const void *at, bool write,
				 unsigned int context, u32 held)
{
	struct location *l = find(at);

	if (!l->at) {
		l->at = at;
		l->locks = held;
	}
	l->contexts |= 1u << context;
	l->locks &= held;
	l->written = l->written || write;
	if (!l->visible && l->written && !l->locks &&
	    (l->contexts & (l->contexts - 1))) {
		l->visible = true;
		changed = true;
	}
	if (!l->visible)
		return INVISIBLE;
	return l->contexts & 1u << (context ^ 1) ? VISIBLE_TO_HANDLER : VISIBLE;
}
