/* SPDX-License-Identifier: MIT */
/* mailbox.c - see mailbox.h */
#include "smp/mailbox.h"

#include "smp/cpu.h"
#include "smp/spinlock.h"
#include "smp/spinwait.h"

static struct {
	SHARED(bool) on;
} broadcast __read_mostly;

void mailbox_set_broadcast(bool on)
{
	WRITE_ONCE(broadcast.on, on);
}

bool mailbox_broadcasts(void)
{
	return READ_ONCE(broadcast.on);
}

/* Put CPU `me` into their inboxes. If `one_by_one`, interrupt each whose inbox
 * was empty. Returns whether one was. */
static bool put_in(struct mailbox *box, unsigned int me,
		   const struct cpumask *targets, bool one_by_one)
{
	bool any_was_empty = false;
	unsigned int cpu;

	for_each_cpu_fast(cpu, targets) {
		/* The locked OR also makes the request visible before it. */
		if (shared_cpumask_set(&box->inbox[cpu].from, me)) {
			any_was_empty = true;
			if (one_by_one)
				send_ipi(cpu, box->ipi);
		}
	}
	return any_was_empty;
}

void mailbox_post(struct mailbox *box, const struct cpumask *targets,
		  bool all_others)
{
	unsigned int me = smp_processor_id();
	bool at_once = all_others && mailbox_broadcasts();
	bool any_was_empty;

	/* Before anybody can see the request, and so acknowledge it. */
	shared_cpumask_write(&box->sent[me].unacked, targets);
	any_was_empty = put_in(box, me, targets, !at_once);
	if (at_once && any_was_empty)
		send_ipi_all_but_self(box->ipi);
}

void mailbox_send_again(const struct mailbox *box)
{
	unsigned int me = smp_processor_id();
	struct cpumask left = shared_cpumask_read(&box->sent[me].unacked);
	unsigned int cpu;

	for_each_cpu(cpu, &left)
		send_ipi(cpu, box->ipi);
}

void mailbox_wait(struct mailbox *box)
{
	struct shared_cpumask *unacked = &box->sent[smp_processor_id()].unacked;
	struct cpumask left = shared_cpumask_read(unacked);
	struct spin_wait wait;

	if (cpumask_empty(&left))
		return;
	spin_wait_begin(&wait, WAIT_ACK, box);
	do {
		spin_poll();
		spin_wait_turn(&wait);
		left = shared_cpumask_read(unacked);
	} while (!cpumask_empty(&left));
	spin_wait_end(&wait);
}

static void acknowledge(struct mailbox *box, unsigned int initiator)
{
	unsigned int me = smp_processor_id();

	/* From here the initiator may go on, and reuse what we have flushed:
	 * the locked AND comes after everything that was done before it. */
	shared_cpumask_clear(&box->sent[initiator].unacked, me);
}

void mailbox_serve(struct mailbox *box)
{
	unsigned int me = smp_processor_id();
	struct cpumask from = shared_cpumask_take(&box->inbox[me].from);
	unsigned int initiator;

	for_each_cpu_fast(initiator, &from) {
		box->serve(initiator);
		acknowledge(box, initiator);
	}
}
