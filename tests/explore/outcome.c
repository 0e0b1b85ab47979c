/* SPDX-License-Identifier: MIT */
/* outcome.c - see outcome.h */
#include "outcome.h"

#include <stdio.h>
#include <string.h>

#include "judge.h"
#include "target.h"

#define SHORTEST_STATES 400000 /* each takes some KiB */

static bool walks_only(const struct explore_job *job,
		       const struct effort *effort)
{
	return job->of->walks_only || effort->walks_only;
}

static void exhaust(const struct explore_job *job, const struct effort *effort,
		    struct outcome *outcome)
{
	outcome->stores = sim_store_buffer = outcome->bound.stores;
	search_all(target_select(job), outcome->bound.preemptions,
		   !effort->all_orders && target_is_reducible(job),
		   effort->max_states, &outcome->result);
}

/* Where all orders have been tried, only larger store buffers are new. */
static unsigned long walks_of(const struct outcome *outcome,
			      const struct effort *effort)
{
	bool all = outcome->result.states && outcome->result.complete &&
		   outcome->bound.preemptions == UNBOUNDED;

	return all ? effort->walks / 10 : effort->walks;
}

/* They go on with what the exhaustive search has learned. */
static void walk(const struct explore_job *job, const struct effort *effort,
		 struct outcome *outcome)
{
	static struct search_result walks;

	outcome->stores = sim_store_buffer = SIM_STORES;
	search_random(walks_only(job, effort) ? target_select(job) : target(),
		      walks_of(outcome, effort), effort->seed, &walks);
	outcome->walks = walks.walks;
	if (!walks.finding)
		return;
	walks.states = outcome->result.states;
	walks.transitions += outcome->result.transitions;
	outcome->result = walks;
}

static struct explore_bound bound_of(const struct explore_job *job,
				     const struct effort *effort)
{
	struct explore_bound bound = job_bound(job, effort->deep);

	if (effort->preemptions != AS_THE_CASE_SAYS)
		bound.preemptions = effort->preemptions;
	if (effort->stores != AS_THE_CASE_SAYS)
		bound.stores = (unsigned int)effort->stores;
	return bound;
}

static void search_once(const struct explore_job *job,
			const struct effort *effort, struct outcome *outcome)
{
	memset(outcome, 0, sizeof(*outcome));
	outcome->bound = bound_of(job, effort);
	if (!walks_only(job, effort))
		exhaust(job, effort, outcome);
	outcome->complete = walks_only(job, effort) || outcome->result.complete;
	if (!outcome->result.finding)
		walk(job, effort, outcome);
}

/* What the code's own checks report is looked at last: see judge.h. */
static void search(const struct explore_job *job, const struct effort *effort,
		   struct outcome *outcome)
{
	judge_heed_self_checks(false);
	search_once(job, effort, outcome);
	if (outcome->result.finding || !judge_self_checks_spoke() ||
	    effort->no_self_checks)
		return;
	judge_heed_self_checks(true);
	search_once(job, effort, outcome);
}

/* The shortest schedule to what was found. Without store buffers it is easier
 * to read, where they do not matter. */
static bool shorten(const struct explore_job *job, struct outcome *outcome)
{
	static struct search_result shorter;
	unsigned int stores[] = { 0, outcome->stores };

	for (unsigned int i = 0; i < ARRAY_SIZE(stores); i++) {
		sim_store_buffer = stores[i];
		search_shortest(target_select(job), SHORTEST_STATES, &shorter);
		if (!shorter.finding)
			continue;
		shorter.states = outcome->result.states;
		shorter.transitions = outcome->result.transitions;
		outcome->result = shorter;
		outcome->stores = stores[i];
		return true;
	}
	return false;
}

/* Walks in the place of an exhaustive search may miss what it finds. */
static bool is_as_expected(const struct explore_job *job,
			   const struct effort *effort,
			   const struct outcome *outcome)
{
	bool may_miss = effort->walks_only && !job->of->walks_only;

	if (outcome->result.finding)
		return outcome->result.finding == job_expected(job);
	return may_miss || (job_expected(job) == VERDICT_SAFE &&
			    (outcome->complete || effort->deep));
}

void outcome_of(const struct explore_job *job, const struct effort *effort,
		struct outcome *outcome)
{
	search(job, effort, outcome);
	/* If nothing shorter can be found: learn again what a step was. What
	 * plain.c knows is no part of a state, so it cannot go back to one. */
	if (outcome->result.finding && outcome->result.finding != FOUND_PLAIN &&
	    !effort->as_found && !shorten(job, outcome))
		search(job, effort, outcome);
	outcome->as_expected = is_as_expected(job, effort, outcome);
	outcome->done = true;
}

const char *bound_text(const struct outcome *outcome)
{
	static char text[80];
	struct explore_bound bound = outcome->bound;
	int len;

	if (!outcome->result.states)
		return "random walks";
	len = bound.preemptions == UNBOUNDED
		      ? snprintf(text, sizeof(text), "all")
		      : snprintf(text, sizeof(text), "%d preemptions",
				 bound.preemptions);
	if (bound.stores)
		snprintf(text + len, sizeof(text) - (size_t)len,
			 ", store buffers of %u", bound.stores);
	return text;
}

const char *outcome_text(const struct outcome *outcome)
{
	static char text[300];
	const struct search_result *r = &outcome->result;

	if (!outcome->done)
		return "the explorer itself died";
	if (r->finding)
		snprintf(text, sizeof(text), "%s, in %u steps",
			 finding_name(r->finding), r->length);
	else if (!r->states)
		snprintf(text, sizeof(text), "nothing in %lu random walks",
			 outcome->walks);
	else
		snprintf(text, sizeof(text),
			 "nothing in %lu states (%s%s), %lu random walks",
			 r->states, bound_text(outcome),
			 outcome->complete ? "" : "; gave up", outcome->walks);
	return text;
}
