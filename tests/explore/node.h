/* SPDX-License-Identifier: MIT */
/*
 * node.h - a state on the way, and what can happen from there: the part that
 * all kinds of search share.
 */
#ifndef TESTS_EXPLORE_NODE_H
#define TESTS_EXPLORE_NODE_H

#include "footprint.h"
#include "search.h"

#define MAX_TRANSITIONS (7 * NR_CPUS)
#define NO_CPU          255
#define NR_IDS          (8 * NR_CPUS)

struct node {
	struct state *state; /* a copy; depth first only, as are the next two */
	u64 key;
	double ways; /* to an end, from here, so far */
	struct transition list[MAX_TRANSITIONS];
	u8 count, next; /* transitions; how many have been tried */
	u8 last;        /* CPU that moved last, or NO_CPU */
	u8 left;        /* preemptions */
	u32 got_lock;   /* CPUs that took a lock on the way here */
	/* By node_id(): transitions that sleep, that are not to be tried, and
	 * that have been tried; what they have to do with. */
	u32 asleep, skipped, tried;
	bool is_new; /* reached for the first time */
	struct footprint footprint[NR_IDS];
};

/* A transition's number, for sets of them: below NR_IDS. */
unsigned int node_id(struct transition t);

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
