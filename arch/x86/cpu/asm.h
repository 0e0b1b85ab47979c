/* SPDX-License-Identifier: MIT */
/*
 * asm.h - one inline function for each instruction that C has no word for.
 */
#ifndef ARCH_X86_CPU_ASM_H
#define ARCH_X86_CPU_ASM_H

#include "lib/types.h"

#define EFLAGS_IF BIT(9)
#define EFLAGS_ID BIT(21)

#define CR0_WP BIT(16)
#define CR0_PG BIT(31)
/* Protected mode, an FPU whose errors are exceptions. */
#define CR0_BOOT 0x33

#define CR4_PAE BIT(5)
#define CR4_PGE BIT(7)

static inline void outb(u16 port, u8 value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline u8 inb(u16 port)
{
	u8 value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static inline void outw(u16 port, u16 value)
{
	__asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port));
}

static inline void outl(u16 port, u32 value)
{
	__asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port));
}

static inline u32 inl(u16 port)
{
	u32 value;

	__asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static inline void cpuid(u32 leaf, u32 out[4])
{
	__asm__ volatile("cpuid"
			 : "=a"(out[0]), "=b"(out[1]), "=c"(out[2]),
			   "=d"(out[3])
			 : "a"(leaf), "c"(0)
			 : "memory");
}

static inline u64 rdtsc(void)
{
	u64 tsc;

	__asm__ volatile("rdtsc" : "=A"(tsc));
	return tsc;
}

static inline u64 rdmsr(u32 msr)
{
	u64 value;

	__asm__ volatile("rdmsr" : "=A"(value) : "c"(msr));
	return value;
}

static inline void wrmsr(u32 msr, u64 value)
{
	__asm__ volatile("wrmsr" : : "c"(msr), "A"(value) : "memory");
}

/* Earlier stores are visible, and earlier instructions done, before a WRMSR
 * that does not serialise, such as those of x2APIC registers. A CPU that has
 * these has SSE2, too (SDM vol. 3, "MSR Access in x2APIC Mode"). */
static inline void wrmsr_fence(void)
{
	__asm__ volatile("mfence; lfence" : : : "memory");
}

static inline u32 read_eflags(void)
{
	u32 flags;

	__asm__ volatile("pushfl; popl %0" : "=r"(flags) : : "memory");
	return flags;
}

static inline void write_eflags(u32 flags)
{
	__asm__ volatile("pushl %0; popfl" : : "r"(flags) : "memory", "cc");
}

static inline u32 read_cr0(void)
{
	u32 value;

	__asm__ volatile("movl %%cr0, %0" : "=r"(value));
	return value;
}

static inline void write_cr0(u32 value)
{
	__asm__ volatile("movl %0, %%cr0" : : "r"(value) : "memory");
}

static inline u32 read_cr2(void)
{
	u32 value;

	__asm__ volatile("movl %%cr2, %0" : "=r"(value));
	return value;
}

static inline u32 read_cr3(void)
{
	u32 value;

	__asm__ volatile("movl %%cr3, %0" : "=r"(value));
	return value;
}

static inline void write_cr3(u32 value)
{
	__asm__ volatile("movl %0, %%cr3" : : "r"(value) : "memory");
}

static inline u32 read_cr4(void)
{
	u32 value;

	__asm__ volatile("movl %%cr4, %0" : "=r"(value));
	return value;
}

static inline void write_cr4(u32 value)
{
	__asm__ volatile("movl %0, %%cr4" : : "r"(value) : "memory");
}

static inline void invlpg(unsigned long vaddr)
{
	__asm__ volatile("invlpg (%0)" : : "r"(vaddr) : "memory");
}

/* Write all caches back to memory and empty them. */
static inline void wbinvd(void)
{
	__asm__ volatile("wbinvd" : : : "memory");
}

static inline void cli(void)
{
	__asm__ volatile("cli" : : : "memory");
}

static inline void sti(void)
{
	__asm__ volatile("sti" : : : "memory");
}

/* If *at is old, make it new; returns what it was. Aligned to 8 bytes. */
static inline u64 cmpxchg64(u64 *at, u64 old, u64 new)
{
	__asm__ volatile("lock; cmpxchg8b %1"
			 : "+A"(old), "+m"(*at)
			 : "b"((u32) new), "c"((u32)(new >> 32))
			 : "memory", "cc");
	return old;
}

/*
 * Interrupts on, and sleep until the next one. STI takes effect only after the
 * instruction that follows it, so no interrupt can slip in before the HLT and
 * leave the CPU asleep with work to do (Intel SDM vol. 2, STI).
 */
static inline void sti_hlt(void)
{
	__asm__ volatile("sti; hlt" : : : "memory");
}

static inline __noreturn void halt_forever(void)
{
	for (;;)
		__asm__ volatile("cli; hlt" : : : "memory");
}

#endif
