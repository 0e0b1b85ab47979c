/* SPDX-License-Identifier: MIT */
/*
 * run.h - the job that run= asks for, from the first record to the exit.
 */
#ifndef JOB_RUN_H
#define JOB_RUN_H

#include "job/env.h"

/* What strategy=, workload= and scenario= may name. */
const struct params_names *run_names(void);

/* Do the job that the parameters name: all but halt and shell only once, then
 * return. From a thread on CPU 0. */
void run_job(const struct params *params);

/* Make the thread that does the job and ends the machine. Boot CPU, once, when
 * everything else is up. */
void run_start(const struct params *params, const struct machine_info *machine);

#endif
