/* SPDX-License-Identifier: MIT */
/*
 * rows.h - which rows the parameters ask for.
 */
#ifndef JOB_ROWS_H
#define JOB_ROWS_H

#include "job/params.h"
#include "workload/workload.h"

/* Ops in a batch, for ops that are too short to be timed one by one. */
#define ROWS_BATCH 8

/* A row of this workload, with one thread and no strategy. */
struct row_config rows_config(const struct params *params,
			      const struct workload *workload);

/* Call function for each row, in the order in which they are run. The caller
 * sets their slice. */
typedef void (*row_function_t)(const struct params *params,
			       const struct row_config *config);
void rows_each(const struct params *params, row_function_t function);

#endif
