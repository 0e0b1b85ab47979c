/* SPDX-License-Identifier: MIT */
/*
 * percpu.h - how many CPUs there can be, and which one this is.
 */
#ifndef ARCH_X86_CPU_PERCPU_H
#define ARCH_X86_CPU_PERCPU_H

#define NR_CPUS    64
#define CACHE_LINE 64 /* bytes */

static inline unsigned int smp_processor_id(void)
{
	unsigned int id;

	/* %fs is this CPU's struct x86_cpu: see gdt.h. Volatile: a thread that
	 * slept may wake on another CPU. */
	__asm__ volatile("movl %%fs:0, %0" : "=r"(id));
	return id;
}

#endif
