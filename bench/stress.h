/* SPDX-License-Identifier: MIT */
/*
 * stress.h - random workloads, windows, thread counts and delays, to see
 * whether a strategy keeps its claims without being told where to break.
 */
#ifndef BENCH_STRESS_H
#define BENCH_STRESS_H

#include "lib/params.h"

/*
 * seconds= for each strategy and lock (default 10), or ops= maps, whichever is
 * first; one bench record each, workload "stress". A strategy that does not
 * claim to be safe is run until it is caught; not catching it is unexpected.
 */
void stress_run(const struct params *params);

#endif
