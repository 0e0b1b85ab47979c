/* SPDX-License-Identifier: MIT */
/*
 * keyboard.h - a PS/2 keyboard, polled, US layout: enough for a prompt.
 */
#ifndef ARCH_X86_DEV_KEYBOARD_H
#define ARCH_X86_DEV_KEYBOARD_H

/* The next character typed, or -1 at once when there is none. Arrows, Home, End
 * and Delete come as the sequences that a terminal sends: lib/lineedit.h. */
int keyboard_getc(void);

#endif
