/* SPDX-License-Identifier: MIT */
/*
 * machine_impl.h - the machine seam on a real x86; arch/machine.h has the
 * contracts.
 */
#ifndef ARCH_X86_MACHINE_IMPL_H
#define ARCH_X86_MACHINE_IMPL_H

#include "arch/atomic.h"
#include "arch/x86/apic.h"
#include "arch/x86/asm.h"
#include "arch/x86/clock.h"
#include "arch/x86/cpuid.h"

#define NR_CPUS    64
#define CACHE_LINE 64

/* A locked instruction orders loads after stores on every x86; MFENCE needs
 * SSE2 (Intel SDM vol. 3, 8.2.2). */
#define smp_mb() __asm__ volatile("lock; addl $0, (%%esp)" : : : "memory", "cc")

static inline unsigned int smp_processor_id(void)
{
	unsigned int id;

	/* %fs is this CPU's struct x86_cpu: see gdt.h. Volatile: a thread that
	 * slept may wake on another CPU. */
	__asm__ volatile("movl %%fs:0, %0" : "=r"(id));
	return id;
}

static inline bool irqs_disabled(void)
{
	return !(read_eflags() & EFLAGS_IF);
}

static inline void local_irq_disable(void)
{
	cli();
}

static inline void local_irq_enable(void)
{
	sti();
}

static inline bool local_irq_save(void)
{
	bool were_on = !irqs_disabled();

	cli();
	return were_on;
}

static inline void local_irq_restore(bool were_on)
{
	if (were_on)
		sti();
}

static inline void safe_halt(void)
{
	sti_hlt();
}

static inline void local_flush_tlb_one(unsigned long vaddr)
{
	invlpg(vaddr);
}

/*
 * Kernel pages are global where the CPU has PGE, and a CR3 load spares global
 * entries: clearing CR4.PGE does not (Intel SDM vol. 3, 4.10.4.1). Interrupts
 * off, or a handler that flushes too would put our old CR4 back.
 */
static inline void local_flush_tlb_all(void)
{
	bool were_on = local_irq_save();

	if (cpu_features.pge) {
		u32 cr4 = read_cr4();

		write_cr4(cr4 & ~CR4_PGE);
		write_cr4(cr4);
	} else {
		write_cr3(read_cr3());
	}
	local_irq_restore(were_on);
}

static inline u64 pte_xchg64(void *at, u64 value)
{
	u64 old = *(volatile u64 *)at;

	/* The first guess may be torn; CMPXCHG8B then fails and says better. */
	__asm__ volatile("1: lock; cmpxchg8b %1\n"
			 "   jnz 1b"
			 : "+A"(old), "+m"(*(volatile u64 *)at)
			 : "b"((u32)value), "c"((u32)(value >> 32))
			 : "memory", "cc");
	return old;
}

static inline void send_ipi(unsigned int cpu, enum ipi ipi)
{
	lapic_send_ipi(cpu, ipi);
}

static inline u64 get_cycles(void)
{
	return clock_cycles();
}

static inline void cpu_relax(void)
{
	__asm__ volatile("pause" : : : "memory");
}

#endif
