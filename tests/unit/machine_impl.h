/* SPDX-License-Identifier: MIT */
/*
 * machine_impl.h for unit tests: one CPU at a time, no interrupts, no TLB. What
 * depends on several CPUs at once is for the explorer. A test says which CPU it
 * is, and what time (machine.h).
 */
#ifndef TESTS_UNIT_MACHINE_IMPL_H
#define TESTS_UNIT_MACHINE_IMPL_H

#include "arch/atomic.h"
#include "lib/types.h"
#include "machine.h"

#define NR_CPUS    UNIT_CPUS
#define CACHE_LINE 64

#define smp_mb() __atomic_thread_fence(__ATOMIC_SEQ_CST)

static inline unsigned int smp_processor_id(void)
{
	return unit_machine.cpu;
}

static inline bool local_irq_save(void)
{
	bool were_on = !unit_machine.irqs_off;

	unit_machine.irqs_off = true;
	return were_on;
}

static inline void local_irq_restore(bool were_on)
{
	unit_machine.irqs_off = !were_on;
}

static inline void local_irq_disable(void)
{
	unit_machine.irqs_off = true;
}

static inline void local_irq_enable(void)
{
	unit_machine.irqs_off = false;
}

static inline bool irqs_disabled(void)
{
	return unit_machine.irqs_off;
}

static inline void safe_halt(void)
{
}

static inline u32 preempt_count(void)
{
	return unit_machine.preempt_counts[unit_machine.cpu];
}

static inline void preempt_count_inc(void)
{
}

static inline void preempt_count_dec(void)
{
}

static inline void lock_taken(const void *lock)
{
	(void)lock;
}

static inline void lock_released(const void *lock)
{
	(void)lock;
}

static inline u32 preempt_count_of(unsigned int cpu)
{
	return unit_machine.preempt_counts[cpu];
}

static inline u32 interrupts_taken(unsigned int cpu)
{
	return unit_machine.interrupts[cpu];
}

static inline void local_flush_tlb_one(unsigned long vaddr)
{
	(void)vaddr;
}

static inline void local_flush_tlb_all(void)
{
}

static inline u64 pte_xchg64(void *at, u64 value)
{
	return __atomic_exchange_n((u64 *)at, value, __ATOMIC_SEQ_CST);
}

static inline void send_ipi(unsigned int cpu, enum ipi ipi)
{
	if (unit_machine.send_ipi)
		unit_machine.send_ipi(cpu, ipi);
}

static inline void sync_core(void)
{
}

static inline void send_ipi_all_but_self(enum ipi ipi)
{
	if (unit_machine.send_ipi_all_but_self)
		unit_machine.send_ipi_all_but_self(ipi);
}

static inline u64 get_cycles(void)
{
	return unit_machine.cycles;
}

static inline void cpu_relax(void)
{
	if (unit_machine.relax)
		unit_machine.relax();
}

#endif
