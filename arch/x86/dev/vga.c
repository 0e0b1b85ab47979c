/* SPDX-License-Identifier: MIT */
/* vga.c - see vga.h */
#include "arch/x86/dev/vga.h"

#include "arch/x86/cpu/asm.h"
#include "arch/x86/layout_impl.h"

#define COLUMNS 80
#define ROWS    25
#define BLANK   0x0720 /* a space, light grey on black */

/* CRT controller: index and data port; the cursor's cell number */
#define CRTC_INDEX       0x3d4
#define CRTC_DATA        0x3d5
#define CRTC_CURSOR_HIGH 0x0e
#define CRTC_CURSOR_LOW  0x0f

static volatile u16 *const cells = (u16 *)(PAGE_OFFSET + 0xB8000);
static unsigned int cursor; /* cell the next character goes to */

static void show_cursor(void)
{
	outb(CRTC_INDEX, CRTC_CURSOR_HIGH);
	outb(CRTC_DATA, (u8)(cursor >> 8));
	outb(CRTC_INDEX, CRTC_CURSOR_LOW);
	outb(CRTC_DATA, (u8)cursor);
}

static void blank(unsigned int from, unsigned int to)
{
	while (from < to)
		cells[from++] = BLANK;
}

static void scroll(void)
{
	for (unsigned int i = 0; i < COLUMNS * (ROWS - 1); i++)
		cells[i] = cells[i + COLUMNS];
	blank(COLUMNS * (ROWS - 1), COLUMNS * ROWS);
	cursor -= COLUMNS;
}

void vga_init(void)
{
	blank(0, COLUMNS * ROWS);
	cursor = 0;
	show_cursor();
}

void vga_putc(char c)
{
	if (c == '\n')
		cursor += COLUMNS - cursor % COLUMNS;
	else if (c == '\r')
		cursor -= cursor % COLUMNS;
	else if (c == '\b')
		cursor -= cursor > 0;
	else
		cells[cursor++] = 0x0700 | (u8)c;
	if (cursor >= COLUMNS * ROWS)
		scroll();
	show_cursor();
}
