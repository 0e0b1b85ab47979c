/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rows.h - what an operation costs, row by row, with one thread on CPU 0.
 */
#ifndef KMAPCOMPARE_ROWS_H
#define KMAPCOMPARE_ROWS_H

/* From task context on CPU 0; the other CPUs are idle. */
void rows_run(void);

#endif
