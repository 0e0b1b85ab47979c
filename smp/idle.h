/* SPDX-License-Identifier: MIT */
/*
 * idle.h - a CPU with nothing to do, and the moments when every CPU takes
 * stock.
 *
 * Others may see whether a CPU is idle, and then spare it an interrupt: on its
 * way out it runs quiesce_hook, before any interrupt handler's body.
 */
#ifndef SMP_IDLE_H
#define SMP_IDLE_H

#include "arch/machine.h"

struct cpu_idle {
	SHARED(bool) is_idle;
} __cacheline;

extern struct cpu_idle cpu_idle[NR_CPUS];

/*
 * Called on a CPU when it stops being idle, at each tick, and when another CPU
 * sends IPI_QUIESCE; may be NULL. Interrupts off; takes no lock that is held
 * with interrupts on. Set while no CPU maps pages: see kmap_reset().
 */
typedef void (*quiesce_t)(void);
struct quiesce_hook {
	SHARED(quiesce_t) call;
};
extern struct quiesce_hook quiesce_hook;

/* Call it: the handler of IPI_QUIESCE. */
void quiesce(void);

/* Halt until an interrupt has come and been handled. Interrupts off on entry,
 * with the caller sure that there is nothing to run; on at return. */
void idle_wait(void);

/* At the start of every interrupt: this CPU is idle no longer. */
void idle_leave(void);

#endif
