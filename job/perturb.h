/* SPDX-License-Identifier: MIT */
/*
 * perturb.h - make rare interleavings happen often, for stress runs: by delays
 * at the named points, CPUs that stand still for a while, threads that move.
 *
 * None of this forces an order of events, or knows what is looked for. It only
 * changes how long things take, and where they happen.
 */
#ifndef JOB_PERTURB_H
#define JOB_PERTURB_H

#include "workload/workload.h"

/* Every named point delays its CPU now and then. While nothing else runs. */
void perturb_begin(u32 seed);
void perturb_end(void);

/* From now on other points are the slow ones. `number` chooses which. */
void perturb_others(u32 number);

/*
 * For row_config.between. Now and then the thread sleeps, or its CPU stands
 * still with interrupts off, or the window is flushed, or the thread takes a
 * mapped page to another CPU and back. Thread context.
 */
void perturb_between(struct worker *worker);

#endif
