/* SPDX-License-Identifier: MIT */
/*
 * events.h - a schedule as the records of a timeline (record/event.h): what
 * tools/timeline.py draws.
 */
#ifndef TESTS_EXPLORE_EVENTS_H
#define TESTS_EXPLORE_EVENTS_H

#include <stdio.h>

#include "outcome.h"

/* Repeat the schedule of this outcome, and write its records. Call it right
 * after outcome_of(), which has learned what a step is. */
void events_write(FILE *to, const struct explore_job *job,
		  const struct outcome *outcome);

#endif
