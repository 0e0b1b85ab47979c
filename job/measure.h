/* SPDX-License-Identifier: MIT */
/*
 * measure.h - the main job: every row of the benchmark, then every scenario.
 */
#ifndef JOB_MEASURE_H
#define JOB_MEASURE_H

#include "job/params.h"

/* Run what the parameters choose; write the records and the table on the
 * screen. From a thread on CPU 0. */
void measure_rows(const struct params *params);
void measure_scenarios(const struct params *params);

/* Plan what will be run: the progress records need the number of steps. */
void measure_plan(const struct params *params, bool rows, bool scenarios);

#endif
