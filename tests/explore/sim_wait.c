/* SPDX-License-Identifier: MIT */
/*
 * sim_wait.c - busy waits (smp/spinwait.h), and what smp/deadlock.c reads of
 * other CPUs.
 *
 * A spinning CPU does not run until it could see something new. All calls come
 * here (--wrap). Where the deadlock detector is looked at, smp/spinwait.c
 * publishes what the CPU waits for, too. Of its turns, only those are simulated
 * in which the CPU looks for a deadlock: the scheduler says when, instead of a
 * number of turns. Time stands still, so no wait ends because it lasts too
 * long.
 */
#include <string.h>

#include "arch/panic.h"
#include "names.h"
#include "sim_impl.h"
#include "smp/spinlock_inline.h"
#include "smp/spinwait.h"

#define LOOKING_TURN 511 /* the next one is a look: CHECK_TURNS */

/* The next one publishes. */
#define PUBLISHING_TURN (SPIN_WAIT_PUBLISH_TURNS - 1)

bool sim_detects, sim_looks_when_stuck;

void __real_spin_wait_begin(struct spin_wait *wait, enum wait_kind kind,
			    const void *object);
void __real_spin_wait_turn(struct spin_wait *wait);
void __real_spin_wait_end(struct spin_wait *wait);
void __wrap_spin_wait_begin(struct spin_wait *wait, enum wait_kind kind,
			    const void *object);
void __wrap_spin_wait_turn(struct spin_wait *wait);
void __wrap_spin_wait_end(struct spin_wait *wait);

/* Nothing is accounted or traced here: no static branch is ever taken. */
void spin_unlock_watched(spinlock_t *lock, bool irqs_on)
{
	(void)irqs_on;
	panic("%s is watched", lock->name);
}

void __wrap_spin_wait_begin(struct spin_wait *wait, enum wait_kind kind,
			    const void *object)
{
	memset(wait, 0, sizeof(*wait));
	/* From here on it counts what changes, also while it publishes. */
	self()->spins = true;
	self()->watched =
		footprint.reads; /* its last look may be its last step */
	self()->wants_lock = kind == WAIT_LOCK;
	if (sim_detects) {
		__real_spin_wait_begin(wait, kind, object);
		wait->turns = PUBLISHING_TURN;
		__real_spin_wait_turn(wait);
	}
	say_wait(kind, object);
}

static void look_for_deadlock(struct spin_wait *wait)
{
	sim_say("looks for a deadlock");
	wait->turns = LOOKING_TURN;
	__real_spin_wait_turn(wait);
	wait->turns = SPIN_WAIT_PUBLISH_TURNS;
}

void __wrap_spin_wait_turn(struct spin_wait *wait)
{
	suspend(AT_SPIN);
	if (self()->looking) {
		self()->looking = false;
		look_for_deadlock(wait);
	}
	self()->changed = false;
	self()->watched = 0;
	self()->may_step = true; /* looking is one step with going on */
}

void __wrap_spin_wait_end(struct spin_wait *wait)
{
	if (sim_detects)
		__real_spin_wait_end(wait);
	self()->spins = self()->changed = self()->wants_lock = false;
	self()->watched = 0;
}

/* Another CPU's counts are as shared as memory. */
static void look_at_counts_of(unsigned int cpu)
{
	if (sim_detects && cpu != sim_cpu_id())
		step();
}

u32 sim_preempt_count(unsigned int cpu)
{
	const struct sim_cpu *of = &sim.cpu[cpu];

	if (!sim_running())
		return 0;
	look_at_counts_of(cpu);
	return (u32)__builtin_popcount(of->locks) +
	       (u32)__builtin_popcount(of->outer_locks) +
	       (of->in_handler ? HARDIRQ_OFFSET : 0);
}

u32 sim_interrupts_taken(unsigned int cpu)
{
	look_at_counts_of(cpu);
	return sim.cpu[cpu].interrupts;
}
