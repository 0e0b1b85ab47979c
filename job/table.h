/* SPDX-License-Identifier: MIT */
/*
 * table.h - the results on the machine's own screen, for machines where nothing
 * reads the records.
 */
#ifndef JOB_TABLE_H
#define JOB_TABLE_H

#include "job/page.h"
#include "record/record.h"

/* Remember a row; the first 800 are kept. */
void table_add(const struct bench_row *row);

/* Print the rows of one workload. */
void table_print(const char *workload);

/*
 * Print only the row with most threads of each strategy and lock: with 8
 * strategies and 2 locks that fits on a screen of 25 lines. page: where to, or
 * NULL for the console.
 */
void table_print_short(struct screen_page *page, const char *workload);

/* The first row that ran this to its end, or NULL. strategy and lock: NULL
 * where the workload uses none. */
const struct bench_row *table_find(const char *workload, const char *strategy,
				   const char *lock, unsigned int threads);

/* On how many threads it ran; 0: it did not. */
unsigned int table_most_threads(const char *workload);

#endif
