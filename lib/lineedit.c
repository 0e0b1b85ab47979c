/* SPDX-License-Identifier: MIT */
/* lineedit.c - see lineedit.h */
#include "lib/lineedit.h"

#include "lib/string.h"

#define CTRL(letter) ((letter)&0x1f)
#define ESC          033
#define RUBOUT       0177

static void put_times(struct lineedit *l, char c, unsigned int times)
{
	for (; times; times--)
		l->put(c);
}

/* From the cursor to the end, over `old` characters that are no longer there;
 * then back. */
static void redraw(struct lineedit *l, unsigned int old)
{
	for (unsigned int i = l->cursor; i < l->length; i++)
		l->put(l->text[i]);
	put_times(l, ' ', old);
	put_times(l, '\b', l->length - l->cursor + old);
}

static void go_to(struct lineedit *l, unsigned int cursor)
{
	for (; l->cursor > cursor; l->cursor--)
		l->put('\b');
	for (; l->cursor < cursor; l->cursor++)
		l->put(l->text[l->cursor]);
}

static void insert(struct lineedit *l, char c)
{
	if (l->length == LINE_SIZE - 1)
		return;
	memmove(l->text + l->cursor + 1, l->text + l->cursor,
		l->length - l->cursor);
	l->text[l->cursor++] = c;
	l->length++;
	l->put(c);
	redraw(l, 0);
}

/* The character under the cursor. */
static void erase(struct lineedit *l)
{
	if (l->cursor == l->length)
		return;
	l->length--;
	memmove(l->text + l->cursor, l->text + l->cursor + 1,
		l->length - l->cursor);
	redraw(l, 1);
}

static void replace(struct lineedit *l, const char *text)
{
	unsigned int old = l->length;

	go_to(l, 0);
	l->length = (unsigned int)strlen(text);
	memcpy(l->text, text, l->length);
	redraw(l, old > l->length ? old - l->length : 0);
	go_to(l, l->length);
}

static void show_history(struct lineedit *l, unsigned int back)
{
	if (back > l->kept)
		return;
	l->text[l->length] = '\0';
	if (!l->back)
		memcpy(l->own, l->text, sizeof(l->own));
	l->back = back;
	replace(l, back ? l->history[back - 1] : l->own);
}

static void remember(struct lineedit *l)
{
	if (!l->length || (l->kept && strcmp(l->history[0], l->text) == 0))
		return;
	memmove(l->history[1], l->history[0],
		sizeof(l->history) - sizeof(l->history[0]));
	memcpy(l->history[0], l->text, sizeof(l->history[0]));
	l->kept = min(l->kept + 1, (unsigned int)LINE_HISTORY);
}

static enum line_event ready(struct lineedit *l)
{
	l->put('\n');
	l->text[l->length] = '\0';
	remember(l);
	l->length = l->cursor = l->back = 0;
	return LINE_READY;
}

static void move(struct lineedit *l, char key)
{
	switch (key) {
	case 'A':
		show_history(l, l->back + 1);
		break;
	case 'B':
		if (l->back)
			show_history(l, l->back - 1);
		break;
	case 'C':
		go_to(l, min(l->cursor + 1, l->length));
		break;
	case 'D':
		go_to(l, l->cursor ? l->cursor - 1 : 0);
		break;
	case 'H':
		go_to(l, 0);
		break;
	case 'F':
		go_to(l, l->length);
		break;
	}
}

/* Home, Delete and End, as some terminals say them. */
static void numbered(struct lineedit *l, char number)
{
	if (number == '3')
		erase(l);
	else if (number == '1' || number == '7')
		move(l, 'H');
	else if (number == '4' || number == '8')
		move(l, 'F');
}

static void in_escape(struct lineedit *l, char c)
{
	if (l->escape == AFTER_ESC) {
		l->escape = c == '[' || c == 'O' ? IN_SEQUENCE : NO_ESCAPE;
		l->number = 0;
	} else if (c >= '0' && c <= '?') {
		l->number = c;
	} else {
		l->escape = NO_ESCAPE;
		if (c == '~')
			numbered(l, l->number);
		else
			move(l, c);
	}
}

static void control(struct lineedit *l, char c)
{
	if ((c == '\b' || c == RUBOUT) && l->cursor) {
		go_to(l, l->cursor - 1);
		erase(l);
	} else if (c == CTRL('A')) {
		move(l, 'H');
	} else if (c == CTRL('E')) {
		move(l, 'F');
	} else if (c == CTRL('D')) {
		erase(l);
	} else if (c == CTRL('U')) {
		replace(l, "");
	} else if (c == ESC) {
		l->escape = AFTER_ESC;
	}
}

enum line_event lineedit_key(struct lineedit *l, char c)
{
	if (l->escape)
		in_escape(l, c);
	else if (c == '\n' || c == '\r')
		return ready(l);
	else if (c == CTRL('D') && !l->length)
		return LINE_END;
	else if (c >= ' ' && c < RUBOUT)
		insert(l, c);
	else
		control(l, c);
	return LINE_GOES_ON;
}
