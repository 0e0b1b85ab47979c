/* SPDX-License-Identifier: MIT */
/* deadlock.c - see deadlock.h */
#include "smp/deadlock.h"

#include "arch/clock.h"
#include "arch/panic.h"
#include "lib/printf.h"
#include "smp/cpumask.h"
#include "smp/crosscall.h"
#include "smp/heldlocks.h"
#include "smp/point.h"
#include "smp/tlb.h"

/* After so many rescues and so much time a rescue will not end the cycle. Both
 * are needed: a host may just not run a virtual CPU for a while. */
#define RESCUES_MAX 100
#define RESCUE_MS   5000

#define HELD_LOCKS_MAX 8 /* that a report names */

/* One CPU of a cycle, as it was when we looked. */
struct waiter {
	unsigned int cpu;
	u32 sequence;
	u32 kind;
	const void *object;
	bool irqs_off;
	u32 preempt_count; /* when the wait began */
};

struct cycle {
	unsigned int length; /* 0: none */
	struct waiter waiter[NR_CPUS];
};

/* What each CPU saw when it looked last; each uses its own. */
static struct {
	u32 signature;
	unsigned int rescues;
	u64 first_rescue;              /* when, in cycles */
	char text[DEADLOCK_TEXT_SIZE]; /* of deadlock_describe_wait() */
} __cacheline last_look[NR_CPUS];

static struct {
	SHARED(u32) count;
	char text[DEADLOCK_TEXT_SIZE]; /* by the CPU that counts to 1 */
} found;

/* A consistent copy of what a CPU waits for; kind WAIT_NOTHING if it changes
 * while we look. */
static struct waiter look_at(unsigned int cpu)
{
	struct cpu_wait *wait = &cpu_waits[cpu];
	struct waiter seen = { .cpu = cpu };

	seen.sequence = READ_ONCE(wait->sequence);
	seen.kind = READ_ONCE(wait->kind);
	seen.object = READ_ONCE(wait->object);
	seen.irqs_off = READ_ONCE(wait->irqs_off);
	seen.preempt_count = READ_ONCE(wait->preempt_count);
	if (seen.sequence % 2 || READ_ONCE(wait->sequence) != seen.sequence)
		seen.kind = WAIT_NOTHING;
	return seen;
}

/* The CPUs that could end this wait. */
static struct cpumask who_could_help(const struct waiter *waiter)
{
	struct cpumask helpers = { 0 };

	if (waiter->kind == WAIT_LOCK) {
		const spinlock_t *lock = waiter->object;
		u32 owner = READ_ONCE(lock->owner);

		if (owner)
			cpumask_set(&helpers, owner - 1);
	} else if (waiter->kind == WAIT_ACK) {
		const struct mailbox *box = waiter->object;

		helpers = shared_cpumask_read(&box->sent[waiter->cpu].unacked);
	}
	return helpers;
}

/*
 * Has it held the lock since before its wait began? Or is it held by a handler
 * that has interrupted the wait, and will release it? There is no handler now
 * if the count is what it was when the wait began, and there has been none
 * while we look if no interrupt has come: TRICKS, "a handler's lock closes no
 * cycle".
 */
static bool held_before(const struct waiter *cpu, const spinlock_t *lock)
{
	u32 interrupts = interrupts_taken(cpu->cpu);

	return preempt_count_of(cpu->cpu) == cpu->preempt_count &&
	       READ_ONCE(lock->owner) == cpu->cpu + 1 &&
	       interrupts_taken(cpu->cpu) == interrupts;
}

/* Is `cpu` unable to do what `waiter` needs of it? */
static bool is_stuck(const struct waiter *cpu, const struct waiter *waiter)
{
	if (cpu->kind != WAIT_LOCK && cpu->kind != WAIT_ACK)
		return false;
	if (waiter->kind == WAIT_ACK && waiter->object == &tlb_box &&
	    spin_polling())
		return false; /* it serves while it spins */
	if (waiter->kind == WAIT_LOCK)
		return held_before(cpu, waiter->object);
	return cpu->irqs_off;
}

/* Follow edges from the last waiter of the path back to the first. */
static bool closes(struct cycle *path, struct cpumask *visited)
{
	const struct waiter *last = &path->waiter[path->length - 1];
	struct cpumask helpers = who_could_help(last);
	unsigned int cpu;

	for_each_cpu(cpu, &helpers) {
		struct waiter next = look_at(cpu);

		if (!is_stuck(&next, last))
			continue;
		if (cpu == path->waiter[0].cpu)
			return true;
		if (cpumask_test(visited, cpu))
			continue;
		cpumask_set(visited, cpu);
		path->waiter[path->length++] = next;
		if (closes(path, visited))
			return true;
		path->length--;
	}
	return false;
}

static void find_cycle(struct cycle *path)
{
	unsigned int me = smp_processor_id();
	struct cpumask visited = { 0 };

	path->length = 1;
	path->waiter[0] = look_at(me);
	cpumask_set(&visited, me);
	if (path->waiter[0].kind == WAIT_NOTHING || !closes(path, &visited))
		path->length = 0;
}

bool deadlock_waits_for_me(unsigned int cpu)
{
	unsigned int me = smp_processor_id();

	/* A chain is no longer than there are CPUs. */
	for (unsigned int step = 0; step < NR_CPUS; step++) {
		struct waiter waiter = look_at(cpu);
		struct cpumask helpers = who_could_help(&waiter);

		if (cpumask_test(&helpers, me))
			return waiter.kind == WAIT_LOCK || irqs_disabled();
		cpu = cpumask_next(&helpers, 0);
		if (cpu == NR_CPUS)
			return false;
	}
	return false;
}

