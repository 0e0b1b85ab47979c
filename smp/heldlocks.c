/* SPDX-License-Identifier: MIT */
/* heldlocks.c - see heldlocks.h */
#include "smp/heldlocks.h"

extern const struct spinlock_array *const __start_spin_locks[];
extern const struct spinlock_array *const __stop_spin_locks[];

static const spinlock_t *lock_at(const struct spinlock_array *array,
				 unsigned int index)
{
	return (const spinlock_t *)((const u8 *)array->first +
				    index * array->stride);
}

unsigned int held_locks(unsigned int cpu, const spinlock_t *held[],
			unsigned int max)
{
	const struct spinlock_array *const *array = __start_spin_locks;
	unsigned int found = 0;

	for (; array < __stop_spin_locks; array++) {
		for (unsigned int i = 0; i < (*array)->count; i++) {
			const spinlock_t *lock = lock_at(*array, i);

			if (found < max && READ_ONCE(lock->owner) == cpu + 1)
				held[found++] = lock;
		}
	}
	return found;
}
