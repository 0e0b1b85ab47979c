/* SPDX-License-Identifier: MIT */
/*
 * preempt.h - each CPU's preempt_count: arch/machine.h has the contracts.
 */
#ifndef ARCH_X86_CPU_PREEMPT_H
#define ARCH_X86_CPU_PREEMPT_H

#include "arch/atomic.h"
#include "arch/x86/cpu/gdt.h"

/* One instruction each: all that a free lock costs besides its exchange. */
static inline void preempt_count_add(u32 n)
{
	__asm__ volatile("addl %1, %%fs:%c0"
			 :
			 : "i"(offsetof(struct x86_cpu, preempt_count)), "ri"(n)
			 : "memory", "cc");
}

static inline u32 preempt_count(void)
{
	u32 count;

	__asm__ volatile("movl %%fs:%c1, %0"
			 : "=r"(count)
			 : "i"(offsetof(struct x86_cpu, preempt_count))
			 : "memory");
	return count;
}

static inline u32 preempt_count_of(unsigned int cpu)
{
	return READ_ONCE(x86_cpus[cpu].preempt_count);
}

static inline u32 interrupts_taken(unsigned int cpu)
{
	return READ_ONCE(x86_cpus[cpu].interrupts);
}

static inline void preempt_count_inc(void)
{
	preempt_count_add(1);
}

static inline void preempt_count_dec(void)
{
	preempt_count_add(-1u);
}

static inline void lock_taken(const void *lock)
{
	(void)lock;
}

static inline void lock_released(const void *lock)
{
	(void)lock;
}

/* In this order: a CPU that sees a lock of the handler sees the count, too, or,
 * if it has read the count before, sees that there has been an interrupt. */
static inline void irq_enter(void)
{
	preempt_count_add(HARDIRQ_OFFSET);
	__asm__ volatile("incl %%fs:%c0"
			 :
			 : "i"(offsetof(struct x86_cpu, interrupts))
			 : "memory", "cc");
}

static inline void irq_exit(void)
{
	preempt_count_add(-HARDIRQ_OFFSET);
}

#endif
