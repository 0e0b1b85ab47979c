/* SPDX-License-Identifier: MIT */
/*
 * machine_impl.h - the machine seam on a real x86; arch/machine.h has the
 * contracts.
 */
#ifndef ARCH_X86_MACHINE_IMPL_H
#define ARCH_X86_MACHINE_IMPL_H

#include "arch/atomic.h"
#include "arch/x86/cpu/asm.h"
#include "arch/x86/cpu/barrier.h"
#include "arch/x86/cpu/cpuid.h"
#include "arch/x86/cpu/irqflags.h"
#include "arch/x86/cpu/percpu.h"
#include "arch/x86/cpu/preempt.h"
#include "arch/x86/irq/apic.h"
#include "arch/x86/time/clock.h"

/* The flags say whether it has stored; GCC compares the values, too, and keeps
 * them for that. */
#define try_cmpxchg(x, old, new)                                            \
	({                                                                  \
		bool stored;                                                \
		__typeof__((x).shared_value) expected = (old);              \
		__asm__ volatile("lock; cmpxchgl %3, %1"                    \
				 : "=@ccz"(stored), "+m"((x).shared_value), \
				   "+a"(expected)                           \
				 : "r"(new)                                 \
				 : "memory");                               \
		stored;                                                     \
	})

/* GCC does not compare with memory where an access is volatile. */
#define READ_ONCE_EXCEEDS(x, v)                                     \
	({                                                          \
		bool exceeds;                                       \
		__asm__ volatile("cmpl %2, %1"                      \
				 : "=@ccg"(exceeds)                 \
				 : "m"((x).shared_value), "ri"(v)); \
		exceeds;                                            \
	})

static inline void local_flush_tlb_one(unsigned long vaddr)
{
	invlpg(vaddr);
}

/*
 * Kernel pages are global if the CPU has PGE. A CR3 load does not flush global
 * entries, but clearing CR4.PGE does (Intel SDM vol. 3, 4.10.4.1). Interrupts
 * are off between the two writes: TRICKS, "CR4.PGE off and on".
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

	/* The first guess may be torn. Then CMPXCHG8B fails, and returns the
	 * entry as it is. */
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

/* CPUID serialises on every processor; locked instructions do not, whatever
 * else they do (SDM vol. 3, 8.3; TRICKS, "all CPUs stand still"). */
static inline void sync_core(void)
{
	u32 unused[4];

	cpuid(0, unused);
}

static inline void send_ipi_all_but_self(enum ipi ipi)
{
	lapic_send_ipi_others(ipi);
}

static inline u64 get_cycles(void)
{
	return clock_cycles();
}

#endif
