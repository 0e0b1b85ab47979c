/* SPDX-License-Identifier: MIT */
/*
 * seam.c - the functions of the machine seam (machine_impl.h): accesses, locked
 * instructions, and a CPU's own state.
 */
#include "arch/clock.h"
#include "cache.h"
#include "cpu.h"
#include "lib/string.h"
#include "spin.h"
#include "tlb_model.h"

static u64 get(const void *at, unsigned int size)
{
	u64 value = 0;

	memcpy(&value, at, size);
	return value;
}

static void put(void *at, unsigned int size, u64 value)
{
	memcpy(at, &value, size);
}

/* First the time passes, as others may run meanwhile; then it happens. */
static void access(const void *at, bool write, bool locked)
{
	pass_plain();
	cache_access(at, write);
	if (locked)
		self()->clock += (u64)machine->locked << TICK_SHIFT;
}

u64 sim_load(const void *at, unsigned int size)
{
	access(at, false, false);
	return get(at, size);
}

void sim_store(void *at, unsigned int size, u64 value, bool fence)
{
	access(at, true, fence);
	put(at, size, value);
}

static u64 result(enum sim_rmw op, u64 old, u64 operand, u64 expected)
{
	switch (op) {
	case RMW_CMPXCHG:
		return old == expected ? operand : old;
	case RMW_ADD:
		return old + operand;
	case RMW_OR:
		return old | operand;
	case RMW_AND:
		return old & operand;
	default:
		return operand;
	}
}

u64 sim_rmw(enum sim_rmw op, void *at, unsigned int size, u64 operand,
	    u64 expected)
{
	u64 old;

	access(at, true, true);
	old = get(at, size);
	put(at, size, result(op, old, operand, expected));
	return old;
}

u64 sim_xchg_pte(void *at, u64 value)
{
	return sim_rmw(RMW_XCHG, at, sizeof(value), value, 0);
}

void sim_fence(void)
{
	pass_plain();
	pass(machine->locked);
}

unsigned int sim_cpu_id(void)
{
	return this_cpu;
}

bool sim_irqs_on(void)
{
	return self()->irqs_on;
}

void sim_set_irqs(bool on)
{
	self()->irqs_on = on;
	pass_plain();
}

void sim_halt(void)
{
	halt();
}

void sim_relax(void)
{
	pass(machine->pause);
	spin_turn();
}

void sim_flush_one(unsigned long vaddr)
{
	tlb_forget(vaddr);
	pass(machine->invlpg);
}

void sim_flush_all(void)
{
	tlb_forget_all();
	pass(machine->flush);
}

void sim_lock_taken(const void *lock)
{
	(void)lock;
}

void sim_lock_released(const void *lock)
{
	(void)lock;
}

void sim_preempt_off(void)
{
	self()->preempt_count++;
	pass_plain();
}

void sim_preempt_on(void)
{
	self()->preempt_count--;
	pass_plain();
}

u32 sim_preempt_count(unsigned int cpu)
{
	return cpus[cpu].preempt_count;
}

u32 sim_interrupts_taken(unsigned int cpu)
{
	return cpus[cpu].interrupts;
}

u64 sim_cycles(void)
{
	pass_plain();
	return self()->clock >> TICK_SHIFT;
}

u64 clock_from_us(u32 us)
{
	return (u64)us * machine->khz / 1000;
}

u32 clock_khz(void)
{
	return machine->khz;
}

/* So that a row does a fixed number of ops: times are repeatable. */
bool clock_counts_instructions(void)
{
	return true;
}

u32 clock_ticks_per_unit(void)
{
	return 1;
}
