/* SPDX-License-Identifier: MIT */
/*
 * clock.h - time, in cycles of the time stamp counter: arch/clock.h has what
 * portable code may ask.
 *
 * On a CPU without one, in ticks of the reference timer: everything works, but
 * latencies are as coarse as that.
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
 * reftimer.h. Returns the name of the timer it measured by. With none at all
 * it assumes 1 GHz and returns NULL: then times are only proportions. Boot CPU,
 * takes about 60 ms.
 */
const char *clock_calibrate(u16 pm_port, bool pm_32bit);

/*
 * Is a tick of the clock a number of instructions? See arch/clock.h. To be
 * called where the platform says so, as some CPU may just happen to run at one
 * instruction a cycle. Boot CPU, alone, interrupts off.
 */
void clock_measure_unit(void);

/* Busy waiting; at least this long. */
void delay_us(u32 us);

#endif
