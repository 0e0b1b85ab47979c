/* SPDX-License-Identifier: MIT */
/* bfs.c - breadth first: the shortest schedule; see search.h */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "locations.h"
#include "node.h"
#include "state.h"
#include "visited.h"

/* Breadth first: every state by the shortest way to it. */
struct reached {
	struct state *state; /* until it has been expanded */
	u32 from;            /* index of the state before */
	struct transition by;
};

static void trace_back(const struct reached *all, u32 at,
		       struct search_result *result)
{
	u32 length = 0;

	for (u32 i = at; i; i = all[i].from)
		length++;
	result->length = length;
	for (u32 i = at; i; i = all[i].from)
		result->schedule[--length] = all[i].by;
	result->finding = sim_finding;
	memcpy(result->text, sim_finding_text, sizeof(result->text));
}

static void bfs(const struct search_target *target, unsigned long max_states,
		struct search_result *result)
{
	struct reached *all = calloc(max_states + 1, sizeof(*all));
	struct visited set;
	u32 used = 1;
	u32 next = 0;

	if (!all) {
		fprintf(stderr, "out of memory\n");
		exit(2);
	}
	visited_init(&set);
	target->begin();
	all[0].state = state_save();
	for (; next < used && !result->finding && used < max_states; next++) {
		struct node here;

		state_restore(all[next].state);
		node_expand(&here, target);
		if (sim_finding)
			trace_back(all, next, result);
		for (unsigned int i = 0;
		     i < here.count && !result->finding && used < max_states;
		     i++) {
			bool is_new;

			state_restore(all[next].state);
			node_take(here.list[i], target);
			result->transitions++;
			visited_find(&set, state_hash(), 1, &is_new);
			if (!is_new && !sim_finding)
				continue;
			all[used] =
				(struct reached){ NULL, next, here.list[i] };
			if (sim_finding)
				trace_back(all, used, result);
			else
				all[used++].state = state_save();
		}
		state_free(all[next].state);
	}
	for (; next < used; next++)
		state_free(all[next].state);
	result->states = used;
	result->complete = used < max_states;
	free(all);
	visited_free(&set);
}

void search_shortest(const struct search_target *target,
		     unsigned long max_states, struct search_result *result)
{
	search_learn(target);
	do {
		locations_changed();
		memset(result, 0, sizeof(*result));
		bfs(target, max_states, result);
	} while (locations_changed());
}
