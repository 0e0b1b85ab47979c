/* SPDX-License-Identifier: MIT */
/*
 * lock.h - lab 4: what you write besides the locks of smp/spinlock.h, and what
 * is given for them.
 */
#ifndef LABS_4_DEADLOCK_LOCK_H
#define LABS_4_DEADLOCK_LOCK_H

#include "mm/strategy.h"

/*
 * A CPU in a cycle of CPUs that wait for each other. `holds` is the lock that
 * it holds; `waits_for` the lock that it wants, or an acknowledgement; `of` the
 * CPU that has the lock, or has not acknowledged.
 */
enum thing { NO_LOCK, KMAP_LOCK, OUTER_LOCK, ACKNOWLEDGEMENT };
enum irqs { IRQS_ON, IRQS_OFF };

struct waiting_cpu {
	u32 cpu;
	enum thing holds;
	enum irqs irqs;
	enum thing waits_for;
	u32 of;
};

/* Yours: the cycles of the scenarios irq-deadlock and outer-lock, with lock=irq
 * and your file as it was handed out. The CPUs may be in any order. */
extern const struct waiting_cpu irq_deadlock_cycle[2];
extern const struct waiting_cpu outer_lock_cycle[3];

/* Yours. Make unused slots free. See struct kmap_strategy: mm/strategy.h. */
enum reclaim_result flush_all_zero_pkmaps(void);

/* Take a lock if it is free: by a locked instruction, so a full barrier. */
static inline bool try_lock(spinlock_t *lock)
{
	return cmpxchg(lock->owner, 0, smp_processor_id() + 1) == 0;
}

#endif
