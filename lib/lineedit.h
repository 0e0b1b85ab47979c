/* SPDX-License-Identifier: MIT */
/*
 * lineedit.h - a line that somebody types: keys in, echo out, with a cursor and
 * the lines typed before.
 *
 * Keys are bytes as a terminal sends them: printable ASCII, control characters,
 * and the sequences of ECMA-48 (ESC [ ...) for arrows, Home, End and Delete.
 *
 *	left, right, Home or Ctrl-A, End or Ctrl-E    move the cursor
 *	Backspace, Delete, Ctrl-U                     erase; Ctrl-U: all
 *	up, down                                      earlier lines, later ones
 *	Enter                                         the line is ready
 *	Ctrl-D in an empty line                       no more input
 *
 * The echo uses printable characters, newline and backspace alone, so that a
 * console needs no control sequences; the prompt and a line have to fit on one
 * line of the screen.
 *
 * Context: any; nothing here locks, sleeps or allocates.
 */
#ifndef LIB_LINEEDIT_H
#define LIB_LINEEDIT_H

#include "lib/types.h"

#define LINE_SIZE    70 /* bytes, NUL included */
#define LINE_HISTORY 16 /* lines */

/* All zeros but for `put` before the first key. */
struct lineedit {
	void (*put)(char c); /* echo */
	char text[LINE_SIZE];
	unsigned int length, cursor;

	char history[LINE_HISTORY][LINE_SIZE]; /* the last one first */
	unsigned int kept;                     /* lines of it */
	unsigned int back;   /* which one is shown; 0: none, but... */
	char own[LINE_SIZE]; /* ...this, kept while another one is shown */

	enum { NO_ESCAPE, AFTER_ESC, IN_SEQUENCE } escape;
	char number; /* of such a sequence: its last digit, or 0 */
};

enum line_event {
	LINE_GOES_ON,
	LINE_READY, /* text has it; the next key begins another one */
	LINE_END,   /* there is no more input */
};

enum line_event lineedit_key(struct lineedit *line, char c);

#endif
