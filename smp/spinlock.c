/* SPDX-License-Identifier: MIT */
/* spinlock.c - see spinlock.h */
#include "smp/spinlock_inline.h"

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

void spin_lock_contended(spinlock_t *lock)
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
	} while (!spin_lock_if_free(lock));
	spin_wait_end(&wait);
	if (static_branch_unlikely(&lockstat_contended))
		lockstat_waited(lock, get_cycles() - wait.start);
}

void spin_lock_slow(spinlock_t *lock)
{
	if (static_branch_unlikely(&lockstat_all))
		spin_lock_watched(lock);
	else
		spin_lock_contended(lock);
}

void spin_lock(spinlock_t *lock)
{
	__spin_lock(lock);
}

void spin_unlock(spinlock_t *lock)
{
	__spin_unlock(lock, false);
}

void spin_lock_irq(spinlock_t *lock)
{
	local_irq_disable();
	__spin_lock(lock);
}

void spin_unlock_irq(spinlock_t *lock)
{
	__spin_unlock(lock, true);
}

bool spin_lock_irqsave(spinlock_t *lock)
{
	bool were_on = local_irq_save();

	__spin_lock(lock);
	return were_on;
}

void spin_unlock_irqrestore(spinlock_t *lock, bool were_on)
{
	__spin_unlock(lock, were_on);
}
