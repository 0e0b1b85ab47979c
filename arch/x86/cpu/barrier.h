/* SPDX-License-Identifier: MIT */
/*
 * barrier.h - the order of this CPU's accesses, and its pause in wait loops:
 * arch/machine.h has the contracts.
 */
#ifndef ARCH_X86_CPU_BARRIER_H
#define ARCH_X86_CPU_BARRIER_H

/* A locked instruction orders loads after stores on every x86; MFENCE needs
 * SSE2 (Intel SDM vol. 3, 8.2.2). */
#define smp_mb() __asm__ volatile("lock; addl $0, (%%esp)" : : : "memory", "cc")

static inline void cpu_relax(void)
{
	__asm__ volatile("pause" : : : "memory");
}

#endif
