/* SPDX-License-Identifier: MIT */
/* dfs.c - depth first: all schedules within a bound; see search.h */
#include <string.h>

#include "locations.h"
#include "node.h"
#include "state.h"
#include "visited.h"

#define MANY 100 /* preemptions: more than any search allows */

static struct node path[SEARCH_MAX_SCHEDULE];

/* Does a CPU want a lock all the way round? Which CPU gets a free lock is luck;
 * it is assumed that every CPU gets it in the end. */
static bool somebody_is_unlucky(unsigned int from, unsigned int to)
{
	u32 got_lock = 0;

	for (unsigned int i = from; i <= to; i++)
		got_lock |= path[i + 1].got_lock;
	for (unsigned int cpu = 0; cpu < sim_cpus(); cpu++)
		if (sim.cpu[cpu].spins && sim.cpu[cpu].wants_lock &&
		    !(got_lock >> cpu & 1))
			return true;
	return false;
}

/*
 * A state was reached again on the way from itself: does it go round for ever?
 * Only if nothing that could be done is left out: no step, no store that could
 * reach memory, no interrupt.
 */
static void check_cycle(unsigned int from, unsigned int to)
{
	u32 done[NR_ACTIONS] = { 0 }; /* CPUs that have, a bit each */

	for (unsigned int i = from; i <= to; i++) {
		struct transition t = path[i].list[path[i].next - 1];

		done[t.action] |= 1u << t.cpu;
	}
	for (unsigned int i = 0; i < path[from].count; i++) {
		struct transition t = path[from].list[i];

		if (!(done[t.action] >> t.cpu & 1))
			return;
	}
	if (somebody_is_unlucky(from, to))
		return;
	sim_found(VERDICT_LIVELOCK,
		  "%u steps that change nothing can be "
		  "repeated for ever",
		  to - from + 1);
}

static u64 key_of(const struct node *node, int preemptions)
{
	u64 key = state_hash();

	return preemptions < 0 ? key : key ^ (u64)(node->last + 1) << 56;
}

/* Is there anything new to be found from here? Saves the node's state. */
static bool enter(struct visited *set, struct node *node, unsigned int depth,
		  int preemptions)
{
	bool is_new;
	u8 *best;

	node->key = key_of(node, preemptions);
	best = visited_find(set, node->key, (u8)(node->left + 1), &is_new);
	if (is_new)
		return true;
	node->ways = visited_ways(set, node->key);
	for (unsigned int i = depth; i-- > 0;)
		if (path[i].key == node->key) {
			check_cycle(i, depth - 1);
			break;
		}
	if (*best >= node->left + 1)
		return false;
	*best = (u8)(node->left + 1);
	return true;
}

/* The search that goes on. */
struct dfs {
	const struct search_target *target;
	int preemptions;
	struct visited seen;
	unsigned int depth; /* of the node that is being tried */
	struct search_result *result;
};

static void begin(struct dfs *dfs)
{
	struct node *root = &path[0];

	visited_init(&dfs->seen);
	dfs->target->begin();
	root->last = NO_CPU;
	root->left = dfs->preemptions < 0 ? MANY : (u8)dfs->preemptions;
	root->key = key_of(root, dfs->preemptions);
	node_expand(root, dfs->target);
	root->state = state_save();
}

/* A node is done. False if it was the root. */
static bool go_back(struct dfs *dfs)
{
	struct node *node = &path[dfs->depth];

	state_free(node->state);
	visited_set_ways(&dfs->seen, node->key, node->ways);
	if (dfs->depth == 0)
		return false;
	path[--dfs->depth].ways += node->ways;
	return true;
}

/* A transition has led to a state that has not been seen. */
static void go_on_from(struct dfs *dfs, struct node *child)
{
	dfs->result->states++;
	node_expand(child, dfs->target);
	if (sim_finding)
		return;
	if (dfs->depth + 2 == SEARCH_MAX_SCHEDULE) {
		dfs->result->complete = false;
		return;
	}
	child->state = state_save();
	dfs->depth++;
	dfs->result->depth = max(dfs->result->depth, dfs->depth);
}

static void try_next(struct dfs *dfs)
{
	struct node *node = &path[dfs->depth];
	struct node *child = node + 1;
	struct transition t = node->list[node->next++];
	bool costs = dfs->preemptions >= 0 && node_is_preemption(node, t);

	if (costs && !node->left)
		return;
	child->left = node->left - costs;
	child->last = node_last(node, t);
	state_restore(node->state);
	node_take(t, dfs->target);
	child->got_lock = sim_got_lock;
	dfs->result->transitions++;
	if (!sim_finding) {
		if (enter(&dfs->seen, child, dfs->depth + 1, dfs->preemptions))
			go_on_from(dfs, child);
		else
			node->ways += child->ways;
	}
	if (sim_finding)
		node_record(path, (unsigned int)(child - path), dfs->result);
}

static void search(struct dfs *dfs, unsigned long max_states)
{
	struct search_result *result = dfs->result;

	begin(dfs);
	result->complete = true;
	for (;;) {
		struct node *node = &path[dfs->depth];
		bool stop = result->finding || result->states >= max_states;

		if (!stop && node->next < node->count)
			try_next(dfs);
		else if (!go_back(dfs))
			break;
	}
	if (result->states >= max_states)
		result->complete = false;
	result->interleavings = path[0].ways;
	visited_free(&dfs->seen);
}

void search_all(const struct search_target *target, int preemptions,
		unsigned long max_states, struct search_result *result)
{
	struct dfs dfs = { .target = target,
			   .preemptions = preemptions,
			   .result = result };

	search_learn(target);
	do {
		locations_changed();
		memset(result, 0, sizeof(*result));
		dfs.depth = 0;
		search(&dfs, max_states);
	} while (locations_changed());
}
