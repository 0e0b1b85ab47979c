/* SPDX-License-Identifier: MIT */
/*
 * explain.h - a schedule in words: a column for each CPU.
 */
#ifndef TESTS_EXPLORE_EXPLAIN_H
#define TESTS_EXPLORE_EXPLAIN_H

#include <stdio.h>

#include "outcome.h"

/* Do the schedule of this outcome again, and tell every step that matters. To
 * be called right after outcome_of(), which has learned what a step is. */
void explain(FILE *to, const struct explore_job *job,
	     const struct outcome *outcome);

#endif
