/* SPDX-License-Identifier: MIT */
/*
 * plain.c - finds accesses that the simulated machine does not see: to
 * variables that are shared, but not of a SHARED() type.
 *
 * Such a variable may be shared if every two accesses to it are ordered: by a
 * lock; by smp_store_mb() and a load that may see its value; or, against the
 * CPU's own interrupt handlers, because interrupts are off. Then nobody can see
 * in which order they happen, as locations.h says of steps that are not
 * visible. Vector clocks tell what is ordered (Lamport, CACM 1978; Flanagan &
 * Freund, PLDI 2009).
 *
 * What they know is no part of a state. So this follows random walks from the
 * start: it would be wrong of an access that comes after going back to a state.
 *
 * In the program explore-plain the portable sources are compiled with
 * -fsanitize=thread. The compiler then calls the functions below at each plain
 * access to memory. No other part of ThreadSanitizer is used.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "locations.h"
#include "names.h"
#include "plain.h"
#include "sim.h"
#include "state.h"

#define TABLE_SIZE 4096 /* variables; a power of two */
#define NAME_SIZE  80

#define CONTEXTS (2 * NR_CPUS) /* see sim_context() */

struct clock {
	u32 of[CONTEXTS];
};

static struct variable {
	const void *at;
	struct clock reads, writes; /* when each context has last done so */
	struct clock handed_on;     /* by smp_store_mb() */
} table[TABLE_SIZE];

/* What each context knows to be over, and what the last holder of each lock
 * knew. A context's own time goes on when it releases a lock. */
static struct clock known[CONTEXTS];
static struct clock by_lock[MAX_LOCKS];
static struct clock by_irqs_off[NR_CPUS]; /* which is like a lock */

static bool is_plain_build;

bool plain_looks(void)
{
	return is_plain_build;
}

static void learn(struct clock *to, const struct clock *from)
{
	for (int c = 0; c < CONTEXTS; c++)
		to->of[c] = max(to->of[c], from->of[c]);
}

static void hand_on(struct clock *to)
{
	int me = sim_context();

	learn(to, &known[me]);
	known[me].of[me]++;
}

void plain_lock_taken(const void *lock)
{
	if (is_plain_build)
		learn(&known[sim_context()], &by_lock[lock_number(lock)]);
}

void plain_lock_released(const void *lock)
{
	if (is_plain_build)
		hand_on(&by_lock[lock_number(lock)]);
}

void plain_irqs_off(void)
{
	if (is_plain_build)
		learn(&known[sim_context()], &by_irqs_off[sim_cpu_id()]);
}

void plain_irqs_on(void)
{
	if (is_plain_build)
		hand_on(&by_irqs_off[sim_cpu_id()]);
}

/* Is everything that others have done over, as far as this context knows? */
static bool is_over(const struct clock *done, int context)
{
	for (int c = 0; c < CONTEXTS; c++)
		if (c != context && done->of[c] > known[context].of[c])
			return false;
	return true;
}

static struct variable *find(const void *at)
{
	size_t i = ((size_t)at * 0x9e3779b97f4a7c15ull) >> 52;

	for (int tries = 0; tries < TABLE_SIZE; tries++) {
		struct variable *v = &table[(i + (size_t)tries) % TABLE_SIZE];

		if (!v->at)
			v->at = at;
		if (v->at == at)
			return v;
	}
	fprintf(stderr, "more than %d plain variables\n", TABLE_SIZE);
	abort();
}

void plain_store_mb(const void *at)
{
	if (is_plain_build)
		hand_on(&find(at)->handed_on);
}

void plain_load(const void *at)
{
	if (is_plain_build)
		learn(&known[sim_context()], &find(at)->handed_on);
}

/* Only a CPU itself uses its stack, as addresses on it are given to others only
 * in SHARED() structures. */
static bool is_own_stack(const void *at, int context)
{
	unsigned int stack;

	return state_is_stack(at, &stack) &&
	       sim.cpu[context / 2].stack == stack;
}

static void touch(const void *at, bool write)
{
	int context = sim_context();
	struct variable *v;
	char name[NAME_SIZE];

	if (context < 0 || is_own_stack(at, context))
		return;
	v = find(at);
	(write ? &v->writes : &v->reads)->of[context] =
		known[context].of[context];
	if (!is_over(&v->writes, context) ||
	    (write && !is_over(&v->reads, context)))
		sim_found(
			FOUND_PLAIN,
			"%s is shared, but not SHARED(): nobody sees in which "
			"order it is read and written",
			name_of(at, name, sizeof(name)));
}

void plain_reset(void)
{
	if (!is_plain_build)
		return;
	memset(table, 0, sizeof(table));
	memset(known, 0, sizeof(known));
	memset(by_lock, 0, sizeof(by_lock));
	memset(by_irqs_off, 0, sizeof(by_irqs_off));
	for (int c = 0; c < CONTEXTS; c++)
		known[c].of[c] = 1; /* 0: never */
}

/* What the compiler calls. */
#define HOOK(bytes)                                   \
	void __tsan_read##bytes(void *at);            \
	void __tsan_write##bytes(void *at);           \
	void __tsan_unaligned_read##bytes(void *at);  \
	void __tsan_unaligned_write##bytes(void *at); \
	void __tsan_read##bytes(void *at)             \
	{                                             \
		touch(at, false);                     \
	}                                             \
	void __tsan_write##bytes(void *at)            \
	{                                             \
		touch(at, true);                      \
	}                                             \
	void __tsan_unaligned_read##bytes(void *at)   \
	{                                             \
		touch(at, false);                     \
	}                                             \
	void __tsan_unaligned_write##bytes(void *at)  \
	{                                             \
		touch(at, true);                      \
	}

HOOK(1)
HOOK(2)
HOOK(4)
HOOK(8)
HOOK(16)

/* A structure is copied: its first word stands for it. */
void __tsan_read_range(void *at, size_t size);
void __tsan_write_range(void *at, size_t size);

void __tsan_read_range(void *at, size_t size)
{
	(void)size;
	touch(at, false);
}

void __tsan_write_range(void *at, size_t size)
{
	(void)size;
	touch(at, true);
}

void __tsan_init(void);
void __tsan_func_entry(void *caller);
void __tsan_func_exit(void);

void __tsan_init(void)
{
	is_plain_build = true;
}

void __tsan_func_entry(void *caller)
{
	(void)caller;
}

void __tsan_func_exit(void)
{
}
