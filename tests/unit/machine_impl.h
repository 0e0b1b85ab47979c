/* SPDX-License-Identifier: MIT */
/*
 * machine_impl.h for unit tests: one CPU, no interrupts, no TLB. Enough for the
 * parts of mm/ whose logic does not depend on other CPUs.
 */
#ifndef TESTS_UNIT_MACHINE_IMPL_H
#define TESTS_UNIT_MACHINE_IMPL_H

#include "arch/atomic.h"
#include "lib/types.h"

#define NR_CPUS    4
#define CACHE_LINE 64

#define smp_mb() __atomic_thread_fence(__ATOMIC_SEQ_CST)

static inline unsigned int smp_processor_id(void)
{
	return 0;
}

static inline bool local_irq_save(void)
{
	return true;
}

static inline void local_irq_restore(bool were_on)
{
	(void)were_on;
}

static inline void local_irq_disable(void)
{
}

static inline void local_irq_enable(void)
{
}

static inline bool irqs_disabled(void)
{
	return false;
}

static inline void safe_halt(void)
{
}

static inline u32 preempt_count(void)
{
	return 0;
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
	(void)cpu;
	return 0;
}

static inline u32 interrupts_taken(unsigned int cpu)
{
	(void)cpu;
	return 0;
}

static inline void local_flush_tlb_one(unsigned long vaddr)
{
	(void)vaddr;
}

static inline void local_flush_tlb_all(void)
{
}

static inline void send_ipi(unsigned int cpu, enum ipi ipi)
{
	(void)cpu;
	(void)ipi;
}

static inline void sync_core(void)
{
}

static inline void send_ipi_all_but_self(enum ipi ipi)
{
	(void)ipi;
}

static inline u64 get_cycles(void)
{
	return 0;
}

static inline void cpu_relax(void)
{
}

#endif
