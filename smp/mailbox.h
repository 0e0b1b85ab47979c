/* SPDX-License-Identifier: MIT */
/*
 * mailbox.h - ask other CPUs to do one kind of thing, and know when they have
 * done it.
 *
 * Each initiator has one request at a time. Posting it marks the initiator in
 * each target's inbox, and sends an IPI if the inbox was empty (otherwise one
 * is on its way). A target empties its inbox, carries out the request of every
 * initiator in it, and acknowledges each by clearing itself in that initiator's
 * `unacked`.
 *
 * Cross calls (smp/crosscall.c) and TLB shootdowns (smp/tlb.c) have a mailbox
 * each, so that a CPU can serve shootdowns alone.
 */
#ifndef SMP_MAILBOX_H
#define SMP_MAILBOX_H

#include "smp/cpumask.h"

struct mailbox {
	const char *name;
	enum ipi ipi;
	/* Carry out the initiator's request. Interrupts off. */
	void (*serve)(unsigned int initiator);
	struct {
		struct shared_cpumask from;
	} __cacheline inbox[NR_CPUS]; /* of each target */
	struct {
		struct shared_cpumask unacked;
	} __cacheline sent[NR_CPUS]; /* of each initiator */
};

/*
 * Post this CPU's request, which the caller has written, to `targets` (this CPU
 * not among them); all_others: whether these are all others that are online.
 * This CPU's previous request must have been acknowledged by
 * all. Preemption is off from before the request is written until it has been
 * acknowledged, or is not needed any more.
 */
void mailbox_post(struct mailbox *box, const struct cpumask *targets,
		  bool all_others);

/*
 * Wait until every target has acknowledged. Does not sleep. With interrupts off
 * this CPU serves nobody meanwhile (but see spin_polls_shootdowns()), so two
 * such initiators wait for each other.
 */
void mailbox_wait(struct mailbox *box);

/*
 * Send the IPI again to whoever has not acknowledged this CPU's request. An IPI
 * may be lost on its way: its target's inbox stays full then, so that later
 * requests of any CPU send none either. One too many does no harm. A long wait
 * calls this (smp/spinwait.c).
 */
void mailbox_send_again(const struct mailbox *box);

/*
 * While on, a request to all other CPUs is announced by one message to all of
 * them. That costs the initiator half of what a message to each costs (7 CPUs,
 * Bochs). Off at first. Turn it on only if every CPU on the bus is online. At
 * any time, in any context.
 */
void mailbox_set_broadcast(bool on);
bool mailbox_broadcasts(void);

/* Serve all initiators in this CPU's inbox, and acknowledge each. It is the
 * handler of the mailbox's IPI. Interrupts off. */
void mailbox_serve(struct mailbox *box);

#endif
