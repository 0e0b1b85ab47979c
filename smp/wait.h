/* SPDX-License-Identifier: MIT */
/*
 * wait.h - wait queues: threads that sleep until somebody says that what they
 * wait for may have happened.
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
 * The sleeper queues itself, then looks; the waker makes it happen, then looks
 * at the queue. With a full barrier between the two steps on both sides, one of
 * them sees the other: no wake-up is lost.
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

/* A queue whose lock is listed. May follow `static`. */
#define DEFINE_WAIT_QUEUE(queue)                           \
	struct wait_queue queue = WAIT_QUEUE_INIT(#queue); \
	LIST_SPINLOCKS(queue, &queue.lock, sizeof(queue), 1)

/*
 * This thread sleeps, or is about to, and wake_up() will find it. A full
 * barrier. The first time, it becomes the queue's last. It must not hold a lock
 * when it calls thread_sleep(), may hold one now. `entry` is the queue's until
 * finish_wait(), which may be called without it, too.
 */
void prepare_to_wait(struct wait_queue *queue, struct wait_entry *entry);
void finish_wait(struct wait_queue *queue, struct wait_entry *entry);

static inline bool wait_entry_is_queued(const struct wait_entry *entry)
{
	return READ_ONCE(entry->thread) != NULL;
}

/* Does anybody wait? Without a lock: put a full barrier between making it
 * happen and this question, or hold a lock the sleeper held when it looked. */
static inline bool waitqueue_active(const struct wait_queue *queue)
{
	return READ_ONCE(queue->first) != NULL;
}

/* Wake everybody on the queue. Any context. */
void wake_up(struct wait_queue *queue);

#endif
