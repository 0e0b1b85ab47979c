/* SPDX-License-Identifier: MIT */
/* tick.c - see tick.h */
#include "smp/tick.h"

#include "smp/idle.h"
#include "smp/thread.h"

void (*tick_hook)(void);

void tick_interrupt(void)
{
	thread_tick();
	quiesce();
	if (tick_hook)
		tick_hook();
}
