/* SPDX-License-Identifier: MIT */
/*
 * row.h - run one row of the benchmark.
 */
#ifndef WORKLOAD_ROW_H
#define WORKLOAD_ROW_H

#include "record/record.h"
#include "workload/workload.h"

/*
 * Run the row on CPUs 0 to threads - 1, from a fresh window, and fill in *row.
 * It ends early at a violation or a deadlock, or if its threads do not end:
 * row->verdict and row->reason say so. From a thread on CPU 0. Takes the slice
 * and some milliseconds.
 */
void row_run(const struct row_config *config, struct bench_row *row);

#endif
