/* SPDX-License-Identifier: MIT */
/*
 * dfs.c - depth first: all schedules within a bound; see search.h
 *
 * A search without a bound may try one order only of steps that commute
 * (sleep_set.h). That says nothing of cycles. So if such a search comes to a
 * state that is on the way to itself, all is searched again without, to see
 * whether that goes on for ever.
 */
#include <string.h>

#include "locations.h"
#include "node.h"
#include "sleep_set.h"
#include "state.h"
#include "visited.h"

#define MANY 100 /* preemptions: more than any search allows */

#define FAR 10000 /* states */

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

/* The search that goes on. */
struct dfs {
	const struct search_target *target;
	int preemptions;
	struct visited seen;
	unsigned int depth; /* of the node that is being tried */
	struct search_result *result;
	bool sleeps;     /* with sleep sets */
	bool goes_round; /* some state is on the way to itself */
};

/* The state is on the way to itself. */
static void go_round(struct dfs *dfs, u64 key)
{
	unsigned int at = dfs->depth;

	while (path[at].key != key)
		at--;
	dfs->goes_round = true;
	if (!dfs->sleeps)
		check_cycle(at, dfs->depth);
}

/* Is there anything new to be found from here? */
static bool enter(struct dfs *dfs, struct node *node)
{
	struct visit *seen;
	bool is_new;

	node->key = key_of(node, dfs->preemptions);
	seen = visited_find(&dfs->seen, node->key, (u8)(node->left + 1),
			    &is_new);
	node->is_new = is_new;
	node->skipped = node->asleep;
	if (is_new) {
		seen->asleep = node->asleep;
		return true;
	}
	node->ways = seen->ways;
	if (seen->on_path)
		go_round(dfs, node->key);
	if (dfs->sleeps)
		return sleep_set_awake(node, &seen->asleep);
	if (seen->value >= node->left + 1)
		return false;
	seen->value = (u8)(node->left + 1);
	return true;
}

static void begin(struct dfs *dfs)
{
	struct node *root = &path[0];

	visited_init(&dfs->seen);
	dfs->target->begin();
	dfs->depth = 0;
	root->asleep = root->skipped = root->tried = 0;
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
	struct visit *seen;

	state_free(node->state);
	seen = visited_at(&dfs->seen, node->key);
	seen->ways = node->ways;
	seen->on_path -= dfs->depth > 0; /* the start is not in the set */
	if (dfs->depth == 0)
		return false;
	path[--dfs->depth].ways += node->ways;
	return true;
}

/* A transition has led to a state from which there is something to be tried. */
static void go_on_from(struct dfs *dfs, struct node *child)
{
	double ways = child->is_new ? 0 : child->ways;

	dfs->result->states += child->is_new || !dfs->sleeps;
	node_expand(child, dfs->target);
	child->tried = 0;
	if (dfs->sleeps && child->count) {
		child->ways = ways;
		sleep_set_check(child);
	}
	if (sim_finding)
		return;
	if (dfs->depth + 2 == SEARCH_MAX_SCHEDULE) {
		dfs->result->complete = false;
		return;
	}
	child->state = state_save();
	visited_at(&dfs->seen, child->key)->on_path++;
	dfs->depth++;
	dfs->result->depth = max(dfs->result->depth, dfs->depth);
}

/* Do t, and see where it leads. */
static void try(struct dfs *dfs, struct node *node, struct node *child,
		struct transition t)
{
	state_restore(node->state);
	node_take(t, dfs->target);
	child->got_lock = sim_got_lock;
	dfs->result->transitions++;
	if (dfs->sleeps) {
		sleep_set_after(node, t, child);
	}
	if (!sim_finding) {
		if (enter(dfs, child))
			go_on_from(dfs, child);
		else
			node->ways += child->ways;
	}
	if (sim_finding)
		node_record(path, (unsigned int)(child - path), dfs->result);
}

static void try_next(struct dfs *dfs)
{
	struct node *node = &path[dfs->depth];
	struct node *child = node + 1;
	struct transition t = node->list[node->next++];
	bool costs = dfs->preemptions >= 0 && node_is_preemption(node, t);

	if (costs && !node->left)
		return;
	if (dfs->sleeps && node->skipped >> node_id(t) & 1)
		return;
	child->left = node->left - costs;
	child->last = node_last(node, t);
	child->asleep = 0;
	try(dfs, node, child, t);
}

/* It has to start again anyway. Unless it has come far: then it may as well
 * show whatever else is shared. */
static bool is_in_vain(const struct search_result *result)
{
	return locations_stale() && result->states < FAR;
}

static void search(struct dfs *dfs, unsigned long max_states)
{
	struct search_result *result = dfs->result;

	begin(dfs);
	result->complete = true;
	for (;;) {
		struct node *node = &path[dfs->depth];
		bool stop = result->finding || is_in_vain(result) ||
			    result->states >= max_states;

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

/* Again, until it teaches nothing any more: locations.h. */
static void search_and_learn(struct dfs *dfs, unsigned long max_states)
{
	do {
		locations_changed();
		memset(dfs->result, 0, sizeof(*dfs->result));
		dfs->goes_round = false;
		search(dfs, max_states);
	} while (locations_changed());
}

void search_all(const struct search_target *target, int preemptions,
		bool reduced, unsigned long max_states,
		struct search_result *result)
{
	struct dfs dfs = { .target = target,
			   .preemptions = preemptions,
			   .sleeps = reduced && preemptions < 0,
			   .result = result };

	search_learn(target);
	search_and_learn(&dfs, max_states);
	if (!dfs.sleeps || !dfs.goes_round || result->finding)
		return;
	dfs.sleeps = false;
	search_and_learn(&dfs, max_states);
}
