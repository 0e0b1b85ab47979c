/* SPDX-License-Identifier: MIT */
/*
 * preempt.h - where a thread may be made to leave its CPU to another one.
 *
 * With preempt=full a thread may be preempted wherever Linux's threads may with
 * CONFIG_PREEMPT: anywhere, except while interrupts are off, in a handler,
 * while it holds or waits for a spin lock, and between preempt_disable() and
 * preempt_enable(). That happens at the end of an interrupt, and when the last
 * of these ends, if the CPU needs to reschedule: at each tick, and when a
 * thread has become ready. A preempted thread stays on its CPU.
 *
 * With preempt=none a thread runs until it sleeps, yields, moves or ends.
 * (Linux's CONFIG_PREEMPT_NONE.)
 */
#ifndef SMP_PREEMPT_H
#define SMP_PREEMPT_H

#include "arch/machine.h"
#include "arch/static_branch.h"

extern struct static_key preempt_full;

/* Choose, at first none. Context: see static_key_set(). */
void preempt_set_full(bool on);

/* If this CPU needs to reschedule, and preemption is possible here, do it. Any
 * context. For preempt_enable() and spin locks, while preempt_full is on. */
void preempt_schedule(void);

/* The same at the end of an interrupt, whose handler has ended. Interrupts off.
 */
void preempt_schedule_irq(void);

/* This CPU needs to reschedule as soon as that is possible. Any context. (In
 * Linux, this is set_tsk_need_resched(current).) */
void set_need_resched(void);

/*
 * Keep the thread on its CPU, and others of this CPU from running, until
 * preempt_enable(). They nest. Any context; the thread must not sleep in
 * between. What is done per CPU needs it, if threads do it.
 */
static inline void preempt_disable(void)
{
	preempt_count_inc();
	barrier();
}

static inline void preempt_enable(void)
{
	barrier();
	preempt_count_dec();
	if (static_branch_unlikely(&preempt_full))
		preempt_schedule();
}

#endif
