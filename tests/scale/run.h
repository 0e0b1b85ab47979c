/* SPDX-License-Identifier: MIT */
/*
 * run.h - one row of the kernel's benchmark on the simulated machine.
 */
#ifndef SCALE_RUN_H
#define SCALE_RUN_H

#include "workload/row.h"

struct scale_row {
	struct bench_row bench; /* times in cycles */
	u64 transfers;          /* lines, from the start signal to the stop */
	u64 plain;              /* events of plain code meanwhile */
};

/* Boot a machine of `count` CPUs, run the row, stop. Once in a process. */
void run_row(unsigned int count, const struct row_config *config,
	     struct scale_row *row);

/* A page has been checked. */
void row_checked(void);

#endif
