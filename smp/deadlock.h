/* SPDX-License-Identifier: MIT */
/*
 * deadlock.h - cycles in the graph of who waits for whom.
 *
 * An edge goes from a spinning CPU to a CPU that could end its wait: the holder
 * of the lock, or a CPU that has not acknowledged. That CPU cannot do so if it
 * spins itself (and, if it owes an acknowledgement, spins with interrupts off).
 * A cycle of such edges never ends by itself. It is believed when it is seen
 * twice, unchanged.
 *
 * If interrupts are off everywhere, no tick runs. So the spinning CPUs look for
 * cycles themselves, from spin_wait_turn().
 */
#ifndef SMP_DEADLOCK_H
#define SMP_DEADLOCK_H

#include "smp/spinwait.h"

#define DEADLOCK_TEXT_SIZE 400 /* bytes */

/*
 * Look for a cycle through this CPU. When one is confirmed, it is counted and
 * described, and its CPUs are told to serve, once, what the others wait for. So
 * the cycle ends as if interrupts had been on. If it does not, that is a panic.
 */
void deadlock_check(void);

/* If this CPU has been told so: serve pending shootdowns and cross calls. */
void deadlock_rescue(void);

/* How many deadlocks were confirmed since deadlock_reset(), and the first of
 * them in words: which CPU holds what, with interrupts on or off, and waits for
 * which CPU. */
unsigned int deadlock_count(void);
const char *deadlock_text(void);
void deadlock_reset(void);

/*
 * Does CPU `cpu` wait for this CPU, directly or through other CPUs? Then its
 * wait lasts at least until this CPU, which must not wait itself, goes on.
 */
bool deadlock_waits_for_me(unsigned int cpu);

/* What CPU `cpu` waits for, and which CPU could end that, in words. The next
 * call on this CPU overwrites the text. */
const char *deadlock_describe_wait(unsigned int cpu);

#endif
