/* SPDX-License-Identifier: MIT */
/* spinlock.c - see spinlock.h */
#include "smp/spinlock.h"

#include "smp/lockstat.h"
#include "smp/preempt.h"
#include "smp/spinwait.h"
#include "smp/tlb.h"
#include "smp/trace.h"

static SHARED(bool) polling __read_mostly;

void spin_polls_shootdowns(bool on)
{
	WRITE_ONCE(polling, on);
}

bool spin_polling(void)
{
	return READ_ONCE(polling);
}

void spin_poll(void)
{
	if (spin_polling() && irqs_disabled())
		tlb_serve_shootdowns();
}

static bool try_lock(spinlock_t *lock)
{
	return cmpxchg(lock->owner, 0, smp_processor_id() + 1) == 0;
}

static void wait_and_lock(spinlock_t *lock)
{
	struct spin_wait wait;

	spin_wait_begin(&wait, WAIT_LOCK, lock);
	if (static_branch_unlikely(&lockstat_contended))
		lockstat_enter_wait(lock);
	do {
		/* Only read while it is taken: that does not slow the holder.
		 */
		while (READ_ONCE(lock->owner)) {
			spin_poll();
			spin_wait_turn(&wait);
		}
	} while (!try_lock(lock));
	spin_wait_end(&wait);
	if (static_branch_unlikely(&lockstat_contended))
		lockstat_waited(lock, get_cycles() - wait.start);
}

static inline void take(spinlock_t *lock)
{
	if (!try_lock(lock))
		wait_and_lock(lock);
	lock_taken(lock);
}

static inline void release(spinlock_t *lock)
{
	lock_released(lock);
	barrier(); /* x86 stores in order, and so shall the compiler */
	WRITE_ONCE(lock->owner, 0);
	barrier();
}

static void take_accounted(spinlock_t *lock)
{
	struct lock_stat_cpu *mine = lockstat_mine(lock);

	mine->asked_at = get_cycles();
	take(lock);
	mine->acquired_at = get_cycles();
}

static __noinline void release_accounted(spinlock_t *lock)
{
	u64 now = get_cycles();

	release(lock);
	lockstat_released(lock, now);
}

static bool is_accounted(const spinlock_t *lock)
{
	return lock->stat && lockstat_accounts_all();
}

static __noinline void take_watched(spinlock_t *lock, struct lock_stat *stat)
{
	bool traces = lockstat_traces();

	if (traces && READ_ONCE(lock->owner))
		trace_lock(EVENT_LOCK_WAIT, lock);
	if (stat && lockstat_accounts_all())
		take_accounted(lock);
	else
		take(lock);
	if (traces)
		trace_lock(EVENT_LOCK_TAKE, lock);
}

/* Preemption is off from before the lock is taken until after it is released:
 * a thread that was preempted in between would keep all others out. */
void spin_lock(spinlock_t *lock)
{
	preempt_disable();
	/* That the argument is read here keeps GCC 12 from making the way past
	 * it longer. */
	if (static_branch_unlikely(&lockstat_all))
		take_watched(lock, lock->stat);
	else
		take(lock);
}

/* What preempt_enable() does besides is only done where it has an effect: here.
 * So a release costs one NOP, whatever there is that could be on. */
static __noinline void unlock_slow(spinlock_t *lock, bool irqs_on)
{
	if (lockstat_traces())
		trace_lock(EVENT_LOCK_RELEASE, lock);
	if (is_accounted(lock))
		release_accounted(lock);
	else
		release(lock);
	if (irqs_on)
		local_irq_enable();
	if (irqs_on && lockstat_traces())
		trace_lock(EVENT_IRQS_ON, lock);
	preempt_enable();
}

static inline void unlock(spinlock_t *lock, bool irqs_on)
{
	if (static_branch_unlikely(&spin_unlock_slow)) {
		unlock_slow(lock, irqs_on);
		return;
	}
	release(lock);
	preempt_count_dec();
	if (irqs_on)
		local_irq_enable();
}

void spin_unlock(spinlock_t *lock)
{
	unlock(lock, false);
}

void spin_lock_irq(spinlock_t *lock)
{
	local_irq_disable();
	spin_lock(lock);
}

void spin_unlock_irq(spinlock_t *lock)
{
	unlock(lock, true);
}

bool spin_lock_irqsave(spinlock_t *lock)
{
	bool were_on = local_irq_save();

	spin_lock(lock);
	return were_on;
}

void spin_unlock_irqrestore(spinlock_t *lock, bool were_on)
{
	unlock(lock, were_on);
}
