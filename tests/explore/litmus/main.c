/* SPDX-License-Identifier: MIT */
/*
 * main.c - litmus: is the simulated machine a machine as it is published?
 *
 * Prints TAP, a test for each litmus test. With the name of one, it prints all
 * the outcomes that this one can have, too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "litmus.h"
#include "locations.h"
#include "search.h"
#include "sim.h"
#include "smp/point.h"
#include "state.h"

#define MAX_STATES 2000000

/* Sizes of store buffers: none, the explorer's, and the largest. */
static const unsigned int buffers[] = { 0, 2, SIM_STORES };

static const struct litmus_test *test;
static struct outcome_set seen, by_axioms;
static char wrong[300];

void sim_remark(const char *point, unsigned long arg)
{
	(void)point;
	(void)arg;
}

bool outcome_in(const struct outcome_set *set,
		const struct litmus_outcome *outcome)
{
	for (unsigned int i = 0; i < set->count; i++)
		if (memcmp(&set->outcome[i], outcome, sizeof(*outcome)) == 0)
			return true;
	return false;
}

void outcome_add(struct outcome_set *set, const struct litmus_outcome *outcome)
{
	if (outcome_in(set, outcome))
		return;
	if (set->count == MAX_OUTCOMES) {
		fprintf(stderr, "litmus: too many outcomes\n");
		exit(2);
	}
	set->outcome[set->count++] = *outcome;
}

static void begin(void)
{
	state_reset();
	sim_reset(litmus_cpus(test), litmus_program);
	litmus_begin(test);
}

static void check_end(void)
{
	struct litmus_outcome outcome;

	litmus_result(&outcome);
	outcome_add(&seen, &outcome);
}

static bool holds(const struct litmus_condition *c,
		  const struct litmus_outcome *outcome)
{
	u16 value = outcome->value[c->of];

	if (c->how == VALUE_IS)
		return value == c->value;
	return (value >> c->value & 1) == (c->how == REACHES_PAGE);
}

static bool all_hold(const struct litmus_outcome *outcome)
{
	for (const struct litmus_condition *c = test->when; c->of; c++)
		if (!holds(c, outcome))
			return false;
	return true;
}

static bool can_happen(void)
{
	for (unsigned int i = 0; i < seen.count; i++)
		if (all_hold(&seen.outcome[i]))
			return true;
	return false;
}

static void complain(unsigned int stores, const char *what)
{
	snprintf(wrong, sizeof(wrong), "with store buffers of %u: %s", stores,
		 what);
}

/* Returns how many states there are. */
static unsigned long search(unsigned int stores, bool reduced)
{
	static const struct search_target target = { begin, NULL, check_end };
	static struct search_result result;

	locations_reset();
	seen.count = 0;
	sim_store_buffer = stores;
	search_all(&target, UNBOUNDED, reduced, MAX_STATES, &result);
	if (result.finding)
		complain(stores, result.text);
	else if (!result.complete || !seen.count)
		complain(stores, "the search did not come to an end");
	return result.states;
}

/* The search that the cases use, and one that tries all orders. */
static void search_both(unsigned int stores)
{
	unsigned long states = search(stores, false);

	if (!wrong[0] && search(stores, true) != states)
		complain(stores, "steps are left out that do not commute");
}

static void judge(unsigned int stores)
{
	bool should = test->verdict == ALLOWED ||
		      (test->verdict == RELAXED && stores);

	if (can_happen() != should)
		complain(stores, should ? "what is allowed cannot happen"
					: "what is forbidden can happen");
}

/* The axioms do not know how many stores a buffer holds. */
static void judge_by_axioms(void)
{
	by_axioms.count = 0;
	if (!axioms_outcomes(test, &by_axioms))
		return;
	for (unsigned int i = 0; i < seen.count; i++)
		if (!outcome_in(&by_axioms, &seen.outcome[i]))
			complain(SIM_STORES, "more happens than the axioms "
					     "allow");
	if (seen.count < by_axioms.count)
		complain(SIM_STORES, "not all happens that the axioms allow");
}

static void print_outcome(const struct litmus_outcome *outcome)
{
	static const char names[] = ".XYZABCDEF";

	printf("#");
	for (unsigned int i = X; i < NR_VALUES; i++)
		printf(" %c=%-3x", names[i], outcome->value[i]);
	printf("%s\n", all_hold(outcome) ? " <-" : "");
}

static bool run(const struct litmus_test *of, unsigned int number, bool verbose)
{
	static const char *const verdicts[] = { "forbidden", "allowed",
						"only with store buffers" };

	test = of;
	wrong[0] = '\0';
	for (unsigned int i = 0; i < ARRAY_SIZE(buffers) && !wrong[0]; i++) {
		search_both(buffers[i]);
		if (!wrong[0])
			judge(buffers[i]);
	}
	if (!wrong[0])
		judge_by_axioms();
	for (unsigned int i = 0; verbose && i < seen.count; i++)
		print_outcome(&seen.outcome[i]);
	printf("%sok %u - %s: %s, of %u outcomes%s%s (%s)\n",
	       wrong[0] ? "not " : "", number, of->name, verdicts[of->verdict],
	       seen.count, wrong[0] ? "; " : "", wrong, of->source);
	return !wrong[0];
}

static const struct litmus_test *test_at(unsigned int i)
{
	return i < nr_memory_tests ? &memory_tests[i]
				   : &paging_tests[i - nr_memory_tests];
}

int main(int argc, char **argv)
{
	unsigned int count = nr_memory_tests + nr_paging_tests;
	unsigned int number = 0;
	bool passed = true;

	state_init();
	if (argc < 2)
		printf("1..%u\n", count);
	for (unsigned int i = 0; i < count; i++)
		if (argc < 2 || strcmp(argv[1], test_at(i)->name) == 0)
			passed &= run(test_at(i), ++number, argc > 1);
	if (!number)
		fprintf(stderr, "litmus: there is no test of that name\n");
	return number && passed ? 0 : 1;
}
