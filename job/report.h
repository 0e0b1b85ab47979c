/* SPDX-License-Identifier: MIT */
/*
 * report.h - what run=report says of the machine: its CPUs, clocks and memory,
 * and what is odd about it. Nothing is measured.
 */
#ifndef JOB_REPORT_H
#define JOB_REPORT_H

#include "job/run.h"

/* Print it, then show it in pages, for ever. From a thread. */
__noreturn void report_show(const struct params *params,
			    const struct machine_info *machine);

#endif
