/* SPDX-License-Identifier: MIT */
/*
 * mtrr.h - the memory type range registers: which memory a CPU caches, and how
 * (Intel SDM vol. 3, 11.11). Firmware must set those of all CPUs alike.
 */
#ifndef ARCH_X86_CPU_MTRR_H
#define ARCH_X86_CPU_MTRR_H

#include "lib/types.h"

/* Keep this CPU's, so that others can be compared with it. off_counts: it is a
 * difference if another CPU's are off, and this one's are on. */
void mtrr_keep(bool off_counts);

/*
 * Which of this CPU's are not as the kept ones, in words; NULL: none, or the
 * CPU has no such registers. Only what is switched on counts. Any context.
 */
const char *mtrr_difference(void);

#endif
