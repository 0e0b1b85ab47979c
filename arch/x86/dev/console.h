/* SPDX-License-Identifier: MIT */
/*
 * console.h - what machine_exit() needs besides arch/console.h.
 */
#ifndef ARCH_X86_DEV_CONSOLE_H
#define ARCH_X86_DEV_CONSOLE_H

#include "arch/console.h"

/* CONSOLE_VGA is the framebuffer, if framebuffer_use() was called before its
 * console_init(), else a VGA card's text mode. */

/* Wait, a bounded time, until the last byte has left the serial ports. */
void console_drain(void);

#endif
