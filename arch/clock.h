/* SPDX-License-Identifier: MIT */
/*
 * clock.h - how fast the clock of get_cycles() (arch/machine.h) goes, and the
 * interrupt that it makes.
 */
#ifndef ARCH_CLOCK_H
#define ARCH_CLOCK_H

#include "lib/types.h"

/*
 * The tick: TICK_HZ timer interrupts a second on each CPU, but at least
 * TICK_APART cycles between two of them. So with a slow clock (Bochs: 1 MHz)
 * there are fewer; otherwise their handlers would take up the CPU.
 */
#define TICK_HZ    100
#define TICK_APART 50000

/* Cycles a millisecond, as measured at boot. Any context. */
u32 clock_khz(void);

/* `us` microseconds, in cycles. Any context. */
u64 clock_from_us(u32 us);

/* Wait, busily, for at least this many microseconds. Any context. */
void delay_us(u32 us);

/*
 * Interrupt this CPU `hz` times a second (1 to 10000), or less often if two
 * interrupts would then be less than `apart` cycles apart. The caller has
 * interrupts off, or does not move to another CPU.
 */
void clock_start_tick(u32 hz, u32 apart);

/*
 * Does the clock count instructions, as in some emulators, so that equal work
 * takes equal time? How many ticks of the clock are one instruction? (1 if the
 * clock counts cycles.) As measured at boot. Any context.
 */
bool clock_counts_instructions(void);
u32 clock_ticks_per_unit(void);

#endif
