/* SPDX-License-Identifier: MIT */
/*
 * heldlocks.h - the spin locks that each CPU holds: for reports, and to assert
 * that a caller holds none.
 */
#ifndef SMP_HELDLOCKS_H
#define SMP_HELDLOCKS_H

#include "smp/spinlock.h"

#define HELD_LOCKS_MAX 8 /* listed; more are only counted */

/* One CPU's, oldest first. Others may read it while it changes, and then see
 * one too many or too few. */
struct held_locks {
	SHARED(u32) count;
	SHARED(const spinlock_t *) lock[HELD_LOCKS_MAX];
} __cacheline;

extern struct held_locks held_locks[NR_CPUS];

/* How many does this CPU hold? Any? */
static inline u32 held_locks_count(void)
{
	return READ_ONCE(held_locks[smp_processor_id()].count);
}

static inline bool held_locks_any(void)
{
	return held_locks_count() > 0;
}

/* This CPU took it; is about to release it. */
static inline void held_locks_add(const spinlock_t *lock)
{
	struct held_locks *held = &held_locks[smp_processor_id()];
	u32 n = READ_ONCE(held->count);

	if (n < HELD_LOCKS_MAX)
		WRITE_ONCE(held->lock[n], lock);
	WRITE_ONCE(held->count, n + 1);
}

static inline void held_locks_remove(const spinlock_t *lock)
{
	struct held_locks *held = &held_locks[smp_processor_id()];
	u32 n = READ_ONCE(held->count);
	u32 listed = min(n, (u32)HELD_LOCKS_MAX);
	u32 at = listed;

	/* Mostly the last one taken */
	while (at > 0 && READ_ONCE(held->lock[at - 1]) != lock)
		at--;
	for (; at > 0 && at < listed; at++)
		WRITE_ONCE(held->lock[at - 1], READ_ONCE(held->lock[at]));
	WRITE_ONCE(held->count, n - 1);
}

#endif
