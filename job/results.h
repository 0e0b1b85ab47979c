/* SPDX-License-Identifier: MIT */
/*
 * results.h - what run=halt leaves on the screen: a page of costs, and one of
 * verdicts.
 */
#ifndef JOB_RESULTS_H
#define JOB_RESULTS_H

#include "job/run.h"

/* Show the pages for ever. From a thread, when all is measured. */
__noreturn void results_show(const struct params *params,
			     const struct machine_info *machine);

#endif
