/* SPDX-License-Identifier: MIT */
/*
 * alike.h - are the other CPUs as the boot CPU is? Do their time stamp counters
 * show the same time, and do they cache the same memory? arch/cpu_info.h has
 * what was found.
 */
#ifndef BOOT_ALIKE_H
#define BOOT_ALIKE_H

/*
 * Compare all online CPUs with this one, and say which differ. Boot CPU, with
 * interrupts on, when all others are idle; may be called again. Takes less than
 * a millisecond for each; for one that does not answer 5 s, and then as long as
 * it is late: 15 s more are a panic (smp/spinwait.h).
 */
void cpus_compare(void);

#endif
