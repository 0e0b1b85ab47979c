/* SPDX-License-Identifier: MIT */
/* search.c - see search.h */
#include "search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/prng.h"
#include "locations.h"
#include "mm/breach.h"
#include "smp/thread.h"
#include "state.h"
#include "visited.h"

#define MAX_TRANSITIONS (6 * NR_CPUS)
#define MAX_DEPTH       SEARCH_MAX_SCHEDULE
#define LEARNING_WALKS  500
#define NO_CPU          255
#define UNBOUNDED       100 /* preemptions: more than any search allows */

/* A state on the way, and what is still to be tried from there. */
struct node {
	struct state *state;
	u64 key;
	struct transition list[MAX_TRANSITIONS];
	u8 count, next;
	u8 last; /* CPU that moved last */
	u8 left; /* preemptions */
};

static struct node path[MAX_DEPTH];

/* Nothing can happen any more: is that the end, or is somebody stuck? */
static void check_stuck(const struct search_target *target)
{
	for (unsigned int cpu = 0; cpu < sim_cpus(); cpu++) {
		if (sim.cpu[cpu].finished)
			continue;
		if (sim.cpu[cpu].at == AT_HALT)
			sim_found(FOUND_LOST_WAKEUP,
				  "CPU %u sleeps, and nobody is left to wake "
				  "it",
				  cpu);
		else
			sim_found(FOUND_DEADLOCK,
				  "CPU %u waits, interrupts %s, for what "
				  "nobody can do any more",
				  cpu, sim.cpu[cpu].irqs_on ? "on" : "off");
	}
	if (!sim_finding && target->check_end)
		target->check_end();
}

static void check_breaches(void)
{
	struct breach_report twice = breach_first(BREACH_DOUBLE_MAP);
	struct breach_report count = breach_first(BREACH_COUNT);

	if (twice.count)
		sim_found(FOUND_DOUBLE_MAP,
			  "CPU %u maps page P%d in slot %u, but it is mapped "
			  "in slot %u already",
			  twice.cpu, sim_page_number(twice.pfn), twice.slot,
			  twice.other);
	if (count.count)
		sim_found(FOUND_COUNT, "CPU %u, slot %u: %s", count.cpu,
			  count.slot, count.what);
}

/* Fill in what can happen in the current state. */
static void expand(struct node *node, const struct search_target *target)
{
	node->count = (u8)sim_transitions(node->list);
	node->next = 0;
	if (!node->count && !sim_finding)
		check_stuck(target);
}

static void take(struct transition t)
{
	sim_do(t);
	check_breaches();
}

static bool can_step(unsigned int cpu, const struct node *node)
{
	for (unsigned int i = 0; i < node->count; i++)
		if (node->list[i].cpu == cpu && node->list[i].action == DO_STEP)
			return true;
	return false;
}

/* Does this transition leave a CPU that could go on? */
static bool is_preemption(const struct node *node, struct transition t)
{
	return t.action != DO_DRAIN && node->last != NO_CPU &&
	       t.cpu != node->last && can_step(node->last, node);
}

static void record(struct search_result *result, unsigned int length)
{
	result->finding = sim_finding;
	memcpy(result->text, sim_finding_text, sizeof(result->text));
	result->length = length;
	for (unsigned int i = 0; i < length; i++)
		result->schedule[i] = path[i].list[path[i].next - 1];
}

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
		expand(node, target);
		if (!node->count || sim_finding || length == MAX_DEPTH - 1)
			return length;
		/* Mostly stay on a CPU: bugs need few switches, well placed. */
		do {
			node->next = (u8)(prng_below(random, node->count) + 1);
		} while (prng_below(random, 4) &&
			 is_preemption(node, node->list[node->next - 1]));
		take(node->list[node->next - 1]);
		length++;
		if (node->list[node->next - 1].action != DO_DRAIN)
			last = node->list[node->next - 1].cpu;
		if (sim_finding)
			return length;
	}
}

/* Let random runs show which locations are shared. */
static void learn(const struct search_target *target)
{
	struct prng random;

	prng_seed(&random, 1);
	for (int i = 0; i < LEARNING_WALKS; i++)
		walk(target, &random);
}

