/* SPDX-License-Identifier: MIT */
/*
 * tick.h - what every CPU does TICK_HZ times a second.
 */
#ifndef SMP_TICK_H
#define SMP_TICK_H

#include "lib/types.h"

/* The timer's interrupt handler. */
void tick_interrupt(void);

/* Called at each tick on each CPU, interrupts off; may be NULL. Set while the
 * strategies are being changed: see mm/highmem.h. */
extern void (*tick_hook)(void);

#endif
