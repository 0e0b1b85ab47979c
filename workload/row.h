/* SPDX-License-Identifier: MIT */
/*
 * row.h - run one row of the benchmark.
 */
#ifndef WORKLOAD_ROW_H
#define WORKLOAD_ROW_H

#include "record/record.h"
#include "workload/workload.h"

/*
 * Run it on CPUs 0 to threads - 1, from a fresh window, and fill *row. Ends
 * early at a broken invariant or a deadlock, or when its threads do not come to
 * an end: row->verdict and row->reason say so. From a thread on CPU 0; takes
 * the slice and some milliseconds.
 */
void row_run(const struct row_config *config, struct bench_row *row);

#endif
