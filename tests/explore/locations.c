/* SPDX-License-Identifier: MIT */
/* locations.c - see locations.h */
#include "locations.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TABLE_SIZE 4096 /* locations; a power of two */

#define MAX_RELIED 12

/* An access that was taken to be no visible step. */
struct relied {
	bool write;
	u32 others, held;
};

static struct location {
	const void *at;
	/* Of all accesses so far, and of the writes: the contexts that made
	 * them, a bit each, and the locks that were held at every one. */
	u32 contexts, write_contexts;
	u32 locks, write_locks;
	/* The different ones so far; if there are more, any news matter. */
	struct relied relied[MAX_RELIED];
	unsigned int nr_relied;
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

bool locations_stale(void)
{
	return changed;
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

/* Can an access that matters to this one be made by one of the contexts
 * `others`, without a lock that is held here? To a read only writes matter. */
static bool is_alone(const struct location *l, bool write, u32 others, u32 held)
{
	if (write)
		return !(l->contexts & others) || l->locks & held;
	return !(l->write_contexts & others) || l->write_locks & held;
}

/* Take note of an access. Is that news? */
static bool learn(struct location *l, bool write, u32 context, u32 held)
{
	u32 contexts = l->contexts, write_contexts = l->write_contexts;
	u32 locks = l->locks, write_locks = l->write_locks;

	if (!contexts)
		l->locks = ~0u;
	if (!write_contexts)
		l->write_locks = ~0u;
	l->contexts |= context;
	l->locks &= held;
	if (write) {
		l->write_contexts |= context;
		l->write_locks &= held;
	}
	return l->contexts != contexts || l->locks != locks ||
	       l->write_contexts != write_contexts ||
	       l->write_locks != write_locks;
}

/* Was an access that was taken for invisible a visible one? */
static bool was_wrong(const struct location *l)
{
	if (l->nr_relied > MAX_RELIED)
		return true;
	for (unsigned int i = 0; i < l->nr_relied; i++) {
		const struct relied *r = &l->relied[i];

		if (!is_alone(l, r->write, r->others, r->held))
			return true;
	}
	return false;
}

static void rely_on(struct location *l, bool write, u32 others, u32 held)
{
	for (unsigned int i = 0; i < min(l->nr_relied, MAX_RELIED + 0u); i++) {
		const struct relied *r = &l->relied[i];

		if (r->write == write && r->others == others && r->held == held)
			return;
	}
	if (l->nr_relied < MAX_RELIED)
		l->relied[l->nr_relied] =
			(struct relied){ write, others, held };
	if (l->nr_relied <= MAX_RELIED)
		l->nr_relied++;
}

bool location_visible(const struct access *access)
{
	struct location *l = find(access->at);
	u32 context = 1u << access->context;
	u32 own = 3u << (access->context & ~1u);
	u32 others = ~(access->uninterrupted ? own : context);
	bool alone;

	l->at = access->at;
	known = true;
	if (learn(l, access->write, context, access->locks) && was_wrong(l))
		changed = true;
	alone = is_alone(l, access->write, others, access->locks);
	if (alone)
		rely_on(l, access->write, others, access->locks);
	return !alone;
}
