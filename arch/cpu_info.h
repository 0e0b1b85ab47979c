/* SPDX-License-Identifier: MIT */
/*
 * cpu_info.h - what the processor says it is: for reports.
 */
#ifndef ARCH_CPU_INFO_H
#define ARCH_CPU_INFO_H

#include "lib/types.h"

struct cpu_info {
	const char *vendor;
	const char *name;       /* may be empty */
	unsigned int phys_bits; /* width of a physical address */
	unsigned int family, model, stepping;
	const char *erratum; /* that something is done about; or NULL */
};

/* Of the boot CPU; the others are assumed to be alike. Any context. */
struct cpu_info cpu_info(void);

/* What another CPU has that the boot CPU has not. */
struct cpu_difference {
	bool clock;       /* it shows another time, or did not say */
	s64 ahead;        /* about so many cycles, if it shows another */
	const char *mtrr; /* which memory type ranges differ; or NULL */
};

/* As found when the CPUs had started. Any context. */
struct cpu_difference cpu_difference(unsigned int cpu);

#endif
