/* SPDX-License-Identifier: MIT */
/* tick.c - see tick.h */
#include "smp/tick.h"

#include "smp/idle.h"
#include "smp/thread.h"

void (*tick_hook)(void);

struct tick_time tick_times[NR_CPUS];

void tick_interrupt(void)
{
	struct tick_time *mine = &tick_times[smp_processor_id()];
	u32 start = (u32)get_cycles();

	thread_tick();
	quiesce();
	if (tick_hook)
		tick_hook();
	WRITE_ONCE(mine->stolen,
		   READ_ONCE(mine->stolen) + (u32)get_cycles() - start);
}
