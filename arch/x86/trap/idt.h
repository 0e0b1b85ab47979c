/* SPDX-License-Identifier: MIT */
/*
 * idt.h - interrupt vectors and their handlers.
 */
#ifndef ARCH_X86_TRAP_IDT_H
#define ARCH_X86_TRAP_IDT_H

#include "lib/types.h"

/* Exceptions (Intel SDM vol. 3, 6.3.1) */
#define VECTOR_NMI          2
#define VECTOR_DOUBLE_FAULT 8
#define VECTOR_PAGE_FAULT   14
#define NR_EXCEPTIONS       32

/* The PICs, masked; only their spurious interrupts may still arrive. */
#define VECTOR_PIC 0x20

/* A priority class (the upper four bits) each: a P6's APIC takes two interrupts
 * of a class, and makes the sender of a third one try again and again (SDM
 * vol. 3, "Interrupt Acceptance for Fixed Interrupts"). */
#define VECTOR_TIMER     0xa0
#define VECTOR_IPI(ipi)  (0xb0 + 0x10 * (ipi))
#define VECTOR_LAPIC_ERR 0xf0
#define VECTOR_SPURIOUS  0xff /* low four bits set: old APICs need it */

/* What vectors.S pushes at an exception; the CPU pushed `eip` and the rest. */
struct trap_frame {
	u32 edi, esi, ebp, unused_esp, ebx, edx, ecx, eax;
	u32 vector;
	u32 error; /* 0 where the exception has none */
	u32 eip, cs, eflags;
};

typedef void (*irq_handler_t)(void);

/*
 * Handle `vector` (32 and up) with `handler`: on the CPU it arrives at, with
 * interrupts off, on the stack of whatever was running. Boot CPU, at start.
 */
void irq_register(u8 vector, irq_handler_t handler);

/* Called at the start of every interrupt, before the handler; may be NULL. */
extern void (*irq_enter_hook)(void);
/* Called at an NMI; may be NULL. */
extern void (*nmi_hook)(const struct trap_frame *frame);

/* Build the table and load it: the boot CPU, once. Only load it: every other
 * CPU. Interrupts off. */
void idt_init(void);
void idt_load(void);

/* vectors.S: entry of each vector; the task that takes a double fault. */
extern const u32 vector_entry[256];
void double_fault_task(void);

/* trap.c, called by vectors.S */
void trap_dispatch(struct trap_frame *frame);
void irq_dispatch(u32 vector);
__noreturn void double_fault(void);

#endif
