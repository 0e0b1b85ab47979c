/* SPDX-License-Identifier: MIT */
/*
 * hollow.c - scenarios whose control, or play, shows nothing: each is
 * `stale-own` with something left out. Whoever runs scenarios must notice.
 */
#include "scenario/acts.h"

/* What is left out. */
enum part { ORDERS, PAUSE, CHECK };

static void map_and_check_b(struct stage *stage)
{
	map_b(stage);
	stage_check(stage, PAGE_B);
}

static void map_b_only(struct stage *stage)
{
	map_b(stage);
}

static void check_of_b(struct stage *stage)
{
	stage_try(stage, ACTOR_B, map_and_check_b);
}

static void no_check_of_b(struct stage *stage)
{
	stage_try(stage, ACTOR_B, map_b_only);
}

static void map_all(struct stage *stage)
{
	for (unsigned int n = 0; n < STAGE_SLOTS; n++)
		stage_map(stage, n);
	for (unsigned int n = 0; n < STAGE_SLOTS; n++)
		stage_unmap(stage, n);
}

/* With everything, or without one part. */
static void play(struct stage *stage, bool whole, enum part part)
{
	bool paused = whole || part != PAUSE;

	if (!whole && part == ORDERS)
		return;
	stage_do(stage, ACTOR_B, map_all);
	if (paused)
		stage_pause(stage, ACTOR_A, FLUSHED, NULL,
			    whole || part != CHECK ? check_of_b
						   : no_check_of_b);
	stage_do(stage, ACTOR_A, map_a);
	if (paused)
		stage_expect_paused(stage);
	else
		stage_do(stage, ACTOR_B, map_and_check_b);
	stage_end(stage, ACTOR_B);
	stage_do(stage, ACTOR_B, unmap_b);
	stage_do(stage, ACTOR_A, unmap_a);
}

static void control_without_orders(struct stage *stage)
{
	play(stage, !stage->control, ORDERS);
}

static void control_without_pause(struct stage *stage)
{
	play(stage, !stage->control, PAUSE);
}

static void control_without_check(struct stage *stage)
{
	play(stage, !stage->control, CHECK);
}

static void play_without_orders(struct stage *stage)
{
	play(stage, stage->control, ORDERS);
}

static void play_without_check(struct stage *stage)
{
	play(stage, stage->control, CHECK);
}

#define WRONG_SCENARIO(function, name_of_it)                       \
	static const struct scenario function##_scenario = {       \
		.name = (name_of_it),                              \
		.title = "is it noticed that this shows nothing?", \
		.contract = "threads that keep the rules",         \
		.callers = KEEP_RULES,                             \
		.addresses = OWN_CPU,                              \
		.shows = VERDICT_STALE,                            \
		.order = 1000,                                     \
		.locks = LOCK_BOTH,                                \
		.cpus = 2,                                         \
		.play = (function),                                \
	};                                                         \
	SCENARIO(function##_scenario)

WRONG_SCENARIO(control_without_orders, "control-without-orders");
WRONG_SCENARIO(control_without_pause, "control-without-pause");
WRONG_SCENARIO(control_without_check, "control-without-check");
WRONG_SCENARIO(play_without_orders, "play-without-orders");
WRONG_SCENARIO(play_without_check, "play-without-check");
