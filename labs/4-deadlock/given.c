/* SPDX-License-Identifier: MIT */
/*
 * given.c - lab 4: what smp/spinlock.c has besides taking locks, and the
 * strategy "repaired". Nothing polls here, but the locks of the lab may. And
 * nothing is inlined: kmap_lock, too, is taken by the functions of the lab.
 */
#include "labs/4-deadlock/lock.h"
#include "mm/highmem_paths.h"
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

struct highmem_paths highmem_paths;

static void kunmap_locked(struct page *page)
{
	kunmap_finish(page, lock_kmap_any());
}

void highmem_choose_paths(const struct kmap_strategy *strategy,
			  const struct pkmap_config *config)
{
	(void)config;
	highmem_paths.kmap = strategy->kmap ? strategy->kmap : kmap_locked;
	highmem_paths.kunmap =
		strategy->kunmap ? strategy->kunmap : kunmap_locked;
}

static const struct kmap_strategy repaired = {
	.name = "repaired",
	.title = "the student's",
	.order = 1000,
	.claims = CLAIM_ALL,
	.flush_all_zero_pkmaps = flush_all_zero_pkmaps,
};

KMAP_STRATEGY(repaired);
