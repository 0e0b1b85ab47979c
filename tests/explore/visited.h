/* SPDX-License-Identifier: MIT */
/*
 * visited.h - the set of states seen, by fingerprint, each with a small number,
 * with how many ways lead on from it, and with the transitions that sleep there
 * (sleep_set.h).
 */
#ifndef TESTS_EXPLORE_VISITED_H
#define TESTS_EXPLORE_VISITED_H

#include "lib/types.h"

struct visited {
	u64 *keys;
	u8 *values;
	double *ways;
	u32 *asleep;
	size_t size; /* a power of two */
	size_t used;
};

void visited_init(struct visited *set);
void visited_free(struct visited *set);

/* The value of a key, which is put in with `fresh` (not 0) if it was not there;
 * *is_new says so. The pointer is good until the next call. */
u8 *visited_find(struct visited *set, u64 key, u8 fresh, bool *is_new);

/* Of a key that is there. */
double visited_ways(const struct visited *set, u64 key);
void visited_set_ways(struct visited *set, u64 key, double ways);

/* Likewise; the pointer is good until the next visited_find(). */
u32 *visited_asleep(const struct visited *set, u64 key);

#endif
