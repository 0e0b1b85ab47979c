/* SPDX-License-Identifier: MIT */
/*
 * timeline.h - the records of a play: while the trace is on, what its CPUs did
 * from the moment on that an interleaving is forced.
 */
#ifndef SCENARIO_TIMELINE_H
#define SCENARIO_TIMELINE_H

#include "record/record.h"

/* The play's story begins here; what was traced before is dropped. While only
 * the caller does anything to the window. */
void timeline_begin(void);

/* Write its records. What was traced is kept, so that it can be printed, too.
 * When the actors have ended. */
void timeline_write(const struct scenario_result *result, const char *title,
		    const char *strategy_title);

#endif
