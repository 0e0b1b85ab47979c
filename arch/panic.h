/* SPDX-License-Identifier: MIT */
/*
 * panic.h - the end of a kernel that found itself wrong.
 */
#ifndef ARCH_PANIC_H
#define ARCH_PANIC_H

#include "lib/types.h"

/*
 * Print the message, where it happened, what every CPU was doing and which
 * locks it held; end with EXIT_PANIC. Any context. Takes no lock.
 */
__noreturn void panic(const char *fmt, ...) __printf(1, 2);

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

#endif
