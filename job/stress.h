/* SPDX-License-Identifier: MIT */
/*
 * stress.h - random workloads, windows, numbers of threads and delays, to see
 * whether a strategy keeps its claims.
 */
#ifndef JOB_STRESS_H
#define JOB_STRESS_H

#include "job/params.h"

/*
 * Runs each strategy with each lock for seconds= (default 10) or for ops= maps,
 * whichever comes first, and writes one bench record each, with workload
 * "stress". The first finding ends it. That is a failure if the strategy claims
 * to be safe. If it does not, it is a failure to find nothing in
 * STRESS_ENOUGH_MAPS maps; to find nothing in fewer counts as skipped.
 */
#define STRESS_ENOUGH_MAPS 1000000
void stress_run(const struct params *params);

#endif