static u32 signature_of(const struct cycle *cycle)
{
	u32 hash = cycle->length;

	for (unsigned int i = 0; i < cycle->length; i++) {
		hash = hash * 31 + cycle->waiter[i].cpu;
		hash = hash * 31 + cycle->waiter[i].sequence;
	}
	return hash ? hash : 1;
}

static int describe_held(char *to, size_t room, unsigned int cpu)
{
	const spinlock_t *held[HELD_LOCKS_MAX];
	unsigned int n = held_locks(cpu, held, HELD_LOCKS_MAX);
	int len = 0;

	for (unsigned int i = 0; i < n && (size_t)len < room; i++)
		len += ksnprintf(to + len, room - (size_t)len, "%s%s",
				 i ? ", " : " holds ", held[i]->name);
	return len;
}

/* `next`: which of the CPUs that could end the wait is to be named; or NULL. */
static int describe_object(char *to, size_t room, const struct waiter *waiter,
			   const struct waiter *next)
{
	struct cpumask helpers = who_could_help(waiter);
	unsigned int who = next ? next->cpu : cpumask_next(&helpers, 0);
	const char *and = cpumask_weight(&helpers) > 1 ? " and others" : "";

	switch (waiter->kind) {
	case WAIT_LOCK:
		return ksnprintf(to, room,
				 who < NR_CPUS ? "%s, which CPU %u holds"
					       : "%s, which is free",
				 ((const spinlock_t *)waiter->object)->name,
				 who);
	case WAIT_ACK:
		return ksnprintf(
			to, room, "CPU %u%s to acknowledge a %s", who, and,
			((const struct mailbox *)waiter->object)->name);
	case WAIT_POINT:
		return ksnprintf(to, room, "its release from point %s",
				 ((const struct point *)waiter->object)->name);
	case WAIT_OTHER:
		return ksnprintf(to, room, "%s", (const char *)waiter->object);
	default:
		return ksnprintf(to, room, "nothing");
	}
}

static int describe(char *to, size_t room, const struct waiter *waiter,
		    const struct waiter *next)
{
	int len = ksnprintf(to, room, "CPU %u", waiter->cpu);

	if ((size_t)len < room)
		len += describe_held(to + len, room - (size_t)len, waiter->cpu);
	if ((size_t)len < room)
		len += ksnprintf(to + len, room - (size_t)len,
				 ", interrupts %s, waits for ",
				 waiter->irqs_off ? "off" : "on");
	if ((size_t)len < room)
		len += describe_object(to + len, room - (size_t)len, waiter,
				       next);
	return len;
}

const char *deadlock_describe_wait(unsigned int cpu)
{
	char *text = last_look[smp_processor_id()].text;
	struct waiter waiter = look_at(cpu);

	describe(text, DEADLOCK_TEXT_SIZE, &waiter, NULL);
	return text;
}

static void report(const struct cycle *cycle)
{
	size_t len = 0;

	if (fetch_add(found.count, 1) > 0)
		return;
	for (unsigned int i = 0; i < cycle->length && len < sizeof(found.text);
	     i++) {
		if (i)
			len += (size_t)ksnprintf(found.text + len,
						 sizeof(found.text) - len,
						 "; ");
		if (len < sizeof(found.text))
			len += (size_t)describe(
				found.text + len, sizeof(found.text) - len,
				&cycle->waiter[i],
				&cycle->waiter[(i + 1) % cycle->length]);
	}
}

void deadlock_check(void)
{
	unsigned int me = smp_processor_id();
	struct cycle cycle;
	u32 signature;

	find_cycle(&cycle);
	if (!cycle.length) {
		last_look[me].signature = 0;
		return;
	}
	signature = signature_of(&cycle);
	if (signature != last_look[me].signature) {
		last_look[me].signature = signature;
		last_look[me].rescues = 0;
		return;
	}
	/* One CPU of the cycle is enough to report it: the one with the lowest
	 * number. */
	for (unsigned int i = 0; i < cycle.length; i++)
		if (cycle.waiter[i].cpu < me)
			return;
	if (last_look[me].rescues++ == 0) {
		last_look[me].first_rescue = get_cycles();
		report(&cycle);
	}
	if (last_look[me].rescues > RESCUES_MAX &&
	    get_cycles() - last_look[me].first_rescue >
		    clock_from_us(1000) * RESCUE_MS)
		panic("a deadlock that does not unwind: %s", found.text);
	for (unsigned int i = 0; i < cycle.length; i++)
		WRITE_ONCE(cpu_waits[cycle.waiter[i].cpu].rescue,
			   cycle.waiter[i].sequence);
}

void deadlock_rescue(void)
{
	struct cpu_wait *me = &cpu_waits[smp_processor_id()];

	/* A late order, for a wait that is over, must not help the next wait.
	 */
	if (READ_ONCE(me->rescue) != READ_ONCE(me->sequence))
		return;
	WRITE_ONCE(me->rescue, 0);
	if (!irqs_disabled())
		return; /* the interrupt handlers do it */
	tlb_serve_shootdowns();
	crosscall_interrupt();
}

unsigned int deadlock_count(void)
{
	return READ_ONCE(found.count);
}

const char *deadlock_text(void)
{
	return deadlock_count() ? found.text : "";
}

void deadlock_reset(void)
{
	WRITE_ONCE(found.count, 0);
}
