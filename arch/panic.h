/* SPDX-License-Identifier: MIT */
/*
 * panic.h - stop when the kernel itself is wrong.
 */
#ifndef ARCH_PANIC_H
#define ARCH_PANIC_H

#include "lib/types.h"

/*
 * Print the message, where it happened, and of each CPU that was not idle what
 * it was doing and which locks it held; and the message once more, since a
 * screen has scrolled. Then end with EXIT_PANIC. Any context. Takes no lock.
 */
__noreturn void panic(const char *fmt, ...) __printf(1, 2);

/* assert() is never compiled out: the conditions are cheap, and a wrong answer
 * costs more. */
#define assert(condition)                                                \
	do {                                                             \
		if (unlikely(!(condition)))                              \
			panic("assertion failed: %s, %s:%d", #condition, \
			      __FILE__, __LINE__);                       \
	} while (0)

/*
 * For higher layers: print what they know about this CPU (locks held, what it
 * waits for) by console_printf(); do what must be done before the machine stops
 * (the end record); say whether this CPU was idle until it was interrupted. No
 * locks, no waiting. Set once at start; may be NULL.
 */
extern void (*panic_report_hook)(void);
extern void (*panic_end_hook)(void);
extern bool (*panic_idle_hook)(void);

#endif
