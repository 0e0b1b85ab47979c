/* SPDX-License-Identifier: MIT */
/* wait.c - see wait.h */
#include "smp/wait.h"

void prepare_to_wait(struct wait_queue *queue, struct wait_entry *entry)
{
	bool were_on = spin_lock_irqsave(&queue->lock);

	WRITE_ONCE(entry->thread, thread_current());
	WRITE_ONCE(entry->next, READ_ONCE(queue->first));
	WRITE_ONCE(queue->first, entry);
	thread_prepare_sleep();
	spin_unlock_irqrestore(&queue->lock, were_on);
}

void finish_wait(struct wait_queue *queue, struct wait_entry *entry)
{
	bool were_on = spin_lock_irqsave(&queue->lock);
	struct wait_entry *before = READ_ONCE(queue->first);

	thread_cancel_sleep();
	if (before == entry) {
		WRITE_ONCE(queue->first, READ_ONCE(entry->next));
	} else {
		while (READ_ONCE(before->next) != entry)
			before = READ_ONCE(before->next);
		WRITE_ONCE(before->next, READ_ONCE(entry->next));
	}
	spin_unlock_irqrestore(&queue->lock, were_on);
}

void wake_up(struct wait_queue *queue)
{
	bool were_on = spin_lock_irqsave(&queue->lock);
	struct wait_entry *entry = READ_ONCE(queue->first);

	for (; entry; entry = READ_ONCE(entry->next))
		thread_wake(READ_ONCE(entry->thread));
	spin_unlock_irqrestore(&queue->lock, were_on);
}
