/* SPDX-License-Identifier: MIT */
/*
 * target.h - a job as something to search: how it begins, and what must be true
 * when all CPUs are done.
 */
#ifndef TESTS_EXPLORE_TARGET_H
#define TESTS_EXPLORE_TARGET_H

#include "cases.h"

/* From now on this job is simulated, and nothing is known of it. It must stay
 * where it is. */
const struct search_target *target_select(const struct explore_job *job);

/* May its search leave out orders of steps that commute? */
bool target_is_reducible(const struct explore_job *job);

/* The one selected last, and all that was learned about it. */
const struct search_target *target(void);

#endif
