/* SPDX-License-Identifier: MIT */
/*
 * turns.h - how often is a waiter overtaken while all others are held back? The
 * bound is in mm/window_wait.h. As in judge.h, the explorer looks itself.
 */
#ifndef TESTS_EXPLORE_TURNS_H
#define TESTS_EXPLORE_TURNS_H

#include "lib/types.h"

struct kmap_strategy;

/* From now on, more than the strategy's bound is a finding; or nothing is. */
void turns_watch(const struct kmap_strategy *strategy, unsigned int cpus);
void turns_ignore(void);

/* After a step. */
void turns_look(void);

#endif
