/* SPDX-License-Identifier: MIT */
/*
 * locations.h - which memory accesses are visible steps, that is, need a turn.
 *
 * An access commutes with everything that others can do at that moment if
 *   - only one context ever touches the location (a context is a CPU's thread
 *     or its interrupt handlers); to a read, only those that write matter; or
 *   - all others touch it with a lock held that is held here, too; to a read,
 *     again, only writes matter.
 * Then nothing is lost by not trying other orders (Lipton, CACM 1975; for state
 * space search: Stoller & Cohen, TACAS 2003). Entries of the window are always
 * visible: TLBs read them without asking.
 *
 * Which locations are like that is not declared but learned: each is taken to
 * be until an access shows otherwise. Then the whole search starts again with
 * that knowledge, so that in the end every assumption has held in every state.
 */
#ifndef TESTS_EXPLORE_LOCATIONS_H
#define TESTS_EXPLORE_LOCATIONS_H

#include "lib/types.h"

/* Forget all that was learned: another case begins. */
void locations_reset(void);

struct access {
	const void *at;
	bool write;
	unsigned int context; /* 2 * CPU, + 1 in a handler */
	bool uninterrupted;   /* none of its CPU can come in between */
	u32 locks;            /* held, a bit each */
};

/* Is it a visible step? */
bool location_visible(const struct access *access);

/* Has anything been learned since then? */
bool locations_known(void);

/* Since the last call: has one become visible that was not? Or to look without
 * that being a call. */
bool locations_changed(void);
bool locations_stale(void);

#define MAX_LOCKS 32

/* A lock's number, 0 to MAX_LOCKS - 1. */
unsigned int lock_number(const void *lock);

#endif
