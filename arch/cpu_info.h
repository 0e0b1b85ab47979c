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
};

/* Of the boot CPU; the others are assumed to be alike. Any context. */
struct cpu_info cpu_info(void);

#endif
