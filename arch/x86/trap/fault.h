/* SPDX-License-Identifier: MIT */
/*
 * fault.h - what the trap code asks of panic.c: arch/panic.h has the rest.
 */
#ifndef ARCH_X86_TRAP_FAULT_H
#define ARCH_X86_TRAP_FAULT_H

#include "arch/panic.h"
#include "arch/x86/trap/idt.h"

/* panic() for an exception that nobody handles, with its registers. */
__noreturn void panic_trap(const struct trap_frame *frame);

/* Print this CPU's state: registers, callers, and the report hook's part. */
void panic_show_cpu(const struct trap_frame *frame);

/* From now on an NMI shows what its CPU is doing. */
void panic_init(void);

#endif
