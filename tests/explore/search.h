/* SPDX-License-Identifier: MIT */
/*
 * search.h - try the orders in which things can happen.
 */
#ifndef TESTS_EXPLORE_SEARCH_H
#define TESTS_EXPLORE_SEARCH_H

#include "sim.h"

/* What is to be explored: see cases.h. Called to begin from the start, again
 * and again. */
struct search_target {
	void (*begin)(void);      /* sim_reset() and set-up */
	void (*check_step)(void); /* after each step, or NULL */
	void (*check_end)(void);  /* when all CPUs are done: is all in order? */
};

#define SEARCH_MAX_SCHEDULE 4096

struct search_result {
	enum verdict finding;
	char text[200];
	bool complete; /* everything within the bound was tried */
	unsigned long states, transitions, walks;
	double interleavings; /* complete ones that were tried; only without a
				 bound */
	unsigned int depth;   /* longest schedule seen */
	unsigned int length;  /* of the schedule below */
	struct transition schedule[SEARCH_MAX_SCHEDULE]; /* to the finding */
};

#define UNBOUNDED (-1)

/*
 * All orders, depth first; equal states are explored once. `preemptions`: how
 * often a CPU that could go on may be left for another one (UNBOUNDED: any
 * number). `reduced`: of steps that commute, not all orders need be tried,
 * which is possible without a bound only. Gives up after max_states (complete:
 * false).
 */
void search_all(const struct search_target *target, int preemptions,
		bool reduced, unsigned long max_states,
		struct search_result *result);

/* The shortest schedule to any finding, breadth first. */
void search_shortest(const struct search_target *target,
		     unsigned long max_states, struct search_result *result);

/* Let some random orders show what is shared (locations.h), unless that is
 * known already. All searches do. */
void search_learn(const struct search_target *target);

/* Random orders: `walks` of them. */
void search_random(const struct search_target *target, unsigned long walks,
		   u32 seed, struct search_result *result);

/* Repeat a schedule. What was learned must not have changed since. */
void search_replay(const struct search_target *target,
		   const struct transition *schedule, unsigned int length);

/* Meanwhile: how many steps have begun. */
extern unsigned int search_replayed;

#endif
