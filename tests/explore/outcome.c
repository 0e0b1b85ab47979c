/* SPDX-License-Identifier: MIT */
/* outcome.c - see outcome.h */
#include "outcome.h"

#include <stdio.h>
#include <string.h>

#include "target.h"

#define SHORTEST_STATES 400000 /* each takes some KiB */

static void exhaust(const struct explore_job *job, const struct effort *effort,
		    struct outcome *outcome)
{
	sim_store_buffer = outcome->bound.stores;
	search_all(target_select(job), outcome->bound.preemptions,
		   effort->max_states, &outcome->result);
}

static void walk(const struct explore_job *job, const struct effort *effort,
		 struct outcome *outcome)
{
	static struct search_result walks;

	outcome->bound.stores = sim_store_buffer = SIM_STORES;
	search_random(target_select(job), effort->walks, effort->seed, &walks);
	outcome->walks = walks.walks;
	if (!walks.finding)
		return;
	walks.states = outcome->result.states;
	walks.transitions += outcome->result.transitions;
	outcome->result = walks;
}

static void search(const struct explore_job *job, const struct effort *effort,
		   struct outcome *outcome)
{
	memset(outcome, 0, sizeof(*outcome));
	outcome->bound = job_bound(job, effort->deep);
	if (!job->of->walks_only)
		exhaust(job, effort, outcome);
	outcome->complete = job->of->walks_only || outcome->result.complete;
	if (!outcome->result.finding)
		walk(job, effort, outcome);
}

/* The shortest schedule to what was found. Without store buffers it is easier
 * to read, where they do not matter. */
static bool shorten(const struct explore_job *job, struct outcome *outcome)
{
	static struct search_result shorter;
	unsigned int stores[] = { 0, outcome->bound.stores };

	for (unsigned int i = 0; i < ARRAY_SIZE(stores); i++) {
		sim_store_buffer = stores[i];
		search_shortest(target_select(job), SHORTEST_STATES, &shorter);
		if (!shorter.finding)
			continue;
		shorter.states = outcome->result.states;
		shorter.transitions = outcome->result.transitions;
		outcome->result = shorter;
		outcome->bound.stores = stores[i];
		return true;
	}
	return false;
}

void outcome_of(const struct explore_job *job, const struct effort *effort,
		struct outcome *outcome)
{
	search(job, effort, outcome);
	/* If nothing shorter can be found: learn again what a step was. */
	if (outcome->result.finding && !shorten(job, outcome))
		search(job, effort, outcome);
	outcome->as_expected = outcome->result.finding == job_expected(job) &&
			       (outcome->result.finding || outcome->complete);
	outcome->done = true;
}

static void bound_text(const struct explore_job *job,
		       const struct outcome *outcome, char *to, size_t room)
{
	const struct search_result *r = &outcome->result;

	if (job->of->walks_only)
		snprintf(to, room, "only random walks");
	else if (!outcome->complete)
		snprintf(to, room, "gave up");
	else if (outcome->bound.preemptions == UNBOUNDED)
		snprintf(to, room, "all %.1e interleavings", r->interleavings);
	else
		snprintf(to, room, "all with %d preemptions or less",
			 outcome->bound.preemptions);
}

const char *outcome_text(const struct explore_job *job,
			 const struct outcome *outcome)
{
	static char text[300];
	char bound[100];
	const struct search_result *r = &outcome->result;

	if (!outcome->done)
		return "the explorer itself died";
	if (r->finding) {
		snprintf(text, sizeof(text), "%s, in %u steps",
			 finding_name(r->finding), r->length);
		return text;
	}
	bound_text(job, outcome, bound, sizeof(bound));
	snprintf(text, sizeof(text), "nothing in %lu states (%s), %lu walks",
		 r->states, bound, outcome->walks);
	return text;
}
