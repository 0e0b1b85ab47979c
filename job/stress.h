/* SPDX-License-Identifier: MIT */
/*
 * stress.h - random workloads, windows, thread counts and perturbations, to see
 * whether a strategy keeps its claims without being told where to break.
 */
#ifndef JOB_STRESS_H
#define JOB_STRESS_H

#include "job/params.h"

/*
 * seconds= for each strategy and lock (default 10), or ops= maps, whichever is
 * first; one bench record each, workload "stress". The first finding ends it.
 * That is a failure where the strategy claims to be safe. Where it does not,
 * having found nothing is one, in so many maps that something should have been
 * found; in fewer it says nothing, and is counted as skipped.
 */
#define STRESS_ENOUGH_MAPS 1000000
void stress_run(const struct params *params);

#endif
