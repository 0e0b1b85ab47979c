/* SPDX-License-Identifier: MIT */
/*
 * idle.h - idle CPUs, and the quiesce hook, which every CPU calls now and then.
 *
 * Other CPUs can see whether a CPU is idle. They need not interrupt it then:
 * when it leaves idle it runs the quiesce hook, before any interrupt handler's
 * body.
 */
#ifndef SMP_IDLE_H
#define SMP_IDLE_H

#include "arch/machine.h"

struct cpu_idle {
	SHARED(bool) is_idle;
} __cacheline;

extern struct cpu_idle cpu_idle[NR_CPUS];

/*
 * Called on a CPU when it leaves idle, at each tick, and when another CPU sends
 * IPI_QUIESCE; may be NULL. Interrupts are off. It must not take a lock that is
 * held with interrupts on. Set it while no CPU maps pages: see kmap_reset().
 */
typedef void (*quiesce_t)(void);
struct quiesce_hook {
	SHARED(quiesce_t) call;
};
extern struct quiesce_hook quiesce_hook;

/* Call it: the handler of IPI_QUIESCE. */
void quiesce(void);

/* Halt until an interrupt has come and been handled. Call it with interrupts
 * off, after checking with interrupts off that there is nothing to run. They
 * are on at return. */
void idle_wait(void);

/* At the start of every interrupt: this CPU is not idle any more. */
void idle_leave(void);

#endif
