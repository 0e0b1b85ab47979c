/* SPDX-License-Identifier: MIT */
/*
 * console.h - where text goes: any of VGA text screen, COM1, COM2.
 *
 * Nothing here takes a lock: for the boot CPU while it is alone, and for a
 * panic. Everybody else prints with printk() (smp/printk.h).
 */
#ifndef ARCH_X86_CONSOLE_H
#define ARCH_X86_CONSOLE_H

#include "lib/params.h"

/* Text goes to these from now on: CONSOLE_ bits. */
void console_init(unsigned int consoles);

void console_putc(char c);
void console_vprintf(const char *fmt, va_list args);
void console_printf(const char *fmt, ...) __printf(1, 2);

/* Wait, a bounded time, until the last byte has left the serial ports. */
void console_drain(void);

/* Which device results go to, and one finished record. */
void results_init(enum params_results device);
void results_write(const char *line);

/* A key pressed or a character received, or -1: never waits. */
int console_getc(void);

#endif
