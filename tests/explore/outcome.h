/* SPDX-License-Identifier: MIT */
/*
 * outcome.h - do a job: search it, and say what came out.
 */
#ifndef TESTS_EXPLORE_OUTCOME_H
#define TESTS_EXPLORE_OUTCOME_H

#include "cases.h"

/* How much work to put in. */
struct effort {
	bool deep;                /* the larger bounds */
	bool walks_only;          /* no exhaustive search */
	bool no_self_checks;      /* what the code reports is no finding */
	bool as_found;            /* look for no shorter way to a finding */
	bool all_orders;          /* also of steps that commute */
	unsigned long max_states; /* for each job, before it gives up */
	unsigned long walks;      /* random ones, once the bound is done */
	u32 seed;                 /* of these */
	int preemptions, stores;  /* other bounds, or AS_THE_CASE_SAYS */
};

#define AS_THE_CASE_SAYS (-2)

struct outcome {
	bool done; /* else the worker died */
	bool as_expected;
	bool complete; /* all within the bound was tried */
	struct explore_bound bound;
	/* What was found, and the shortest way there that is known, with store
	 * buffers of that many entries. */
	struct search_result result;
	unsigned int stores;
	unsigned long walks;
};

/* Search all within the bound; then, if nothing was found, at random. A deep
 * search may give up, and says so; one for make test must not. */
void outcome_of(const struct explore_job *job, const struct effort *effort,
		struct outcome *outcome);

/* What was searched: "all", "2 preemptions, store buffers of 2". */
const char *bound_text(const struct outcome *outcome);

/* "stale, in 14 steps", "nothing in 6013 states (all), 1000 random walks".
 * Both are good until the next call. */
const char *outcome_text(const struct outcome *outcome);

#endif
