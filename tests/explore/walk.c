/* SPDX-License-Identifier: MIT */
/* walk.c - random schedules, and given ones; see search.h */
#include <string.h>

#include "lib/prng.h"
#include "locations.h"
#include "node.h"

#define LEARNING_WALKS 100

static struct node path[SEARCH_MAX_SCHEDULE];

/* One random run from the start. Returns its length. */
static unsigned int walk(const struct search_target *target,
			 struct prng *random)
{
	unsigned int length = 0;
	u8 last = NO_CPU;

	target->begin();
	for (;;) {
		struct node *node = &path[length];

		node->last = last;
		node_expand(node, target);
		if (!node->count || sim_finding ||
		    length == SEARCH_MAX_SCHEDULE - 1)
			return length;
		/* Mostly stay on a CPU: bugs need few switches, at the right
		 * places. */
		do {
			node->next = (u8)(prng_below(random, node->count) + 1);
		} while (prng_below(random, 4) &&
			 node_is_preemption(node, node->list[node->next - 1]));
		node_take(node->list[node->next - 1], target);
		last = node_last(node, node->list[node->next - 1]);
		length++;
		if (sim_finding)
			return length;
	}
}

/* Let random runs show which locations are shared. */
void search_learn(const struct search_target *target)
{
	struct prng random;

	if (locations_known())
		return;
	prng_seed(&random, 1);
	for (int i = 0; i < LEARNING_WALKS; i++)
		walk(target, &random);
}

void search_random(const struct search_target *target, unsigned long walks,
		   u32 seed, struct search_result *result)
{
	struct prng random;

	search_learn(target);
	prng_seed(&random, seed);
	memset(result, 0, sizeof(*result));
	while (result->walks < walks && !result->finding) {
		unsigned int length;

		locations_changed();
		length = walk(target, &random);
		/* A walk in which a location turns out to be shared has had
		 * accesses to it out of turn: it is none. */
		if (locations_changed())
			continue;
		result->walks++;
		result->transitions += length;
		result->depth = max(result->depth, length);
		if (sim_finding)
			node_record(path, length, result);
	}
}

unsigned int search_replayed;

void search_replay(const struct search_target *target,
		   const struct transition *schedule, unsigned int length)
{
	struct node end;

	target->begin();
	for (search_replayed = 0; search_replayed < length && !sim_finding;)
		node_take(schedule[search_replayed++], target);
	if (!sim_finding)
		node_expand(&end, target);
}
