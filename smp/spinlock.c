/* SPDX-License-Identifier: MIT */
/* spinlock.c - see spinlock.h */
#include "smp/spinlock.h"

#include "smp/lockstat.h"
#include "smp/spinwait.h"
#include "smp/tlb.h"

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
	do {
		/* Only read while it is taken: that does not slow the holder.
		 */
		while (READ_ONCE(lock->owner)) {
			spin_poll();
			spin_wait_turn(&wait);
		}
	} while (!try_lock(lock));
	spin_wait_end(&wait);
}

void spin_lock(spinlock_t *lock)
{
	u64 start = lockstat_now(lock);

	if (!try_lock(lock))
		wait_and_lock(lock);
	lock_taken(lock);
	lockstat_acquired(lock, start);
}

void spin_unlock(spinlock_t *lock)
{
	u64 now = lockstat_now(lock);

	lock_released(lock);
	barrier(); /* x86 stores in order, and so shall the compiler */
	WRITE_ONCE(lock->owner, 0);
	lockstat_released(lock, now);
}

void spin_lock_irq(spinlock_t *lock)
{
	local_irq_disable();
	lockstat_irqs_off(lock);
	spin_lock(lock);
}

void spin_unlock_irq(spinlock_t *lock)
{
	spin_unlock(lock);
	lockstat_irqs_on(lock);
	local_irq_enable();
}

bool spin_lock_irqsave(spinlock_t *lock)
{
	bool were_on = local_irq_save();

	lockstat_irqs_off(lock);
	spin_lock(lock);
	return were_on;
}

void spin_unlock_irqrestore(spinlock_t *lock, bool were_on)
{
	spin_unlock(lock);
	lockstat_irqs_on(lock);
	local_irq_restore(were_on);
}
