/* SPDX-License-Identifier: MIT */
/*
 * deadlock.h - cycles in the graph of who waits for whom.
 *
 * An edge goes from a spinning CPU to the CPU that could end its wait: the
 * holder of the lock, or a CPU that has not acknowledged. Such a CPU cannot
 * help it in turn if it spins itself, and, where an acknowledgement is due, if
 * it does so with interrupts off. A cycle of edges like that never ends by
 * itself. It is believed when it is seen twice, unchanged.
 *
 * With interrupts off everywhere no tick runs: the spinning CPUs look for
 * themselves, from spin_wait_turn().
 */
#ifndef SMP_DEADLOCK_H
#define SMP_DEADLOCK_H

#include "smp/spinwait.h"

#define DEADLOCK_TEXT_SIZE 400 /* bytes */

/*
 * Look for a cycle through this CPU. When one is confirmed it is counted and
 * described, and its CPUs are told to serve, once, what they are being waited
 * for, so that everything unwinds as if interrupts had been on. A cycle that
 * this does not resolve is a panic.
 */
void deadlock_check(void);

/* If this CPU was told so: serve pending shootdowns and cross calls. */
void deadlock_rescue(void);

/* How many were confirmed since deadlock_reset(), and the first in words:
 * who holds what, with interrupts on or off, and waits for whom. */
unsigned int deadlock_count(void);
const char *deadlock_text(void);
void deadlock_reset(void);

/*
 * Does the wait of CPU `cpu`, followed from CPU to CPU, end at this one? Then
 * it lasts at least until this CPU, which must not be waiting itself, goes on.
 */
bool deadlock_waits_for_me(unsigned int cpu);

/* What CPU `cpu` waits for, and who could end that, in words. The text is
 * overwritten by the next call on this CPU. */
const char *deadlock_describe_wait(unsigned int cpu);

#endif
