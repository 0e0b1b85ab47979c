/* SPDX-License-Identifier: MIT */
/*
 * tick.h - what every CPU does TICK_HZ times a second.
 */
#ifndef SMP_TICK_H
#define SMP_TICK_H

#include "arch/machine.h"

/* The timer's interrupt handler. */
void tick_interrupt(void);

/* Called at each tick on each CPU, interrupts off; for workloads that need an
 * interrupt handler. May be NULL. Set it while nothing else runs. */
extern void (*tick_hook)(void);

/*
 * How long this CPU has been in that handler, in ticks of the clock; it wraps.
 * A measurement subtracts what was added meanwhile. (Linux has stolen time for
 * that.) Any context but the handler.
 */
extern struct tick_time {
	SHARED(u32) stolen;
} __cacheline tick_times[NR_CPUS];

static inline u32 tick_stolen(void)
{
	return READ_ONCE(tick_times[smp_processor_id()].stolen);
}

#endif
