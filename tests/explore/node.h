/* SPDX-License-Identifier: MIT */
/*
 * node.h - a state on the way, and what can happen from there: the part that
 * all kinds of search share.
 */
#ifndef TESTS_EXPLORE_NODE_H
#define TESTS_EXPLORE_NODE_H

#include "search.h"

#define MAX_TRANSITIONS (7 * NR_CPUS)
#define NO_CPU          255

struct node {
	struct state *state; /* a copy; depth first only, as are the next two */
	u64 key;
	double ways; /* to an end, from here, so far */
	struct transition list[MAX_TRANSITIONS];
	u8 count, next; /* transitions; how many have been tried */
	u8 last;        /* CPU that moved last, or NO_CPU */
	u8 left;        /* preemptions */
	u32 got_lock;   /* CPUs that took a lock on the way here */
};

/* Fill in what can happen in the current state. If that is nothing, find out
 * whether a CPU is stuck. */
void node_expand(struct node *node, const struct search_target *target);

/* Do it, in the current state, and look whether something broke. */
void node_take(struct transition t, const struct search_target *target);

/* The CPU to have moved last, once t is done here. */
u8 node_last(const struct node *node, struct transition t);

/* Does t leave a CPU that could go on? */
bool node_is_preemption(const struct node *node, struct transition t);

/* The schedule on path[0] to path[length - 1] led to the finding. */
void node_record(const struct node *path, unsigned int length,
		 struct search_result *result);

#endif
