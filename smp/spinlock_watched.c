/* SPDX-License-Identifier: MIT */
/* spinlock_watched.c - locks while they are accounted or traced: the functions
 * of that name in smp/spinlock_inline.h */
#include "smp/spinlock_inline.h"

#include "smp/trace.h"

static void take(spinlock_t *lock)
{
	if (!spin_lock_if_free(lock))
		spin_lock_contended(lock);
}

static void take_accounted(spinlock_t *lock)
{
	struct lock_stat_cpu *mine = lockstat_mine(lock);

	mine->asked_at = get_cycles();
	take(lock);
	mine->acquired_at = get_cycles();
}

static void release_accounted(spinlock_t *lock)
{
	u64 now = get_cycles();

	spin_lock_release(lock);
	lockstat_released(lock, now);
}

static bool is_accounted(const spinlock_t *lock)
{
	return lock->stat && lockstat_accounts_all();
}

void spin_lock_watched(spinlock_t *lock)
{
	bool traces = lockstat_traces();

	if (traces && READ_ONCE(lock->owner))
		trace_lock(EVENT_LOCK_WAIT, lock);
	if (is_accounted(lock))
		take_accounted(lock);
	else
		take(lock);
	if (traces)
		trace_lock(EVENT_LOCK_TAKE, lock);
}

void spin_unlock_watched(spinlock_t *lock, bool irqs_on)
{
	if (lockstat_traces())
		trace_lock(EVENT_LOCK_RELEASE, lock);
	if (is_accounted(lock))
		release_accounted(lock);
	else
		spin_lock_release(lock);
	if (irqs_on)
		local_irq_enable();
	if (irqs_on && lockstat_traces())
		trace_lock(EVENT_IRQS_ON, lock);
	preempt_enable();
}
