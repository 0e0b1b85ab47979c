/* SPDX-License-Identifier: MIT */
/*
 * Wrong: a CPU serves shootdowns before it waits for a lock, and not while it
 * waits.
 * Loses: locker caller outer stale double boots
 */
#include "labs/4-deadlock/lock.h"
#include "smp/point.h"
#include "smp/preempt.h"
#include "smp/spinwait.h"
#include "smp/tlb.h"

/* Who waits for whom? */
const struct waiting_cpu irq_deadlock_cycle[2] = {
	{ .cpu = 1,
	  .holds = KMAP_LOCK,
	  .irqs = IRQS_OFF,
	  .waits_for = ACKNOWLEDGEMENT,
	  .of = 2 },
	{ .cpu = 2,
	  .holds = NO_LOCK,
	  .irqs = IRQS_OFF,
	  .waits_for = KMAP_LOCK,
	  .of = 1 },
};

const struct waiting_cpu outer_lock_cycle[3] = {
	{ .cpu = 1,
	  .holds = KMAP_LOCK,
	  .irqs = IRQS_OFF,
	  .waits_for = ACKNOWLEDGEMENT,
	  .of = 2 },
	{ .cpu = 2,
	  .holds = NO_LOCK,
	  .irqs = IRQS_OFF,
	  .waits_for = OUTER_LOCK,
	  .of = 3 },
	{ .cpu = 3,
	  .holds = OUTER_LOCK,
	  .irqs = IRQS_OFF,
	  .waits_for = KMAP_LOCK,
	  .of = 1 },
};

/* kmap_lock is held at call and return: with lock=irq, interrupts are off. */
enum reclaim_result flush_all_zero_pkmaps(void)
{
	if (pkmap_zero_unused(0).count > 0) {
		POINT(pkmap_unflushed, 0);
		pkmap_flush_window();
		POINT(pkmap_flushed, 0);
	}
	return RECLAIM_GO_ON;
}

/* Another CPU has the lock. Returns when this CPU has got it. */
static void wait_and_lock(spinlock_t *lock)
{
	struct spin_wait wait;

	if (irqs_disabled())
		tlb_serve_shootdowns();
	spin_wait_begin(&wait, WAIT_LOCK, lock);
	do {
		/* Only read while it is taken: that does not slow the holder.
		 */
		while (READ_ONCE(lock->owner))
			spin_wait_turn(&wait);
	} while (!try_lock(lock));
	spin_wait_end(&wait);
}

void spin_lock(spinlock_t *lock)
{
	preempt_disable();
	if (!try_lock(lock))
		wait_and_lock(lock);
	lock_taken(lock); /* for those that watch; keep it */
}

void spin_lock_irq(spinlock_t *lock)
{
	local_irq_disable();
	spin_lock(lock);
}

/* Returns whether interrupts were on. */
bool spin_lock_irqsave(spinlock_t *lock)
{
	bool were_on = local_irq_save();

	spin_lock(lock);
	return were_on;
}
