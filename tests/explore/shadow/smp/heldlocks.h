/* SPDX-License-Identifier: MIT */
/*
 * heldlocks.h - instead of smp/heldlocks.h: the simulated machine keeps the
 * list, and learns from it which lock guards what (locations.h).
 */
#ifndef SMP_HELDLOCKS_H
#define SMP_HELDLOCKS_H

#include "smp/spinlock.h"

void sim_lock_taken(const spinlock_t *lock);
void sim_lock_released(const spinlock_t *lock);
bool sim_holds_locks(void);

static inline bool held_locks_any(void)
{
	return sim_holds_locks();
}

static inline void held_locks_add(const spinlock_t *lock)
{
	sim_lock_taken(lock);
}

static inline void held_locks_remove(const spinlock_t *lock)
{
	sim_lock_released(lock);
}

#endif
