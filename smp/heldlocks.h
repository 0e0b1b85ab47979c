/* SPDX-License-Identifier: MIT */
/*
 * heldlocks.h - which spin locks a CPU holds: for reports.
 *
 * Nobody keeps a list while locks are taken: that would be paid for by every
 * lock that is free. A report looks at every lock there is instead; each says
 * who holds it.
 */
#ifndef SMP_HELDLOCKS_H
#define SMP_HELDLOCKS_H

#include "smp/spinlock.h"

/*
 * Fill held[] with the locks that CPU `cpu` holds, in no order, at most `max`.
 * Returns how many. Of another CPU that goes on meanwhile, there may be one too
 * many or too few. Any context.
 */
unsigned int held_locks(unsigned int cpu, const spinlock_t *held[],
			unsigned int max);

#endif
