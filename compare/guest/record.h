/* SPDX-License-Identifier: GPL-2.0 */
/*
 * record.h - the records of docs/results.md, written by Linux.
 */
#ifndef KMAPCOMPARE_RECORD_H
#define KMAPCOMPARE_RECORD_H

#include <linux/types.h>

/* A record of the kind bench. Times are ticks of the TSC. */
struct row {
	const char *workload;
	bool baseline; /* it does not use the window */
	unsigned int threads;
	u64 ops, checked, elapsed;
	bool has_times;
	u64 mean, empty;
	bool has_percentiles; /* a reading covers one op */
	u64 p50, p99, p999, max;
	unsigned int batch, readings, interrupted;
	bool has_oracle; /* accesses were checked */
	u64 stale_reads, stale_writes;
	unsigned int double_maps, deadlocks;
	const char *verdict;
	const char *reason; /* NULL: it ran to its end */
};

/* The record of the machine. From task context. */
void write_env(const char *run);

/* Any context, even an NMI; not from two CPUs at a time. */
void write_row(const struct row *row);

/* A sign of life. */
void write_progress(unsigned int step, unsigned int of, const char *label);

/* The last record; then the emulator ends. Does not return. */
void write_end(const char *status);

#endif
