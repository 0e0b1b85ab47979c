/* SPDX-License-Identifier: MIT */
/*
 * vga.h - the 80 x 25 text screen at physical B8000.
 */
#ifndef ARCH_X86_DEV_VGA_H
#define ARCH_X86_DEV_VGA_H

/* Clear the screen. The direct map must cover the first MiB. */
void vga_init(void);

/* Print at the cursor. '\n' starts a new line, '\r' goes to the start of the
 * line, '\b' one character back. The screen scrolls. */
void vga_putc(char c);

#endif
