/* SPDX-License-Identifier: MIT */
/*
 * sleep_set.h - sleep sets: which transitions need not be tried from a state.
 *
 * If two transitions commute (footprint.h), only one order of them need be
 * tried: once the search has tried a from a state, a sleeps after b, until
 * something happens with which it does not commute. Every state is still
 * reached, by fewer transitions. A state that is reached again may now have
 * transitions awake that slept at all earlier visits: these are tried then.
 * (Godefroid, Partial-Order Methods for the Verification of Concurrent Systems,
 * LNCS 1032, 1996; with a set of visited states: Godefroid, Holzmann, Pirottin,
 * State-space caching revisited, 1995.)
 *
 * That is for searches without a bound only: of two orders, the one that is
 * tried may need one preemption more.
 */
#ifndef TESTS_EXPLORE_SLEEP_SET_H
#define TESTS_EXPLORE_SLEEP_SET_H

#include "node.h"

/* t was just done in a node, and led to a child: what sleeps there, then? */
void sleep_set_after(struct node *node, struct transition t,
		     struct node *child);

/* A state is reached again. `asleep`: what slept there each time, updated. Is
 * something awake for the first time? Only that is to be tried. */
bool sleep_set_awake(struct node *node, u32 *asleep);

/* What sleeps can happen, or it was wrong to let it sleep: then abort. The
 * node was expanded. */
void sleep_set_check(const struct node *node);

#endif
