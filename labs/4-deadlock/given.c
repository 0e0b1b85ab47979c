/* SPDX-License-Identifier: MIT */
/*
 * given.c - lab 4: what smp/spinlock.c has besides taking locks, and the
 * strategy "repaired". Nothing polls here, but the locks of the lab may.
 */
#include "labs/4-deadlock/lock.h"
#include "smp/preempt.h"

void spin_polls_shootdowns(bool on)
{
	(void)on;
}

bool spin_polling(void)
{
	return false;
}

void spin_poll(void)
{
}

static void release(spinlock_t *lock)
{
	lock_released(lock);
	barrier(); /* x86 stores in order, and so shall the compiler */
	WRITE_ONCE(lock->owner, 0);
	barrier();
}

void spin_unlock(spinlock_t *lock)
{
	release(lock);
	preempt_enable();
}

void spin_unlock_irq(spinlock_t *lock)
{
	spin_unlock_irqrestore(lock, true);
}

void spin_unlock_irqrestore(spinlock_t *lock, bool were_on)
{
	release(lock);
	if (were_on)
		local_irq_enable();
	preempt_enable();
}

static const struct kmap_strategy repaired = {
	.name = "repaired",
	.title = "the student's",
	.order = 1000,
	.claims = CLAIM_ALL,
	.flush_all_zero_pkmaps = flush_all_zero_pkmaps,
};

KMAP_STRATEGY(repaired);
