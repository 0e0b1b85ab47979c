/* SPDX-License-Identifier: MIT */
/*
 * spinlock_inline.h - spin_lock() and its release where they are inlined: for
 * the hot paths. (Linux: spinlock_api_smp.h, whose functions have such names,
 * too.)
 *
 * A free lock is taken by six instructions and released by three. Whatever else
 * there may be to do is out of line: to wait (spinlock.c), to account, to
 * trace, to reschedule (spinlock_watched.c).
 */
#ifndef SMP_SPINLOCK_INLINE_H
#define SMP_SPINLOCK_INLINE_H

#include "smp/lockstat.h"
#include "smp/preempt.h"
#include "smp/spinlock.h"

static inline bool spin_lock_if_free(spinlock_t *lock)
{
	if (cmpxchg(lock->owner, 0, smp_processor_id() + 1) != 0)
		return false;
	lock_taken(lock);
	return true;
}

/*
 * Take it, or else return false: then spin_lock_slow() has to be called, which
 * takes it. Preemption is off in between already. It is off from before the
 * lock is taken until after it is released: a thread that was preempted in
 * between would keep all others out.
 */
static inline bool spin_lock_fast(spinlock_t *lock)
{
	preempt_disable();
	if (static_branch_unlikely(&lockstat_all))
		return false;
	return likely(spin_lock_if_free(lock));
}
void spin_lock_slow(spinlock_t *lock);

/* For that: another CPU has the lock; it is accounted or traced. */
void spin_lock_contended(spinlock_t *lock);
void spin_lock_watched(spinlock_t *lock);

static inline void __spin_lock(spinlock_t *lock)
{
	if (!spin_lock_fast(lock))
		spin_lock_slow(lock);
}

static inline void spin_lock_release(spinlock_t *lock)
{
	lock_released(lock);
	barrier(); /* x86 stores in order, and so shall the compiler */
	WRITE_ONCE(lock->owner, 0);
	barrier();
}

/*
 * Release it, or else return false: then spin_unlock_watched() has to be
 * called, which releases it, and turns interrupts on if `irqs_on`. What
 * preempt_enable() does besides is only done where it has an effect, there. So
 * a release costs one NOP, whatever there is that could be on.
 */
static inline bool spin_unlock_fast(spinlock_t *lock)
{
	if (static_branch_unlikely(&spin_unlock_slow))
		return false;
	spin_lock_release(lock);
	preempt_count_dec();
	return true;
}
void spin_unlock_watched(spinlock_t *lock, bool irqs_on);

static inline void __spin_unlock(spinlock_t *lock, bool irqs_on)
{
	if (!spin_unlock_fast(lock))
		spin_unlock_watched(lock, irqs_on);
	else if (irqs_on)
		local_irq_enable();
}

#endif
