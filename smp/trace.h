/* SPDX-License-Identifier: MIT */
/*
 * trace.h - the last things each CPU did, as one timeline.
 */
#ifndef SMP_TRACE_H
#define SMP_TRACE_H

#include "lib/types.h"

/* Write down that this CPU did `what` (a string that stays) now. Keeps the last
 * 64 of each CPU. Any context. */
void trace_add(const char *what, unsigned long arg);

/* Print all that is kept, oldest first, a column for each CPU, and forget it.
 * While no other CPU traces. */
void trace_print(void);

#endif
