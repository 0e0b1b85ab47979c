/* SPDX-License-Identifier: MIT */
/*
 * spinwait.h - waiting for a lock, or for another CPU's acknowledgement.
 *
 *	struct spin_wait wait;
 *
 *	spin_wait_begin(&wait, WAIT_LOCK, lock);
 *	while (the condition does not hold)
 *		spin_wait_turn(&wait);
 *	spin_wait_end(&wait);
 *
 * While it waits, preemption is off. After a few turns the CPU publishes what
 * it waits for: no sooner, since most waits are shorter than that takes. So a
 * deadlock can be seen as a cycle (smp/deadlock.h), a scenario can see that a
 * CPU is blocked, and a wait that outlasts its limit ends in a panic that says
 * who waits for whom.
 */
#ifndef SMP_SPINWAIT_H
#define SMP_SPINWAIT_H

#include "arch/machine.h"

enum wait_kind {
	WAIT_NOTHING,
	WAIT_LOCK,  /* object: the spinlock_t */
	WAIT_ACK,   /* object: the struct mailbox this CPU posted to */
	WAIT_POINT, /* object: the struct point it is paused at */
	WAIT_OTHER, /* object: a string that says what */
};

/* What one CPU waits for right now, once that is published. It alone writes
 * that; all may read. */
struct cpu_wait {
	SHARED(u32) sequence; /* odd while the rest changes */
	SHARED(u32) kind;
	SHARED(const void *) object;
	SHARED(bool) irqs_off;
	SHARED(u32) preempt_count; /* when the wait began: more now means that a
				      handler has interrupted it */
	SHARED(u32) rescue; /* set by others, to the sequence of the wait that
			       is meant: see smp/deadlock.h */
} __cacheline;

extern struct cpu_wait cpu_waits[NR_CPUS];

/* On the waiter's stack. Waits nest: an interrupt may wait too. */
struct spin_wait {
	enum wait_kind kind;
	const void *object;
	enum wait_kind outer_kind;
	const void *outer_object;
	bool outer_irqs_off;
	u32 outer_preempt_count;
	u32 turns;
	u64 start; /* cycles */
};

/* Any context. */
void spin_wait_begin(struct spin_wait *wait, enum wait_kind kind,
		     const void *object);

/*
 * One turn of the loop: lets other CPUs run, and now and then looks for a
 * deadlock that this CPU is part of. A wait for an acknowledgement sends its
 * IPI again after a bounded number of turns. Panics when the wait has lasted
 * both for SPIN_WAIT_LIMIT_MS and for SPIN_WAIT_MIN_TURNS: hosts stall virtual
 * CPUs for 100 ms and more, and emulated clocks may run fast, so neither alone
 * means anything.
 */
void spin_wait_turn(struct spin_wait *wait);
void spin_wait_end(struct spin_wait *wait);

/* Turns after which a wait is published. */
#define SPIN_WAIT_PUBLISH_TURNS 16

#define SPIN_WAIT_LIMIT_MS  15000
#define SPIN_WAIT_MIN_TURNS 100000

#endif
