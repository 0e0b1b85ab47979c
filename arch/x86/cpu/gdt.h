/* SPDX-License-Identifier: MIT */
/*
 * gdt.h - segments and task state segments, a set for each CPU.
 *
 * Every segment is flat but one: %fs is this CPU's struct x86_cpu, so that
 * %fs:0 is its number.
 */
#ifndef ARCH_X86_CPU_GDT_H
#define ARCH_X86_CPU_GDT_H

#include "arch/shared.h"
#include "arch/x86/cpu/percpu.h"
#include "arch/x86/layout_impl.h"
#include "lib/types.h"

#define GDT_ENTRIES   6
#define DF_STACK_SIZE 4096 /* bytes */

/* Intel SDM vol. 3, 7.2.1 "Task-State Segment (TSS)" */
struct tss {
	u16 link, link_pad;
	u32 esp0;
	u16 ss0, ss0_pad;
	u32 esp1;
	u16 ss1, ss1_pad;
	u32 esp2;
	u16 ss2, ss2_pad;
	u32 cr3, eip, eflags, eax, ecx, edx, ebx, esp, ebp, esi, edi;
	u16 es, es_pad, cs, cs_pad, ss, ss_pad, ds, ds_pad, fs, fs_pad, gs,
		gs_pad;
	u16 ldt, ldt_pad;
	u16 trap, io_map;
} __packed;

struct x86_cpu {
	u32 id; /* first: smp_processor_id() reads %fs:0 */
	u32 apic_id;
	/* preempt.h; it alone writes */
	SHARED(u32) preempt_count;
	SHARED(u32) interrupts;
	u64 gdt[GDT_ENTRIES];
	struct tss tss;    /* what the CPU runs in */
	struct tss df_tss; /* where a double fault finds a good stack */
	u8 df_stack[DF_STACK_SIZE] __aligned(16);
} __cacheline;

extern struct x86_cpu x86_cpus[NR_CPUS];

/*
 * Load segments and tasks for CPU number `cpu`: on that CPU, interrupts off,
 * once, before anything asks for the CPU's number.
 */
void gdt_init(unsigned int cpu);

#endif
