/* SPDX-License-Identifier: MIT */
/*
 * stopwatch.h - time a piece of code, on the CPU that it runs on.
 *
 *	struct stopwatch watch = { 0 };
 *
 *	stopwatch_start(&watch);
 *	...
 *	stopwatch_stop(&watch);
 *
 * The time in between is added to watch.ticks. Reading the clock takes time,
 * too; the workload `empty` measures how much.
 */
#ifndef WORKLOAD_STOPWATCH_H
#define WORKLOAD_STOPWATCH_H

#include "smp/tick.h"

struct stopwatch {
	u64 started;
	u64 ticks;    /* of the clock: clock_ticks_per_unit() */
	u32 readings; /* that have been added up */
	u32 stolen;   /* ticks in timer interrupts; not part of `ticks` */
	u32 before;   /* tick_stolen() when it was started */
};

static inline void stopwatch_start(struct stopwatch *watch)
{
	watch->before = tick_stolen();
	watch->started = get_cycles();
}

static inline void stopwatch_stop(struct stopwatch *watch)
{
	u64 took = get_cycles() - watch->started;
	u32 stolen = tick_stolen() - watch->before;

	watch->readings++;
	watch->stolen += stolen;
	watch->ticks += took > stolen ? took - stolen : 0;
}

/*
 * Did a timer interrupt spoil the reading? The way into the handler and out of
 * it is not counted in `stolen`, but takes less than the handler itself. So if
 * `stolen` is next to nothing, the reading is as good as any.
 */
static inline bool stopwatch_is_spoilt(const struct stopwatch *watch)
{
	return watch->stolen && watch->stolen >= watch->ticks / 32;
}

#endif
