/* SPDX-License-Identifier: GPL-2.0 */
/*
 * threads.h - what several CPUs manage at the same time.
 */
#ifndef KMAPCOMPARE_THREADS_H
#define KMAPCOMPARE_THREADS_H

/*
 * The workloads hot and cycle with 1, 2, 4... threads, up to one for each CPU.
 * Each row is timed as in the kernel beside this one (workload/worker.c): from
 * the signal to start until the threads have stopped, on average over them.
 * From task context.
 */
void threads_run(void);

#endif
