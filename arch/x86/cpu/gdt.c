/* SPDX-License-Identifier: MIT */
/* gdt.c - see gdt.h */
#include "arch/x86/cpu/gdt.h"

#include "arch/x86/cpu/asm.h"
#include "arch/x86/trap/idt.h"

/* Access bytes and flags (Intel SDM vol. 3, 3.4.5) */
#define SEG_CODE 0x9a
#define SEG_DATA 0x92
#define SEG_TSS  0x89
#define SEG_FLAT 0xc /* 32 bits, limit counts 4 KiB pages */
#define SEG_BYTE 0x4 /* 32 bits, limit counts bytes */

struct x86_cpu x86_cpus[NR_CPUS];

static u64 descriptor(u32 base, u32 limit, u8 access, u8 flags)
{
	return (u64)(limit & 0xffff) | (u64)(base & 0xffffff) << 16 |
	       (u64)access << 40 | (u64)(limit >> 16 & 0xf) << 48 |
	       (u64)flags << 52 | (u64)(base >> 24) << 56;
}

static u64 tss_descriptor(const struct tss *tss)
{
	return descriptor((u32)tss, sizeof(*tss) - 1, SEG_TSS, 0);
}

/* The state a double fault starts in: a stack of its own, nothing inherited. */
static void df_tss_init(struct x86_cpu *cpu)
{
	struct tss *tss = &cpu->df_tss;

	tss->eip = (u32)double_fault_task;
	tss->esp = (u32)(cpu->df_stack + DF_STACK_SIZE);
	tss->eflags = 0x2; /* the bit that is always set; interrupts off */
	tss->cs = KERNEL_CS;
	tss->ds = tss->es = tss->ss = tss->gs = KERNEL_DS;
	tss->fs = PERCPU_FS;
	tss->cr3 = read_cr3();
	tss->io_map = sizeof(*tss);
}

static void load_segments(const struct x86_cpu *cpu)
{
	struct {
		u16 limit;
		u32 base;
	} __packed gdtr = { sizeof(cpu->gdt) - 1, (u32)cpu->gdt };

	__asm__ volatile("lgdt %0\n"
			 "ljmp %1, $1f\n"
			 "1: movw %w2, %%ds\n"
			 "movw %w2, %%es\n"
			 "movw %w2, %%ss\n"
			 "movw %w2, %%gs\n"
			 "movw %w3, %%fs\n"
			 "ltr %w4"
			 :
			 : "m"(gdtr), "i"(KERNEL_CS), "r"(KERNEL_DS),
			   "r"(PERCPU_FS), "r"(TSS_SEL)
			 : "memory");
}

void gdt_init(unsigned int id)
{
	struct x86_cpu *cpu = &x86_cpus[id];

	cpu->id = id;
	cpu->gdt[KERNEL_CS / 8] = descriptor(0, 0xfffff, SEG_CODE, SEG_FLAT);
	cpu->gdt[KERNEL_DS / 8] = descriptor(0, 0xfffff, SEG_DATA, SEG_FLAT);
	cpu->gdt[PERCPU_FS / 8] =
		descriptor((u32)cpu, sizeof(*cpu) - 1, SEG_DATA, SEG_BYTE);
	cpu->gdt[TSS_SEL / 8] = tss_descriptor(&cpu->tss);
	cpu->gdt[DF_TSS / 8] = tss_descriptor(&cpu->df_tss);
	cpu->tss.io_map = sizeof(cpu->tss);
	df_tss_init(cpu);
	load_segments(cpu);
}
