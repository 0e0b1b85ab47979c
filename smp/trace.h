/* SPDX-License-Identifier: MIT */
/*
 * trace.h - the last things each CPU did, as one timeline.
 *
 * While it is off it costs what an unarmed POINT() costs, a NOP, and nothing in
 * a lock that is free: locks have a branch for their accounting already.
 */
#ifndef SMP_TRACE_H
#define SMP_TRACE_H

#include "arch/static_branch.h"
#include "smp/event.h"
#include "smp/spinlock.h"

#define TRACE_EVENTS 128 /* that are kept of each CPU; a power of two */

/*
 * Trace from now on: every passage of a POINT(), the locks that are watched,
 * and the interrupts of shootdowns. Drops what was there. Context: see
 * static_key_set().
 */
void trace_set(bool on);
extern struct static_key trace_key;

/*
 * Record an event, or that this CPU passes the point `what` (a string that must
 * not go away). When, where and how interrupts are is filled in. Any context.
 */
void trace_event(const struct event *event);
void trace_add(const char *what, unsigned long arg);

/* A CPU's clock is ahead of CPU 0's: what it traces is told in CPU 0's time. At
 * boot. */
void trace_set_ahead(unsigned int cpu, s64 cycles);

/* Drop all events. While no other CPU traces. */
void trace_clear(void);

/*
 * The events that are kept, oldest first: begin with a cursor of zeros. NULL:
 * no more. While no other CPU traces.
 */
struct trace_cursor {
	u32 given[NR_CPUS];
};
const struct event *trace_next(struct trace_cursor *cursor);

/* How many there were before these, and are lost: each CPU keeps TRACE_EVENTS.
 */
u32 trace_lost(void);

/* Print all events that are kept, with a column for each CPU, and drop them.
 * While no other CPU traces. */
void trace_print(void);

/*
 * What has to be looked at by each CPU that passes a point or is about to
 * release a lock, because nobody tells of it: NULL, or a function that calls
 * trace_event() if it sees a change. `point` and `arg`: which point; at a
 * release `point` is "". While no CPU traces.
 */
typedef void (*trace_observer_t)(const char *point, unsigned long arg);
void trace_set_observer(trace_observer_t look);

/* Trace this lock, too; TRACE_LOCKS at most. While no CPU traces. */
#define TRACE_LOCKS 8
void trace_watch_lock(const spinlock_t *lock);

/* For those who trace: at a point; at a lock, also when its release has turned
 * interrupts on; when a thread of `cpu` is woken. */
void trace_point(const char *name, unsigned long arg);
void trace_lock(enum event_kind kind, const spinlock_t *lock);
void trace_wake(unsigned int cpu);

#endif
