/* SPDX-License-Identifier: MIT */
/*
 * unit.c - what a tick of the clock is: see clock_counts_instructions().
 *
 * QEMU with -icount counts instructions, shifted by a number that only its
 * command line knows; Bochs counts rounds of its processors, in each of which
 * every one of them executes a few instructions.
 */
#include "arch/x86/time/clock.h"
#include "lib/div64.h"

#define SAMPLES 3
#define TURNS   10000u /* of two instructions */
#define ROUND   32     /* ticks that a coarse clock may be off by */

static u32 ticks_per_instruction; /* 0: it counts something else */

static u64 time_turns(u32 turns)
{
	u64 start = clock_cycles();

	__asm__ volatile("1: decl %0\n"
			 "   jnz 1b"
			 : "+r"(turns)
			 :
			 : "cc");
	return clock_cycles() - start;
}

/* Ticks of one instruction if that is a whole number, else 0. The time of twice
 * the turns less that of once the turns: what surrounds them cancels out. */
static u32 take_sample(void)
{
	u64 once = time_turns(TURNS);
	u64 twice = time_turns(2 * TURNS);
	u32 per_instruction = (u32)div_u64(twice - once + TURNS, 2 * TURNS);
	u64 expected = (u64)per_instruction * 2 * TURNS;

	if (twice - once + ROUND < expected || twice - once > expected + ROUND)
		return 0;
	return per_instruction;
}

void clock_measure_unit(void)
{
	u32 seen = take_sample();

	for (int i = 1; i < SAMPLES; i++)
		if (take_sample() != seen)
			seen = 0;
	ticks_per_instruction = cpu_features.tsc ? seen : 0;
}

bool clock_counts_instructions(void)
{
	return ticks_per_instruction > 0;
}

u32 clock_ticks_per_unit(void)
{
	return max(ticks_per_instruction, 1u);
}
