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
static bool row_full;       /* by the last one: more of the text may follow */

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

/*
 * The row above the cursor is full, and text goes on with `c`. If a word would
 * be broken, its beginning moves down. Returns whether c still has to be shown:
 * the row's end stands for a space.
 */
static bool wrap(char c)
{
	unsigned int start = cursor - COLUMNS;
	unsigned int word = cursor;
	unsigned int length;

	if (c == ' ')
		return false;
	while (word > start && (u8)cells[word - 1] != ' ')
		word--;
	length = word > start ? cursor - word : 0;
	for (unsigned int i = 0; i < length; i++) {
		cells[cursor + i] = cells[word + i];
		cells[word + i] = BLANK;
	}
	cursor += length;
	return true;
}

static void put(char c)
{
	cells[cursor++] = 0x0700 | (u8)c;
	row_full = cursor % COLUMNS == 0;
}

void vga_putc(char c)
{
	bool was_full = row_full;

	row_full = false;
	if (c == '\n')
		cursor += was_full ? 0 : COLUMNS - cursor % COLUMNS;
	else if (c == '\r')
		cursor -= was_full ? COLUMNS : cursor % COLUMNS;
	else if (c == '\b')
		cursor -= cursor > 0;
	else if (!was_full || wrap(c))
		put(c);
	if (cursor >= COLUMNS * ROWS)
		scroll();
	show_cursor();
}
