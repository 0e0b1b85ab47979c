/* SPDX-License-Identifier: MIT */
/*
 * verdict.h - what a row's counts amount to.
 */
#ifndef WORKLOAD_VERDICT_H
#define WORKLOAD_VERDICT_H

#include "record/record.h"
#include "workload/workload.h"

/* What was found; of several, what the others may follow from. n/a for a row
 * that was not run. */
enum verdict row_verdict(const struct bench_row *row);

/*
 * Did the strategy keep its claims in this row? What it does not claim to
 * prevent is no failure.
 */
bool row_as_claimed(const struct row_config *config,
		    const struct bench_row *row);

#endif
