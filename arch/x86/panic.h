/* SPDX-License-Identifier: MIT */
/*
 * panic.h - the end of a kernel that found itself wrong.
 */
#ifndef ARCH_X86_PANIC_H
#define ARCH_X86_PANIC_H

#include "arch/x86/idt.h"
#include "lib/types.h"

/*
 * Print the message, where it happened, what every CPU was doing and which
 * locks it held; end with EXIT_PANIC. Any context. Takes no lock.
 */
__noreturn void panic(const char *fmt, ...) __printf(1, 2);

/* The same for an exception nobody handles, with its registers. */
__noreturn void panic_trap(const struct trap_frame *frame);

/* assert() stays on: conditions are cheap, and a wrong answer costs more. */
#define assert(condition)                                                \
	do {                                                             \
		if (unlikely(!(condition)))                              \
			panic("assertion failed: %s, %s:%d", #condition, \
			      __FILE__, __LINE__);                       \
	} while (0)

/*
 * What higher floors know about this CPU (locks held, what it waits for), to be
 * printed with console_printf(), and what they must do before the machine stops
 * (the end record). No locks, no waiting. Set once at start; may be NULL.
 */
extern void (*panic_report_hook)(void);
extern void (*panic_end_hook)(void);

/* Print this CPU's state: registers, callers, and the report hook's part. */
void panic_show_cpu(const struct trap_frame *frame);

/* From now on an NMI shows what its CPU is doing. */
void panic_init(void);

#endif
