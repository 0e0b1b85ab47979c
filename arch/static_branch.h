/* SPDX-License-Identifier: MIT */
/*
 * static_branch.h - branches that are hardly ever taken, and cost next to
 * nothing while they are not: what Linux calls jump labels.
 *
 *	DEFINE_STATIC_KEY_FALSE(counting);
 *
 *	if (static_branch_unlikely(&counting))
 *		count();
 *
 * Where the machine can change its own code, the branch is a NOP while the key
 * is off, and a jump while it is on. Elsewhere it is a test of the key. A key
 * changes by static_key_set() (smp/static_key.h).
 *
 * "static_branch_impl.h", found by the include path, defines
 *
 *	bool static_branch_unlikely(struct static_key *key)
 *
 * whose argument must be a constant address.
 */
#ifndef ARCH_STATIC_BRANCH_H
#define ARCH_STATIC_BRANCH_H

#include "arch/shared.h"
#include "lib/types.h"

struct static_key {
	SHARED(u32) enabled; /* 0: off */
};

#define STATIC_KEY_INIT_FALSE \
	{                     \
		{             \
			0     \
		}             \
	}

#define DEFINE_STATIC_KEY_FALSE(name) \
	struct static_key name = STATIC_KEY_INIT_FALSE

#include "static_branch_impl.h"

/* Is there a branch that does not do what its key says? Any context. */
bool static_branches_differ(void);

/*
 * Make every branch do what its key says. All other CPUs must stand still, as
 * in stop_machine() (smp/stop_machine.h), and execute sync_core() before they
 * go on. Interrupts off. Afterwards no address is left at which the code can be
 * written.
 */
void static_branches_patch(void);

#endif
