/* SPDX-License-Identifier: MIT */
/* pm_timer.c - see pm_timer.h */
#include "arch/x86/time/pm_timer.h"

#define TRIES 10
#define CLOSE 0x10000 /* counts, or 18 ms: a stalled host's reads are apart */

u32 pm_timer_steady(u32 (*read)(void), u32 mask)
{
	u32 first = read();
	u32 second = read();
	u32 third = read();

	for (int i = 0; i < TRIES; i++) {
		if (((second - first) & mask) < CLOSE &&
		    ((third - second) & mask) < CLOSE)
			return second;
		first = second;
		second = third;
		third = read();
	}
	return third;
}
