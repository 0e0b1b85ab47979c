/* SPDX-License-Identifier: MIT */
/*
 * lockstat.h - how long a spin lock is waited for and held.
 *
 * While nothing is accounted, that costs a NOP in taking a free lock and one in
 * releasing it (arch/static_branch.h). Otherwise each CPU fills histograms of
 * its own, and does so after it has released the lock, so as not to lengthen
 * the hold that it measures.
 */
#ifndef SMP_LOCKSTAT_H
#define SMP_LOCKSTAT_H

#include "arch/static_branch.h"
#include "lib/histogram.h"
#include "smp/spinlock.h"

/*
 * Which acquisitions are accounted: none; those that had to wait, and of them
 * the wait alone; all.
 */
enum accounting { ACCOUNTING_NONE, ACCOUNTING_CONTENDED, ACCOUNTING_ALL };
#define NR_ACCOUNTINGS 3
extern const char *const accounting_names[NR_ACCOUNTINGS];

/* Of all locks that have a `stat`. For who may call it, see static_key_set()
 * (smp/static_key.h). */
void lockstat_set_mode(enum accounting mode);

/* In ticks of the clock */
struct lock_stat_cpu {
	struct histogram wait; /* from asking for the lock to having it */
	struct histogram hold; /* from having it to releasing it */
	u64 irqoff_max; /* from asking to releasing, if interrupts are off */
	/* Of the acquisition under way; 0: not known */
	u64 asked_at, acquired_at;
	u64 waited; /* not in the histogram yet; 0: nothing */
};

struct lock_stat {
	struct lock_stat_cpu cpu[NR_CPUS];
};

/* Clear everything. While the lock is not in use. */
void lockstat_reset(struct lock_stat *stat);

/* To be called before the histograms are read, while the lock is not in use. */
void lockstat_finish(struct lock_stat *stat);

/* Whether the trace (smp/trace.h) is told of all locks. Then call
 * static_keys_apply(). */
void lockstat_set_traced(bool on);

/* The rest is for spinlock.c and preempt.c. `lockstat_all` is on while all
 * acquisitions are accounted, or traced. */
extern struct static_key lockstat_contended, lockstat_all;
bool lockstat_accounts_all(void);
bool lockstat_traces(void);

/* On while the release of a lock has more to do, for any of these reasons. */
extern struct static_key spin_unlock_slow;
#define UNLOCK_ACCOUNTS BIT(0)
#define UNLOCK_PREEMPTS BIT(1) /* smp/preempt.h */
#define UNLOCK_TRACES   BIT(2) /* smp/trace.h */

/* Add a reason, or take it away; then call static_keys_apply(). */
void spin_unlock_set_slow(u32 reason, bool on);

static inline struct lock_stat_cpu *lockstat_mine(const spinlock_t *lock)
{
	return &lock->stat->cpu[smp_processor_id()];
}

/* If all is accounted: this CPU has just released the lock, at the time `now`.
 */
void lockstat_released(const spinlock_t *lock, u64 now);

/*
 * If waits are: it has got the lock, after so many ticks. That is noted only;
 * the histogram gets it when this CPU has to wait for the lock again, as it has
 * time then, and nobody waits for it.
 */
void lockstat_waited(const spinlock_t *lock, u64 ticks);
void lockstat_enter_wait(const spinlock_t *lock);

#endif