void search_random(const struct search_target *target, unsigned long walks,
		   u32 seed, struct search_result *result)
{
	struct prng random;

	learn(target);
	prng_seed(&random, seed);
	memset(result, 0, sizeof(*result));
	while (result->walks < walks && !result->finding) {
		unsigned int length = walk(target, &random);

		result->walks++;
		result->transitions += length;
		result->depth = max(result->depth, length);
		if (sim_finding)
			record(result, length);
	}
}

/*
 * A state was reached again on the way from itself: does it go round for ever?
 * Only if nobody who could do something is left out.
 */
static void check_cycle(unsigned int from, unsigned int to)
{
	u32 moved = 0;
	u32 drained = 0;

	for (unsigned int i = from; i <= to; i++) {
		struct transition t = path[i].list[path[i].next - 1];

		if (t.action == DO_DRAIN)
			drained |= 1u << t.cpu;
		else
			moved |= 1u << t.cpu;
	}
	for (unsigned int i = 0; i < path[from].count; i++) {
		struct transition t = path[from].list[i];

		if (!((t.action == DO_DRAIN ? drained : moved) >> t.cpu & 1))
			return;
	}
	sim_found(FOUND_LIVELOCK,
		  "%u steps that change nothing can be "
		  "repeated for ever",
		  to - from + 1);
}

static u64 key_of(const struct node *node, int preemptions)
{
	u64 key = state_hash();

	return preemptions < 0 ? key : key ^ (u64)(node->last + 1) << 56;
}

/* Is there anything new to be found from here? Puts the node's state away. */
static bool enter(struct visited *set, struct node *node, unsigned int depth,
		  int preemptions)
{
	bool is_new;
	u8 *best;

	node->key = key_of(node, preemptions);
	best = visited_find(set, node->key, (u8)(node->left + 1), &is_new);
	if (is_new)
		return true;
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

static void dfs(const struct search_target *target, int preemptions,
		unsigned long max_states, struct search_result *result)
{
	struct visited set;
	unsigned int depth = 0;

	visited_init(&set);
	target->begin();
	path[0].last = NO_CPU;
	path[0].left = preemptions < 0 ? UNBOUNDED : (u8)preemptions;
	path[0].key = key_of(&path[0], preemptions);
	expand(&path[0], target);
	path[0].state = state_save();
	result->complete = true;
	for (;;) {
		struct node *node = &path[depth];
		struct node *child = node + 1;
		struct transition t;

		if (node->next == node->count || result->states >= max_states) {
			state_free(node->state);
			if (depth-- == 0)
				break;
			continue;
		}
		t = node->list[node->next++];
		if (is_preemption(node, t) && preemptions >= 0 && !node->left)
			continue;
		child->left = node->left -
			      (preemptions >= 0 && is_preemption(node, t));
		child->last = t.action == DO_DRAIN ? node->last : t.cpu;
		state_restore(node->state);
		take(t);
		result->transitions++;
		if (!sim_finding &&
		    enter(&set, child, depth + 1, preemptions)) {
			result->states++;
			expand(child, target);
			if (!sim_finding && depth + 2 < MAX_DEPTH) {
				child->state = state_save();
				depth++;
				result->depth = max(result->depth, depth);
			} else if (!sim_finding) {
				result->complete = false;
			}
		}
		if (sim_finding) {
			record(result, (unsigned int)(child - path));
			break;
		}
	}
	if (result->states >= max_states)
		result->complete = false;
	visited_free(&set);
}

void search_all(const struct search_target *target, int preemptions,
		unsigned long max_states, struct search_result *result)
{
	learn(target);
	do {
		locations_changed();
		memset(result, 0, sizeof(*result));
		dfs(target, preemptions, max_states, result);
	} while (locations_changed());
}

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
		expand(&here, target);
		if (sim_finding)
			trace_back(all, next, result);
		for (unsigned int i = 0;
		     i < here.count && !result->finding && used < max_states;
		     i++) {
			bool is_new;

			state_restore(all[next].state);
			take(here.list[i]);
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
	learn(target);
	do {
		locations_changed();
		memset(result, 0, sizeof(*result));
		bfs(target, max_states, result);
	} while (locations_changed());
}

void search_replay(const struct search_target *target,
		   const struct transition *schedule, unsigned int length)
{
	struct node end;

	target->begin();
	for (unsigned int i = 0; i < length && !sim_finding; i++)
		take(schedule[i]);
	if (!sim_finding)
		expand(&end, target);
}
