/* SPDX-License-Identifier: MIT */
/* screen.c - see screen.h */
#include "arch/x86/dev/screen.h"

#define COLUMNS SCREEN_COLUMNS

static const struct screen_device *device;
static u8 cells[SCREEN_CELLS]; /* what is to be shown */
static u8 shown[SCREEN_CELLS]; /* what is */
/* Cells outside [changed_from, changed_to) are shown as they are to be. */
static unsigned int changed_from = SCREEN_CELLS, changed_to;
static unsigned int cursor;       /* cell the next character goes to */
static unsigned int shown_cursor; /* cell the device has its cursor in */
static bool row_full; /* by the last one: more of the text may follow */

static void set(unsigned int cell, u8 c)
{
	cells[cell] = c;
	changed_from = min(changed_from, cell);
	changed_to = max(changed_to, cell + 1);
}

static void draw(unsigned int cell)
{
	shown[cell] = cells[cell];
	device->draw(cell / COLUMNS, cell % COLUMNS, shown[cell]);
}

static void show_cursor(void)
{
	if (shown_cursor != cursor)
		draw(shown_cursor);
	shown_cursor = cursor;
	device->cursor(cursor / COLUMNS, cursor % COLUMNS);
}

void screen_flush(void)
{
	if (!device)
		return;
	for (unsigned int cell = changed_from; cell < changed_to; cell++)
		if (shown[cell] != cells[cell])
			draw(cell);
	changed_from = SCREEN_CELLS;
	changed_to = 0;
	show_cursor();
}

void screen_redraw(void)
{
	if (!device)
		return;
	for (unsigned int cell = 0; cell < SCREEN_CELLS; cell++)
		draw(cell);
	screen_flush();
}

static void clear(void)
{
	for (unsigned int cell = 0; cell < SCREEN_CELLS; cell++)
		set(cell, ' ');
	cursor = 0;
	row_full = false;
}

void screen_init(const struct screen_device *on)
{
	device = on;
	clear();
	shown_cursor = 0;
	screen_redraw();
}

static void scroll(void)
{
	for (unsigned int cell = 0; cell < SCREEN_CELLS; cell++)
		set(cell, cell + COLUMNS < SCREEN_CELLS ? cells[cell + COLUMNS]
							: ' ');
	cursor -= COLUMNS;
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
	while (word > start && cells[word - 1] != ' ')
		word--;
	length = word > start ? cursor - word : 0;
	for (unsigned int i = 0; i < length; i++) {
		set(cursor + i, cells[word + i]);
		set(word + i, ' ');
	}
	cursor += length;
	return true;
}

static void put(char c)
{
	set(cursor++, (u8)c);
	row_full = cursor % COLUMNS == 0;
}

void screen_putc(char c)
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
	if (cursor >= SCREEN_CELLS)
		scroll();
}

void screen_show(const char *text)
{
	clear();
	while (*text)
		screen_putc(*text++);
	screen_flush();
}
