/* SPDX-License-Identifier: MIT */
/*
 * heldlocks.h - which spin locks a CPU holds: for reports.
 *
 * No list of held locks is kept: it would make taking a free lock slower. A
 * report looks at all the locks that exist; each says which CPU holds it.
 */
#ifndef SMP_HELDLOCKS_H
#define SMP_HELDLOCKS_H

#include "smp/spinlock.h"

/*
 * Fill held[] with the locks that CPU `cpu` holds, in any order, at most `max`.
 * Returns how many. If it is another CPU, and that goes on meanwhile, there may
 * be one too many or too few. Any context.
 */
unsigned int held_locks(unsigned int cpu, const spinlock_t *held[],
			unsigned int max);

#endif
