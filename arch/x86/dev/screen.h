/* SPDX-License-Identifier: MIT */
/*
 * screen.h - 80 x 25 characters, the same whatever shows them: the text mode of
 * a VGA card (vga.h) or a picture in memory (framebuffer.h).
 *
 * The screen knows what is shown. So nothing is ever read from a device, whose
 * memory is slow, and what stays as it is is not drawn again.
 */
#ifndef ARCH_X86_DEV_SCREEN_H
#define ARCH_X86_DEV_SCREEN_H

#include "lib/types.h"

#define SCREEN_COLUMNS 80
#define SCREEN_ROWS    25
#define SCREEN_CELLS   (SCREEN_COLUMNS * SCREEN_ROWS)

/* What shows the characters. A character is a byte of code page 437. */
struct screen_device {
	void (*draw)(unsigned int row, unsigned int column, u8 c);
	/* The next character comes here. What is drawn there stays visible, and
	 * is drawn again before the cursor goes elsewhere. */
	void (*cursor)(unsigned int row, unsigned int column);
};

/* Clear the screen, and show it on this device from now on. */
void screen_init(const struct screen_device *device);

/* Draw everything again: the device has forgotten what it showed. */
void screen_redraw(void);

/* Print at the cursor. '\n' starts a new line, '\r' goes to the start of the
 * line, '\b' one character back. The screen scrolls. Nothing is drawn yet. */
void screen_putc(char c);

/* Instead of all that is there, this text of at most SCREEN_ROWS lines; text
 * that is printed later follows it. Drawn at once. */
void screen_show(const char *text);

/* Draw what has changed. */
void screen_flush(void);

#endif
