/* SPDX-License-Identifier: MIT */
/*
 * clock.h - how fast the clock of get_cycles() (arch/machine.h) goes, and the
 * interrupt that it makes.
 */
#ifndef ARCH_CLOCK_H
#define ARCH_CLOCK_H

#include "lib/types.h"

#define TICK_HZ 100 /* timer interrupts a second on each CPU, normally */

/* Cycles a millisecond, as measured at boot. Any context. */
u32 clock_khz(void);

/* So many microseconds in cycles. Any context. */
u64 clock_from_us(u32 us);

/* Interrupt this CPU `hz` times a second (1 to 10000). Interrupts off, or a
 * caller that does not move. */
void clock_start_tick(u32 hz);

#endif
