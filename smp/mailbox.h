/* SPDX-License-Identifier: MIT */
/*
 * mailbox.h - ask other CPUs to do one kind of thing, and know when they have.
 *
 * What is asked for, a request, lies with the initiator, one at a time. Posting
 * it marks the initiator in each target's inbox and sends an IPI if the inbox
 * was empty (otherwise one is on its way). A target empties its inbox,
 * carries out the request of every initiator in it, and acknowledges each by
 * clearing itself in that initiator's `unacked`.
 *
 * Cross calls (smp/crosscall.c) and TLB shootdowns (smp/tlb.c) have a mailbox
 * each, so that a CPU can serve the second kind alone.
 */
#ifndef SMP_MAILBOX_H
#define SMP_MAILBOX_H

#include "smp/cpumask.h"

struct mailbox {
	const char *name;
	enum ipi ipi;
	/* Carry out its request, and call mailbox_ack(), once. */
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
 * not among them). This CPU's previous request must have been acknowledged by
 * all.
 */
void mailbox_post(struct mailbox *box, const struct cpumask *targets);

/*
 * Wait until every target has acknowledged. With interrupts off this CPU serves
 * nobody meanwhile (but see spin_polls_shootdowns()): two such initiators wait
 * for each other. Does not sleep.
 */
void mailbox_wait(struct mailbox *box);

/*
 * To this initiator: what it asked for has been done here. It may go on, and
 * make another request, from here; a full barrier comes first.
 */
void mailbox_ack(struct mailbox *box, unsigned int initiator);

/*
 * While on, a request to all other CPUs is announced by one message to
 * everybody, which costs the initiator half of what one message to each does
 * (7 CPUs, Bochs). Off at first: only for when every CPU on the bus is online.
 * Any time, any context.
 */
void mailbox_set_broadcast(bool on);
bool mailbox_broadcasts(void);

/* Serve whoever is in this CPU's inbox: the handler of its IPI. Interrupts off.
 * False if there was nobody. */
bool mailbox_serve(struct mailbox *box);

#endif
