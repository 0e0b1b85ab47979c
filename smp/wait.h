/* SPDX-License-Identifier: MIT */
/*
 * wait.h - wait queues, for threads that sleep until something may have
 * happened.
 *
 *	struct wait_entry entry = WAIT_ENTRY_INIT;
 *
 *	for (;;) {
 *		prepare_to_wait(&queue, &entry);
 *		if (it has happened)
 *			break;
 *		thread_sleep();
 *	}
 *	finish_wait(&queue, &entry);
 *
 * A queue keeps its order: the first stays the first until it leaves.
 *
 * The sleeper joins the queue, then looks whether it has happened. The waker
 * makes it happen, then looks at the queue. Both execute a full barrier between
 * their two steps, so one of them sees the other: no wake-up is lost.
 */
#ifndef SMP_WAIT_H
#define SMP_WAIT_H

#include "smp/thread.h"

struct wait_entry {
	SHARED(struct thread *) thread;
	SHARED(struct wait_entry *) next;
};

/* Not queued. An entry is its owner's; the queue's lock is for `next`. */
#define WAIT_ENTRY_INIT      \
	{                    \
		{ NULL },    \
		{            \
			NULL \
		}            \
	}

struct wait_queue {
	spinlock_t lock;
	SHARED(struct wait_entry *) first; /* changes under the lock */
};

#define WAIT_QUEUE_INIT(queue_name)               \
	{                                         \
		.lock = SPINLOCK_INIT(queue_name) \
	}

/* Define a queue whose lock is listed. `static` may stand before it. */
#define DEFINE_WAIT_QUEUE(queue)                           \
	struct wait_queue queue = WAIT_QUEUE_INIT(#queue); \
	LIST_SPINLOCKS(queue, &queue.lock, sizeof(queue), 1)

/*
 * From now on this thread counts as sleeping, and wake_up() will find it. A
 * full barrier. At the first call the thread joins the end of the queue. It may
 * hold a lock now, but must not when it calls thread_sleep(). `entry` belongs
 * to the queue until finish_wait(), which may also be called without this.
 */
void prepare_to_wait(struct wait_queue *queue, struct wait_entry *entry);
void finish_wait(struct wait_queue *queue, struct wait_entry *entry);

static inline bool wait_entry_is_queued(const struct wait_entry *entry)
{
	return READ_ONCE(entry->thread) != NULL;
}

/* Does anybody wait? Put a full barrier between making it happen and this
 * question, or hold a lock that the sleeper held when it looked. */
static inline bool waitqueue_active(const struct wait_queue *queue)
{
	return READ_ONCE(queue->first) != NULL;
}

/* Wake all threads in the queue. Any context. */
void wake_up(struct wait_queue *queue);

#endif
