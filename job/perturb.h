/* SPDX-License-Identifier: MIT */
/*
 * perturb.h - make what is rare happen often: delays at the named points, CPUs
 * that are parked for a while, threads that move. For stress runs.
 *
 * None of it forces an order of events or knows what is looked for: it only
 * changes how long things take, and where they happen.
 */
#ifndef JOB_PERTURB_H
#define JOB_PERTURB_H

#include "workload/workload.h"

/* Every named point delays its CPU now and then. While nothing else runs. */
void perturb_begin(u32 seed);
void perturb_end(void);

/* Others of the points are the slow ones from now on: any number will do. */
void perturb_others(u32 number);

/*
 * For row_config.between: now and then the CPU sleeps, or stands still with
 * interrupts off; the window is flushed; the thread takes a mapped page to
 * another CPU and back. Thread context.
 */
void perturb_between(struct worker *worker);

#endif
