/* SPDX-License-Identifier: MIT */
/*
 * event.h - one thing that a CPU did, as timelines show it. The kernel's trace
 * (smp/trace.h) and the explorer (tests/explore) make the same events;
 * record/event.h writes them.
 */
#ifndef SMP_EVENT_H
#define SMP_EVENT_H

#include "lib/types.h"

enum event_kind {
	EVENT_SAY,       /* nothing but a remark */
	EVENT_CALL,      /* kmap_high(), kunmap_high() begins; `name`: which */
	EVENT_RETURN,    /* it ends */
	EVENT_LOCK_WAIT, /* begins to wait for a lock; `name`: which */
	EVENT_LOCK_TAKE, /* has it */
	EVENT_LOCK_RELEASE,
	EVENT_COUNT,       /* a slot's count becomes `count` */
	EVENT_ENTRY_SET,   /* a slot's page table entry maps `page` */
	EVENT_ENTRY_CLEAR, /* it is not present any more */
	EVENT_ADDRESS,     /* a page gets the address of `slot`, or none */
	EVENT_POST,        /* asks `other`, or all others, to flush */
	EVENT_IPI_SEND,    /* interrupts `other`, or all others */
	EVENT_IPI_TAKE,    /* takes the interrupt; `name`: which */
	EVENT_IPI_END,     /* returns from it */
	EVENT_FLUSH,       /* flushes `slot`, or everything, from its TLB */
	EVENT_ACK,         /* tells `other` that it has flushed */
	EVENT_ACK_WAIT,    /* begins to wait for acknowledgements */
	EVENT_ACK_ALL,     /* has them all */
	EVENT_SLEEP,       /* its thread sleeps */
	EVENT_WAKE,        /* wakes a thread of `other` */
	EVENT_IRQS_OFF,
	EVENT_IRQS_ON,
	EVENT_ACCESS, /* uses `slot`, to reach `page`; `reached`: what it
			      did, or may have */
	EVENT_POINT,  /* passes a POINT(); `name`: which */
	NR_EVENTS
};

/* How interrupts are while it happens. */
enum event_irqs {
	IRQS_ON,
	IRQS_OFF,
	IRQS_HANDLER /* off: it is in a handler */
};

#define EVENT_NONE    (-1) /* does not apply */
#define EVENT_NO_PAGE 31   /* the number of what is none of the pages */

struct event {
	u64 at;                /* ticks of the clock, or the explorer's steps */
	const char *name;      /* of a lock, call, interrupt, point; or NULL */
	const char *text;      /* in words, or NULL */
	u32 reached;           /* EVENT_ACCESS: page numbers, a bit each */
	int slot, page, other; /* EVENT_NONE, or a number; `other`: a CPU */
	int count;
	unsigned long arg; /* EVENT_POINT: what it says */
	u16 cpu;
	u8 kind, irqs;
};

/* As records have it: "lock-take". Any context. */
const char *event_name(enum event_kind kind);

static inline struct event event_of(enum event_kind kind)
{
	return (struct event){ .kind = (u8)kind,
			       .slot = EVENT_NONE,
			       .page = EVENT_NONE,
			       .other = EVENT_NONE };
}

static inline struct event event_named(enum event_kind kind, const char *name)
{
	struct event event = event_of(kind);

	event.name = name;
	return event;
}

static inline struct event event_of_slot(enum event_kind kind, int slot,
					 int page)
{
	struct event event = event_of(kind);

	event.slot = slot;
	event.page = page;
	return event;
}

static inline struct event event_to_cpu(enum event_kind kind, int other,
					const char *name)
{
	struct event event = event_named(kind, name);

	event.other = other;
	return event;
}

#endif
