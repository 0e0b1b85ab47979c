/* SPDX-License-Identifier: MIT */
/* node.c - see node.h */
#include "node.h"

#include <string.h>

/* Nothing can happen any more: is that the end, or is a CPU stuck? */
static void check_stuck(const struct search_target *target)
{
	for (unsigned int cpu = 0; cpu < sim_cpus(); cpu++)
		if (sim.cpu[cpu].at != AT_HALT)
			sim_found(VERDICT_DEADLOCK,
				  "CPU %u waits, interrupts %s, for what "
				  "nobody can do any more",
				  cpu, sim.cpu[cpu].irqs_on ? "on" : "off");
	for (unsigned int cpu = 0; cpu < sim_cpus(); cpu++)
		if (!sim.cpu[cpu].finished)
			sim_found(VERDICT_LOST_WAKEUP,
				  "the thread of CPU %u sleeps, and nobody is "
				  "left to wake it",
				  cpu);
	if (!sim_finding && target->check_end)
		target->check_end();
}

/* Each action has one number, but a step has one for each outcome. */
unsigned int node_id(struct transition t)
{
	return t.cpu * 8u + t.action + (t.action == DO_STEP ? t.arg : 1u);
}

void node_expand(struct node *node, const struct search_target *target)
{
	node->count = (u8)sim_transitions(node->list);
	node->next = 0;
	node->ways = node->count ? 0 : 1;
	if (!node->count && !sim_finding)
		check_stuck(target);
}

void node_take(struct transition t, const struct search_target *target)
{
	sim_do(t);
	if (target->check_step)
		target->check_step();
}

u8 node_last(const struct node *node, struct transition t)
{
	return t.action == DO_DRAIN ? node->last : t.cpu;
}

static bool can_step(unsigned int cpu, const struct node *node)
{
	for (unsigned int i = 0; i < node->count; i++)
		if (node->list[i].cpu == cpu && node->list[i].action == DO_STEP)
			return true;
	return false;
}

bool node_is_preemption(const struct node *node, struct transition t)
{
	return t.action != DO_DRAIN && node->last != NO_CPU &&
	       t.cpu != node->last && can_step(node->last, node);
}

void node_record(const struct node *path, unsigned int length,
		 struct search_result *result)
{
	result->finding = sim_finding;
	memcpy(result->text, sim_finding_text, sizeof(result->text));
	result->length = length;
	for (unsigned int i = 0; i < length; i++)
		result->schedule[i] = path[i].list[path[i].next - 1];
}
