/* SPDX-License-Identifier: MIT */
/*
 * visited.h - the set of states seen, by fingerprint, each with a small number,
 * with how many ways lead on from it, and with the transitions that sleep there
 * (sleep_set.h).
 */
#ifndef TESTS_EXPLORE_VISITED_H
#define TESTS_EXPLORE_VISITED_H

#include "lib/types.h"

/* What is known of a state: side by side, for the sake of the cache. */
struct __aligned(32) visit
{
	u64 key;
	double ways; /* to an end */
	u32 asleep;
	u8 value;   /* 0: there is no such state */
	u8 on_path; /* how often on the way to the state that is looked at */
};

struct visited {
	struct visit *all;
	size_t size; /* a power of two */
	size_t used;
};

void visited_init(struct visited *set);
void visited_free(struct visited *set);

/* What is known of a key, which is put in with the value `fresh` (not 0) if it
 * was not there; *is_new says so. The pointer is good until the next call. */
struct visit *visited_find(struct visited *set, u64 key, u8 fresh,
			   bool *is_new);

/* Of a key that is there; the pointer is good until the next visited_find(). */
struct visit *visited_at(const struct visited *set, u64 key);

#endif
