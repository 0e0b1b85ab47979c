/* SPDX-License-Identifier: MIT */
/*
 * table.h - the results on the machine's own screen, for machines where nothing
 * reads the records.
 */
#ifndef JOB_TABLE_H
#define JOB_TABLE_H

#include "record/record.h"

/* Remember a row; the first 800 are kept. */
void table_add(const struct bench_row *row);

/* Print the rows of one workload. */
void table_print(const char *workload);

/*
 * Print only the row with most threads of each strategy and lock: with 8
 * strategies and 2 locks that fits on a screen of 25 lines.
 */
void table_print_short(const char *workload);

#endif
