/* SPDX-License-Identifier: MIT */
/*
 * spinlock.h - spin locks, in Linux's plain and interrupts-off forms.
 *
 * The lock word says which CPU holds the lock, so a waiter knows which CPU it
 * waits for. The lock is not fair: it goes to the CPU whose locked instruction
 * finds the word free. (In the years of PAE, Linux's x86 locks had a queue. But
 * on a host with fewer cores than virtual CPUs, a queue stands still whenever
 * the next in line is not running.)
 */
#ifndef SMP_SPINLOCK_H
#define SMP_SPINLOCK_H

#include "arch/machine.h"
#include "lib/registry.h"

struct lock_stat;

typedef struct spinlock {
	SHARED(u32) owner; /* number of the holding CPU + 1; 0: free */
	const char *name;
	struct lock_stat
		*stat; /* where to account, or NULL; set while unused */
} spinlock_t;

#define SPINLOCK_INIT(lock_name)    \
	{                           \
		.name = (lock_name) \
	}

/* The locks that reports look at: see smp/heldlocks.h. */
struct spinlock_array {
	const spinlock_t *first;
	size_t stride; /* bytes from one to the next */
	unsigned int count;
};

#define LIST_SPINLOCKS(array, first_lock, bytes, number)     \
	static const struct spinlock_array array##_locks = { \
		.first = (first_lock),                       \
		.stride = (bytes),                           \
		.count = (number),                           \
	};                                                   \
	REGISTER(spin_locks, struct spinlock_array, array##_locks)

/* Define a lock, free and listed. `static` or `__own_line` may stand before it.
 */
#define DEFINE_SPINLOCK(lock)                   \
	spinlock_t lock = SPINLOCK_INIT(#lock); \
	LIST_SPINLOCKS(lock, &lock, sizeof(spinlock_t), 1)

/*
 * Plain form: interrupts stay as they are. If a handler took the same lock on
 * the same CPU, it would wait for ever; use the other forms then. Neither
 * function sleeps, and the holder must not sleep.
 */
void spin_lock(spinlock_t *lock);
void spin_unlock(spinlock_t *lock);

/*
 * Interrupts go off before the wait for the lock, and on after the release,
 * *whatever they were before*: for callers that have them on, as in Linux.
 */
void spin_lock_irq(spinlock_t *lock);
void spin_unlock_irq(spinlock_t *lock);

/* The same, but interrupts are put back as they were. */
bool spin_lock_irqsave(spinlock_t *lock);
void spin_unlock_irqrestore(spinlock_t *lock, bool were_on);

static inline bool spin_is_held_by_me(const spinlock_t *lock)
{
	return READ_ONCE(lock->owner) == smp_processor_id() + 1;
}

/*
 * While on, a CPU that spins on any lock with interrupts off serves the TLB
 * shootdowns that wait for it: it flushes and acknowledges, and nothing else.
 * The strategy `polled` turns it on. (Mach's shootdown and seL4's big lock wait
 * this way.) Change it only while no CPU waits for a lock.
 */
void spin_polls_shootdowns(bool on);
bool spin_polling(void);

/* In a wait with interrupts off: serve shootdowns if the above is on. */
void spin_poll(void);

#endif
