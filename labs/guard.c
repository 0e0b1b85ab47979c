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
 * the window; its frames on the stacks of the simulated CPUs, and those on the
 * program's own, where programs run that fill the window before a search. Not
 * its callers' frames, nor what a frame begins with: where it returns to. To
 * tell frames apart, it is compiled with frame pointers, and its code is in a
 * section of its own.
 *
 * Functions of ours that take a pointer or an index are called by the names
 * below, too, which check it.
 */
#include <string.h>

#include "mm/pkmap.h"
#include "sim_impl.h"
#include "smp/spinwait.h"
#include "smp/wait.h"
#include "state.h"

#define FRAMES \
	4096 /* bytes of the callers' frames on the program's own stack */

extern u8 scheduler_start[], portable_end[]; /* portable.ld */
extern u8 __executable_start[], etext[];
extern u8 __start_student_code[], __stop_student_code[];

/* What the frame pointer points to. */
struct frame {
	const struct frame *caller;
	const u8 *back; /* where the function returns to */
};

static bool is_in(const void *at, const void *start, const void *end)
{
	return at >= start && at < end;
}

static bool is_students(const u8 *code)
{
	return is_in(code, __start_student_code, __stop_student_code);
}

/* Below the frame of the function that has called the student's, and not where
 * one of the student's returns to. The guard's own frames come first. */
static bool is_in_own_frames(const u8 *at)
{
	const struct frame *frame = __builtin_frame_address(0);

	while (!is_students(frame->back))
		frame = frame->caller;
	do {
		frame = frame->caller;
		if (is_in(at, frame, frame + 1))
			return false;
	} while (is_students(frame->back));
	return at < (const u8 *)frame;
}

/* A CPU may leave the address of a variable for another one, so stacks of
 * others may be accessed; but not where their functions return to. */
static bool returns(const void *at)
{
	const u8 *word = (const u8 *)((unsigned long)at & -sizeof(word));
	const u8 *value;

	memcpy(&value, word, sizeof(value));
	return is_in(value, __executable_start, etext);
}

static bool is_own_stack(const void *at)
{
	const u8 *here = __builtin_frame_address(0);
	unsigned int stack, mine;

	if (!sim_running())
		return is_in(at, here, here + FRAMES) && is_in_own_frames(at);
	if (!state_is_stack(at, &stack))
		return false;
	if (state_is_stack(here, &mine) && stack == mine)
		return is_in_own_frames(at);
	return !returns(at);
}

static bool is_own(const void *at)
{
	return is_in(at, scheduler_start, portable_end) ||
	       is_in(at, sim.table, &sim.table[SIM_SLOTS]) ||
	       is_in(at, &sim.outer_lock, &sim.outer_lock + 1) ||
	       is_in(at, sim_page(0), sim_page(SIM_PAGES - 1) + 1) ||
	       is_own_stack(at);
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

/* A function of ours with up to three arguments, whatever they are, the first
 * of which points to a thing of that size. Not every lab has each of them. */
#define POINTER(name, size)                                              \
	u64 ours_##name(u64 first, u64 second, u64 third) __asm__(#name) \
		__attribute__((weak));                                   \
	u64 guard_##name(void *first, u64 second, u64 third);            \
	u64 guard_##name(void *first, u64 second, u64 third)             \
	{                                                                \
		check_write(first, size);                                \
		return ours_##name((unsigned long)first, second, third); \
	}

POINTER(spin_wait_turn, sizeof(struct spin_wait))
POINTER(spin_wait_end, sizeof(struct spin_wait))
POINTER(spin_lock, sizeof(spinlock_t))
POINTER(spin_lock_irq, sizeof(spinlock_t))
POINTER(spin_lock_irqsave, sizeof(spinlock_t))
POINTER(spin_unlock, sizeof(spinlock_t))
POINTER(spin_unlock_irq, sizeof(spinlock_t))
POINTER(spin_unlock_irqrestore, sizeof(spinlock_t))
POINTER(sim_lock_taken, sizeof(spinlock_t))
POINTER(sim_lock_released, sizeof(spinlock_t))
POINTER(wake_up, sizeof(struct wait_queue))
POINTER(pkmap_flush_slots, sizeof(struct pkmap_zeroed))
POINTER(get_pkmap_color, sizeof(struct page))
POINTER(set_page_address, sizeof(struct page))
POINTER(page_address, sizeof(struct page))
POINTER(sleep_for_slot, sizeof(struct page))
POINTER(kmap_locked, sizeof(struct page))
POINTER(kunmap_unpinned, sizeof(struct page))

/* What is waited for is a lock, a mailbox, or a string. */
void guard_spin_wait_begin(struct spin_wait *wait, enum wait_kind kind,
			   const void *what);
void guard_spin_wait_begin(struct spin_wait *wait, enum wait_kind kind,
			   const void *what)
{
	check_write(wait, sizeof(*wait));
	check_read(what, 1);
	spin_wait_begin(wait, kind, what);
}

int guard_pkmap_count_add(unsigned int nr, int add);
int guard_pkmap_count_add(unsigned int nr, int add)
{
	if (nr >= PKMAP_SLOTS_MAX)
		__builtin_trap();
	return pkmap_count_add(nr, add);
}

void guard_send_ipi(unsigned int cpu, unsigned int ipi);
void guard_send_ipi(unsigned int cpu, unsigned int ipi)
{
	if (cpu >= sim_cpus() || ipi >= 8)
		__builtin_trap();
	sim_send_ipi(cpu, ipi);
}

/* Elsewhere no TLB has anything. */
void guard_flush_one(unsigned long vaddr);
void guard_flush_one(unsigned long vaddr)
{
	int slot = slot_of_address(vaddr);

	if (slot >= 0 && slot < SIM_SLOTS)
		sim_flush_one(vaddr);
}
