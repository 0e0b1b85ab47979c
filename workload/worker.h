/* SPDX-License-Identifier: MIT */
/*
 * worker.h - the threads of a row. workload/row.c creates them; they start and
 * stop together. One row at a time.
 */
#ifndef WORKLOAD_WORKER_H
#define WORKLOAD_WORKER_H

#include "record/record.h"
#include "workload/workload.h"

/* Prepare them for a row, except for the frames they use. */
void workers_reset(struct worker *workers, const struct row_config *config);

/* What each thread runs; `arg` is its struct worker. */
void worker_run(void *arg);

/* Fill in the row's record, when all threads have ended. */
void workers_tally(const struct worker *workers, struct bench_row *row);

#endif
