/* SPDX-License-Identifier: MIT */
/*
 * clock.h - how fast the clock of get_cycles() (arch/machine.h) goes, and the
 * interrupt that it makes.
 */
#ifndef ARCH_CLOCK_H
#define ARCH_CLOCK_H

#include "lib/types.h"

/*
 * Timer interrupts a second on each CPU, normally; and the cycles that lie
 * between two of them even where the clock is so slow (Bochs: 1 MHz) that this
 * makes them fewer. Else handlers would take up the CPU.
 */
#define TICK_HZ    100
#define TICK_APART 50000

/* Cycles a millisecond, as measured at boot. Any context. */
u32 clock_khz(void);

/* So many microseconds in cycles. Any context. */
u64 clock_from_us(u32 us);

/*
 * Interrupt this CPU `hz` times a second (1 to 10000), but less often where
 * `apart` cycles would not fit in between. Interrupts off, or a caller that
 * does not move.
 */
void clock_start_tick(u32 hz, u32 apart);

/*
 * Does the clock count instructions, as some emulators' does, so that equal
 * work takes equal time? And how many of its ticks is one instruction (else
 * one cycle, and the answer is 1)? As measured at boot. Any context.
 */
bool clock_counts_instructions(void);
u32 clock_ticks_per_unit(void);

#endif
