/* SPDX-License-Identifier: GPL-2.0 */
/*
 * measure.h - what an operation takes, with one thread.
 *
 * Only what is in between two readings of the TSC counts, and what reading it
 * takes is subtracted. A reading that met a timer interrupt is left out.
 */
#ifndef KMAPCOMPARE_MEASURE_H
#define KMAPCOMPARE_MEASURE_H

#include "record.h"

#define MEASURE_MOST 2048 /* ops of a row */

struct op {
	const char *name;
	bool baseline; /* it does not use the window */
	unsigned int ops, warm_up;
	unsigned int readings; /* of the clock for a single op: pairs */
	/* Returns what op number `i` took. Adds to *row what it saw. */
	u64 (*single)(unsigned int i, struct row *row);
	void (*batch)(unsigned int ops); /* NULL: long enough for itself */
};

/* Fill in *row, and write it. From task context, on one CPU at a time. */
void measure(const struct op *op, struct row *row);

/* Write the rows of an op that does nothing. From then on that is subtracted,
 * and measured_empty() tells what a single one takes. Context as above. */
void measure_empty(void);
u64 measured_empty(void);

/* Ticks of the TSC in the unit of the records. */
u64 in_units(u64 ticks);

/* a - b; 0 if that is negative. */
u64 less(u64 a, u64 b);

/* sum / count, rounded; 0 if there are none. */
u64 divided(u64 sum, u32 count);

#endif
