/* SPDX-License-Identifier: MIT */
/*
 * guard.c - in the explorer, a student's file reaches its own memory only. So
 * it cannot search the judge's for what to change.
 *
 * The file is compiled with -fsanitize=thread, so that the compiler calls a
 * function at each access to memory; kmapgrade/build.py gives those functions,
 * and those of the machine seam that take an address, the names below. No other
 * part of ThreadSanitizer is used.
 *
 * Its own are: the variables of the portable sources; the entries and pages of
 * the window; the stacks of the simulated CPUs, and what it has of the
 * program's own, where programs run that fill the window before a search.
 */
#include <string.h>

#include "sim_impl.h"
#include "state.h"

#define FRAMES \
	4096 /* bytes of the callers' frames on the program's own stack */

extern u8 scheduler_start[], portable_end[]; /* portable.ld */
extern u8 etext[];

static bool is_in(const void *at, const void *start, const void *end)
{
	return at >= start && at < end;
}

static bool is_own(const void *at)
{
	const u8 *here = __builtin_frame_address(0);
	unsigned int stack;

	return is_in(at, scheduler_start, portable_end) ||
	       is_in(at, sim.table, &sim.table[SIM_SLOTS]) ||
	       is_in(at, &sim.outer_lock, &sim.outer_lock + 1) ||
	       is_in(at, sim_page(0), sim_page(SIM_PAGES - 1) + 1) ||
	       state_is_stack(at, &stack) ||
	       (!sim_running() && is_in(at, here, here + FRAMES));
}

/* Ends the explorer, which the grader explains. */
static void check_write(const void *at, size_t size)
{
	if (size && (!is_own(at) || !is_own((const u8 *)at + size - 1)))
		__builtin_trap();
}

/* Constants lie between the code and the variables. */
static void check_read(const void *at, size_t size)
{
	if (!is_in(at, etext, scheduler_start) &&
	    !is_in(at, &mem_map, &mem_map + 1) &&
	    !is_in(at, &highstart_pfn, &highstart_pfn + 1))
		check_write(at, size);
}

#define ONE(what, bytes)                              \
	void guard_##what##bytes(void *at);           \
	void guard_unaligned_##what##bytes(void *at); \
	void guard_##what##bytes(void *at)            \
	{                                             \
		check_##what(at, bytes);              \
	}                                             \
	void guard_unaligned_##what##bytes(void *at)  \
	{                                             \
		check_##what(at, bytes);              \
	}
#define HOOK(bytes)      \
	ONE(read, bytes) \
	ONE(write, bytes)

HOOK(1)
HOOK(2)
HOOK(4)
HOOK(8)
HOOK(16)

void guard_read_range(void *at, size_t size);
void guard_write_range(void *at, size_t size);
u64 guard_load(const void *at, unsigned int size);
void guard_store(void *at, unsigned int size, u64 value, bool fence);
u64 guard_rmw(enum sim_rmw op, void *at, unsigned int size, u64 operand,
	      u64 expected);
u64 guard_xchg_pte(void *at, u64 value);
void *guard_memcpy(void *to, const void *from, size_t size);
void *guard_memmove(void *to, const void *from, size_t size);
void *guard_memset(void *to, int byte, size_t size);

void guard_read_range(void *at, size_t size)
{
	check_read(at, size);
}

void guard_write_range(void *at, size_t size)
{
	check_write(at, size);
}

u64 guard_load(const void *at, unsigned int size)
{
	check_read(at, size);
	return sim_load(at, size);
}

void guard_store(void *at, unsigned int size, u64 value, bool fence)
{
	check_write(at, size);
	sim_store(at, size, value, fence);
}

u64 guard_rmw(enum sim_rmw op, void *at, unsigned int size, u64 operand,
	      u64 expected)
{
	check_write(at, size);
	return sim_rmw(op, at, size, operand, expected);
}

u64 guard_xchg_pte(void *at, u64 value)
{
	check_write(at, sizeof(value));
	return sim_xchg_pte(at, value);
}

void *guard_memcpy(void *to, const void *from, size_t size)
{
	check_write(to, size);
	check_read(from, size);
	return memcpy(to, from, size);
}

void *guard_memmove(void *to, const void *from, size_t size)
{
	check_write(to, size);
	check_read(from, size);
	return memmove(to, from, size);
}

void *guard_memset(void *to, int byte, size_t size)
{
	check_write(to, size);
	return memset(to, byte, size);
}
