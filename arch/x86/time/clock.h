/* SPDX-License-Identifier: MIT */
/*
 * clock.h - time, in cycles of the time stamp counter: arch/clock.h has what
 * portable code may use.
 *
 * On a CPU without that counter, time is in ticks of the reference timer:
 * everything works, but latencies are coarse.
 */
#ifndef ARCH_X86_TIME_CLOCK_H
#define ARCH_X86_TIME_CLOCK_H

#include "arch/clock.h"
#include "arch/x86/cpu/asm.h"
#include "arch/x86/cpu/cpuid.h"

u64 clock_slow_cycles(void);

static inline u64 clock_cycles(void)
{
	return likely(cpu_features.tsc) ? rdtsc() : clock_slow_cycles();
}

/*
 * Measure the clock and this CPU's local APIC timer. Arguments: see
 * reftimer.h. Returns the name of the timer that they were measured by. If
 * there is none, it assumes 1 GHz and returns NULL, and times can only be
 * compared with each other. Boot CPU; takes about 60 ms.
 */
const char *clock_calibrate(u16 pm_port, bool pm_32bit);

/*
 * Find out whether a tick of the clock is a number of instructions: see
 * arch/clock.h. Call it only if the platform says that it may be so: a CPU may
 * happen to run one instruction per cycle. Boot CPU, alone, interrupts off.
 */
void clock_measure_unit(void);

#endif
