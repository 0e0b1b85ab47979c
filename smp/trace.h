/* SPDX-License-Identifier: MIT */
/*
 * trace.h - the last things each CPU did, as one timeline.
 */
#ifndef SMP_TRACE_H
#define SMP_TRACE_H

#include "lib/types.h"

/* Record that this CPU now does `what` (a string that must not go away). The
 * last 64 events of each CPU are kept. Any context. */
void trace_add(const char *what, unsigned long arg);

/* Print all events that are kept, oldest first, with a column for each CPU, and
 * drop them. While no other CPU traces. */
void trace_print(void);

#endif
