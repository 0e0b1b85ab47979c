/* SPDX-License-Identifier: MIT */
/*
 * plain.c - finds accesses that the simulated machine does not see: to
 * variables that are shared, but not of a SHARED() type.
 *
 * In the program explore-plain the portable sources are compiled with
 * -fsanitize=thread. The compiler then calls the functions below at each plain
 * access to memory. No other part of ThreadSanitizer is used.
 */
#include <stdio.h>
#include <stdlib.h>

#include "names.h"
#include "sim.h"
#include "state.h"

#define TABLE_SIZE 4096 /* variables; a power of two */
#define NAME_SIZE  80

static struct variable {
	const void *at;
	u32 contexts; /* that have touched it: see sim_context() */
	bool written;
} table[TABLE_SIZE];

static struct variable *find(const void *at)
{
	size_t i = ((size_t)at * 0x9e3779b97f4a7c15ull) >> 52;

	for (int tries = 0; tries < TABLE_SIZE; tries++) {
		struct variable *v = &table[(i + (size_t)tries) % TABLE_SIZE];

		if (!v->at || v->at == at)
			return v;
	}
	fprintf(stderr, "more than %d plain variables\n", TABLE_SIZE);
	abort();
}

/* Only a CPU itself uses its stack, as addresses on it are given to others only
 * in SHARED() structures. */
static bool is_own_stack(const void *at, int context)
{
	unsigned int cpu;

	return state_is_stack(at, &cpu) && cpu == (unsigned int)context / 2;
}

static void touch(const void *at, bool write)
{
	int context = sim_context();
	struct variable *v;
	char name[NAME_SIZE];

	if (context < 0 || is_own_stack(at, context))
		return;
	v = find(at);
	v->at = at;
	v->contexts |= 1u << context;
	v->written = v->written || write;
	if (v->written && (v->contexts & (v->contexts - 1)))
		sim_found(
			FOUND_PLAIN,
			"%s is shared, but not SHARED(): nobody sees in which "
			"order it is read and written",
			name_of(at, name, sizeof(name)));
}

void plain_reset(void)
{
	for (unsigned int i = 0; i < TABLE_SIZE; i++)
		table[i] = (struct variable){ NULL, 0, false };
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
}

void __tsan_func_entry(void *caller)
{
	(void)caller;
}

void __tsan_func_exit(void)
{
}
