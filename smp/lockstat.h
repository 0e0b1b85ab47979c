/* SPDX-License-Identifier: MIT */
/*
 * lockstat.h - how long a spin lock is waited for and held.
 *
 * Costs one test of a pointer while off. Each CPU fills histograms of its own,
 * and does so after it has released the lock, so as not to lengthen the hold
 * that it measures.
 */
#ifndef SMP_LOCKSTAT_H
#define SMP_LOCKSTAT_H

#include "lib/histogram.h"
#include "smp/spinlock.h"

/* Which acquisitions are accounted: none; those that had to wait; all. */
enum accounting { ACCOUNTING_NONE, ACCOUNTING_CONTENDED, ACCOUNTING_ALL };
#define NR_ACCOUNTINGS 3
extern const char *const accounting_names[NR_ACCOUNTINGS];

struct lock_stat_cpu {
	struct histogram wait; /* cycles, from asking for the lock to having it;
				  every acquisition counts, waited or not */
	struct histogram hold; /* cycles, from having it to releasing it */
	u64 irqoff_max;        /* cycles, the irq forms only: off to on */
	u64 acquired_at;
	u64 irqoff_at;
};

struct lock_stat {
	struct lock_stat_cpu cpu[NR_CPUS];
};

static inline struct lock_stat_cpu *lockstat_mine(const spinlock_t *lock)
{
	return &lock->stat->cpu[smp_processor_id()];
}

/* Before asking for the lock: the time, if the lock is accounted. */
static inline u64 lockstat_now(const spinlock_t *lock)
{
	return lock->stat ? get_cycles() : 0;
}

static inline void lockstat_acquired(const spinlock_t *lock, u64 asked_at)
{
	if (unlikely(lock->stat)) {
		struct lock_stat_cpu *mine = lockstat_mine(lock);

		mine->acquired_at = get_cycles();
		hist_add(&mine->wait, mine->acquired_at - asked_at);
	}
}

/* After the release, with the time just before it. */
static inline void lockstat_released(const spinlock_t *lock, u64 released_at)
{
	if (unlikely(lock->stat)) {
		struct lock_stat_cpu *mine = lockstat_mine(lock);

		/* 0: taken before the accounting was switched on */
		if (mine->acquired_at)
			hist_add(&mine->hold, released_at - mine->acquired_at);
	}
}

static inline void lockstat_irqs_off(const spinlock_t *lock)
{
	if (unlikely(lock->stat))
		lockstat_mine(lock)->irqoff_at = get_cycles();
}

static inline void lockstat_irqs_on(const spinlock_t *lock)
{
	if (unlikely(lock->stat)) {
		struct lock_stat_cpu *mine = lockstat_mine(lock);

		mine->irqoff_max =
			max(mine->irqoff_max, get_cycles() - mine->irqoff_at);
	}
}

/* Clear everything. While the lock is not in use. */
void lockstat_reset(struct lock_stat *stat);

#endif
