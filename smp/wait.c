/* SPDX-License-Identifier: MIT */
/* wait.c - see wait.h */
#include "smp/wait.h"

#include "smp/trace.h"

/* The link that leads to an entry, or to the end. Lock held. */
static struct wait_entry *before(const struct wait_queue *queue,
				 const struct wait_entry *entry)
{
	struct wait_entry *at = READ_ONCE(queue->first);

	if (at == entry)
		return NULL;
	while (READ_ONCE(at->next) != entry)
		at = READ_ONCE(at->next);
	return at;
}

static void link_after(struct wait_queue *queue, struct wait_entry *before,
		       struct wait_entry *entry)
{
	if (before)
		WRITE_ONCE(before->next, entry);
	else
		WRITE_ONCE(queue->first, entry);
}

void prepare_to_wait(struct wait_queue *queue, struct wait_entry *entry)
{
	bool were_on = spin_lock_irqsave(&queue->lock);

	if (!wait_entry_is_queued(entry)) {
		WRITE_ONCE(entry->thread, thread_current());
		WRITE_ONCE(entry->next, NULL);
		link_after(queue, before(queue, NULL), entry);
	}
	thread_prepare_sleep();
	spin_unlock_irqrestore(&queue->lock, were_on);
}

void finish_wait(struct wait_queue *queue, struct wait_entry *entry)
{
	bool were_on = spin_lock_irqsave(&queue->lock);

	thread_cancel_sleep();
	if (wait_entry_is_queued(entry)) {
		link_after(queue, before(queue, entry), READ_ONCE(entry->next));
		WRITE_ONCE(entry->thread, NULL);
	}
	spin_unlock_irqrestore(&queue->lock, were_on);
}

void wake_up(struct wait_queue *queue)
{
	bool were_on = spin_lock_irqsave(&queue->lock);
	struct wait_entry *entry = READ_ONCE(queue->first);

	for (; entry; entry = READ_ONCE(entry->next)) {
		if (static_branch_unlikely(&trace_key))
			trace_wake(READ_ONCE(READ_ONCE(entry->thread)->cpu));
		thread_wake(READ_ONCE(entry->thread));
	}
	spin_unlock_irqrestore(&queue->lock, were_on);
}
