/* SPDX-License-Identifier: MIT */
/*
 * console.h - where text goes, and where results go.
 *
 * Nothing here takes a lock. It is for the boot CPU while it is alone, and for
 * a panic. All other code prints by printk() (smp/printk.h).
 */
#ifndef ARCH_CONSOLE_H
#define ARCH_CONSOLE_H

#include "lib/types.h"

/* Consoles, to be combined. */
#define CONSOLE_VGA  BIT(0) /* the screen */
#define CONSOLE_COM1 BIT(1)
#define CONSOLE_COM2 BIT(2)

enum results_device {
	RESULTS_DEBUGCON,
	RESULTS_COM1,
	RESULTS_COM2,
	RESULTS_NONE,
};

/* From now on text goes to these consoles: CONSOLE_ bits. */
void console_init(unsigned int consoles);

void console_vprintf(const char *fmt, va_list args);
void console_printf(const char *fmt, ...) __printf(1, 2);

/* Show this text on the screen alone, if that is a console, instead of what is
 * there. At most 25 lines of 80 characters of code page 437. */
void console_show(const char *text);

/* Choose the device for results; write one finished record to it. */
void results_init(enum results_device device);
void results_write(const char *line);

/* A character typed or received, or -1 if there is none. Never waits. */
int console_getc(void);

#endif
