/* SPDX-License-Identifier: MIT */
/*
 * tracing.c - what makes events for the trace (trace.h), while it is on:
 * points, locks, sleepers that are woken, and the interrupts of shootdowns,
 * whose handler is exchanged for one that tells of them.
 */
#include "arch/ipi.h"
#include "lib/string.h"
#include "smp/lockstat.h"
#include "smp/point.h"
#include "smp/static_key.h"
#include "smp/tlb.h"
#include "smp/trace.h"

DEFINE_STATIC_KEY_FALSE(trace_key);

static trace_observer_t observer;

void trace_set_observer(trace_observer_t look)
{
	observer = look;
}

static void look(const char *point, unsigned long arg)
{
	if (observer)
		observer(point, arg);
}

void trace_point(const char *name, unsigned long arg)
{
	look(name, arg);
	if (strcmp(name, "tlb_posted") == 0)
		arg = tlb_last_request();
	trace_add(name, arg);
}

static const spinlock_t *locks[TRACE_LOCKS];

static bool is_watched(const spinlock_t *lock)
{
	for (unsigned int i = 0; i < TRACE_LOCKS; i++)
		if (locks[i] == lock)
			return true;
	return false;
}

void trace_watch_lock(const spinlock_t *lock)
{
	unsigned int i = 0;

	if (is_watched(lock))
		return;
	while (i < TRACE_LOCKS && locks[i])
		i++;
	if (i < TRACE_LOCKS)
		locks[i] = lock;
}

void trace_lock(enum event_kind kind, const spinlock_t *lock)
{
	struct event event = event_named(kind, lock->name);

	if (!is_watched(lock))
		return;
	if (kind == EVENT_LOCK_RELEASE)
		look("", 0);
	trace_event(&event);
}

void trace_wake(unsigned int cpu)
{
	struct event event = event_to_cpu(EVENT_WAKE, (int)cpu, NULL);

	trace_event(&event);
}

static void traced_shootdowns(void)
{
	struct event taken = event_named(EVENT_IPI_TAKE, tlb_box.name);
	struct event ended = event_of(EVENT_IPI_END);

	trace_event(&taken);
	tlb_serve_shootdowns();
	trace_event(&ended);
}

void trace_set(bool on)
{
	trace_clear();
	WRITE_ONCE(trace_key.enabled, on);
	lockstat_set_traced(on);
	ipi_set_handler(IPI_FLUSH,
			on ? traced_shootdowns : tlb_serve_shootdowns);
	point_trace(on); /* patches the code */
}
