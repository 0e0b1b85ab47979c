/* SPDX-License-Identifier: MIT */
/*
 * explain.h - a schedule in words, with a column for each CPU.
 */
#ifndef TESTS_EXPLORE_EXPLAIN_H
#define TESTS_EXPLORE_EXPLAIN_H

#include <stdio.h>

#include "outcome.h"

/* Repeat the schedule of this outcome, and print every step that matters. Call
 * it right after outcome_of(), which has learned what a step is. */
void explain(FILE *to, const struct explore_job *job,
	     const struct outcome *outcome);

#endif
