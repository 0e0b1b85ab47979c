/* SPDX-License-Identifier: MIT */
/* sleep_set.c - see sleep_set.h */
#include "sleep_set.h"

#include <stdio.h>
#include <stdlib.h>

/* What slept before or has been tried, and commutes with t. */
static void put_to_sleep(const struct node *node, struct node *child,
			 const struct footprint *mine)
{
	child->asleep = 0;
	for (u32 left = node->asleep | node->tried; left; left &= left - 1) {
		unsigned int id = (unsigned int)__builtin_ctz(left);

		if (!footprints_commute(&node->footprint[id], mine))
			continue;
		child->asleep |= 1u << id;
		child->footprint[id] = node->footprint[id];
	}
}

void sleep_set_after(struct node *node, struct transition t, struct node *child)
{
	node->footprint[node_id(t)] = footprint;
	put_to_sleep(node, child, &footprint);
	node->tried |= 1u << node_id(t);
}

bool sleep_set_awake(struct node *node, u32 *asleep)
{
	u32 awake = *asleep & ~node->asleep;

	node->skipped = ~awake;
	node->asleep &= *asleep;
	*asleep = node->asleep;
	return awake != 0;
}

void sleep_set_check(const struct node *node)
{
	u32 possible = 0;

	for (unsigned int i = 0; i < node->count; i++)
		possible |= 1u << node_id(node->list[i]);
	if (!(node->asleep & ~possible))
		return;
	fprintf(stderr, "a transition was taken to commute with one that "
			"prevents it\n");
	abort();
}
