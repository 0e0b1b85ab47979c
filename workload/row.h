/* SPDX-License-Identifier: MIT */
/*
 * row.h - run one row of the benchmark.
 */
#ifndef WORKLOAD_ROW_H
#define WORKLOAD_ROW_H

#include "record/record.h"
#include "workload/workload.h"

/* With how many threads a row can be run: as many as there are CPUs, or, if
 * they share CPUs, two for each. */
unsigned int row_most_threads(bool share_cpus);

/*
 * Run the row on CPUs 0 to threads - 1, from a fresh window, and fill in *row.
 * If there are more threads than CPUs, each CPU gets its part of them.
 * It ends early at a violation or a deadlock, or if its threads do not end:
 * row->verdict and row->reason say so. From a thread on CPU 0. Takes the slice
 * and some milliseconds.
 */
void row_run(const struct row_config *config, struct bench_row *row);

#endif
