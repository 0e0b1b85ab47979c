/* SPDX-License-Identifier: MIT */
/*
 * console.h - where text goes, and where results go.
 *
 * Nothing here takes a lock: for the boot CPU while it is alone, and for a
 * panic. Everybody else prints with printk() (smp/printk.h).
 */
#ifndef ARCH_CONSOLE_H
#define ARCH_CONSOLE_H

#include "lib/types.h"

/* Consoles, to be combined. */
#define CONSOLE_VGA  BIT(0)
#define CONSOLE_COM1 BIT(1)
#define CONSOLE_COM2 BIT(2)

enum results_device {
	RESULTS_DEBUGCON,
	RESULTS_COM1,
	RESULTS_COM2,
	RESULTS_NONE,
};

/* Text goes to these from now on: CONSOLE_ bits. */
void console_init(unsigned int consoles);

void console_putc(char c);
void console_vprintf(const char *fmt, va_list args);
void console_printf(const char *fmt, ...) __printf(1, 2);

/* Which device results go to, and one finished record. */
void results_init(enum results_device device);
void results_write(const char *line);

/* A key pressed or a character received, or -1: never waits. */
int console_getc(void);

#endif
