/* SPDX-License-Identifier: MIT */
/*
 * tick.h - what every CPU does TICK_HZ times a second.
 */
#ifndef SMP_TICK_H
#define SMP_TICK_H

#include "lib/types.h"

/* The timer's interrupt handler. */
void tick_interrupt(void);

/* Called at each tick on each CPU, interrupts off, for whoever experiments with
 * interrupts; may be NULL. Set while nothing else runs. */
extern void (*tick_hook)(void);

#endif
