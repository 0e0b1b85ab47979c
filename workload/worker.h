/* SPDX-License-Identifier: MIT */
/*
 * worker.h - the threads of a row: workload/row.c starts them, they start and
 * stop together. One row at a time.
 */
#ifndef WORKLOAD_WORKER_H
#define WORKLOAD_WORKER_H

#include "record/record.h"
#include "workload/workload.h"

/* Ready for a row, but for the frames they use. */
void workers_reset(struct worker *workers, const struct row_config *config);

/* The life of one: `arg` is its struct worker. */
void worker_run(void *arg);

/* What came of it, once all have ended. */
void workers_tally(const struct worker *workers, struct bench_row *row);

#endif
