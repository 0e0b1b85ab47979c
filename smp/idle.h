/* SPDX-License-Identifier: MIT */
/*
 * idle.h - a CPU with nothing to do.
 *
 * Others may see whether a CPU is idle, and then spare it an interrupt: on its
 * way out it runs idle_leave_hook, before any interrupt handler's body.
 */
#ifndef SMP_IDLE_H
#define SMP_IDLE_H

#include "arch/machine.h"

struct cpu_idle {
	SHARED(bool) is_idle;
} __cacheline;

extern struct cpu_idle cpu_idle[NR_CPUS];

/* What a CPU must make up for when it stops being idle; may be NULL. Interrupts
 * off; takes no lock. Set while unused. */
extern void (*idle_leave_hook)(void);

/* Halt until an interrupt has come and been handled. Interrupts off on entry,
 * with the caller sure that there is nothing to run; on at return. */
void idle_wait(void);

/* At the start of every interrupt: this CPU is idle no longer. */
void idle_leave(void);

#endif
