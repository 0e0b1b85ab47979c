/* SPDX-License-Identifier: MIT */
/*
 * The editor of a line: what is in it, and what a screen shows of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/lineedit.h"

#define UP    "\033[A"
#define DOWN  "\033[B"
#define RIGHT "\033[C"
#define LEFT  "\033[D"

static char screen[200];
static unsigned int column;

static void show(char c)
{
	if (c == '\n') {
		memset(screen, 0, sizeof(screen));
		column = 0;
	} else if (c == '\b') {
		assert_true(column > 0);
		column--;
	} else {
		assert_true(c >= ' ' && column < LINE_SIZE);
		screen[column++] = c;
	}
}

static struct lineedit *new_line(void)
{
	static struct lineedit line;

	memset(&line, 0, sizeof(line));
	line.put = show;
	show('\n');
	return &line;
}

static enum line_event type(struct lineedit *l, const char *keys)
{
	enum line_event event = LINE_GOES_ON;

	for (; *keys; keys++)
		event = lineedit_key(l, *keys);
	return event;
}

/* What is typed gives this text, with the cursor there, and the screen shows
 * it. What was erased is blank there. */
static void expect(struct lineedit *l, const char *keys, const char *text,
		   unsigned int cursor)
{
	size_t length = strlen(text);

	assert_int_equal(type(l, keys), LINE_GOES_ON);
	assert_int_equal(l->length, length);
	assert_memory_equal(l->text, text, length);
	assert_int_equal(l->cursor, cursor);
	assert_memory_equal(screen, text, length);
	assert_int_equal(column, cursor);
	for (const char *rest = screen + length; *rest; rest++)
		assert_int_equal(*rest, ' ');
}

static void keys_are_inserted_where_the_cursor_is(void **state)
{
	struct lineedit *l = new_line();

	(void)state;
	expect(l, "held", "held", 4);
	expect(l, LEFT LEFT "x", "hexld", 3);
	expect(l, RIGHT RIGHT RIGHT "y", "hexldy", 6);
	expect(l, "\001>", ">hexldy", 1);
	expect(l, "\005<", ">hexldy<", 8);
	expect(l, "\033[H" LEFT, ">hexldy<", 0);
	expect(l, "\033OF", ">hexldy<", 8);
	expect(l, "\033[1~", ">hexldy<", 0);
	expect(l, "\033[4~", ">hexldy<", 8);
}

static void keys_erase(void **state)
{
	struct lineedit *l = new_line();

	(void)state;
	expect(l, "\b\177", "", 0);
	expect(l, "abc\b", "ab", 2);
	expect(l, LEFT "\177", "b", 0);
	expect(l, "\033[3~\033[3~", "", 0);
	expect(l, "abc" LEFT LEFT "\004", "ac", 1);
	expect(l, "\025", "", 0);
}

static void sequences_of_other_keys_do_nothing(void **state)
{
	struct lineedit *l = new_line();

	(void)state;
	expect(l, "a\033[15~\033[1;5Pb\t\033xc", "abc", 3);
}

static void a_line_is_as_long_as_there_is_room(void **state)
{
	struct lineedit *l = new_line();
	char text[LINE_SIZE + 1];

	(void)state;
	memset(text, 'a', LINE_SIZE);
	text[LINE_SIZE] = '\0';
	type(l, text);
	assert_int_equal(l->length, LINE_SIZE - 1);
	assert_int_equal(type(l, "\n"), LINE_READY);
	assert_int_equal(strlen(l->text), LINE_SIZE - 1);
}

static void earlier_lines_come_back(void **state)
{
	struct lineedit *l = new_line();

	(void)state;
	type(l, UP DOWN);
	assert_int_equal(type(l, "first\n"), LINE_READY);
	assert_string_equal(l->text, "first");
	type(l, "second one\r");
	type(l, "second one\n"); /* kept once */
	type(l, "\n");           /* not kept */
	expect(l, "own" UP, "second one", 10);
	expect(l, UP, "first", 5);
	expect(l, UP, "first", 5);
	expect(l, DOWN DOWN DOWN, "own", 3);
	expect(l, UP UP "!", "first!", 6);
	assert_int_equal(type(l, "\n"), LINE_READY);
	assert_string_equal(l->text, "first!");
	expect(l, UP UP UP, "first", 5); /* is as it was */
}

static void the_oldest_lines_are_forgotten(void **state)
{
	struct lineedit *l = new_line();
	char text[] = "a\n";

	(void)state;
	for (int i = 0; i <= LINE_HISTORY; i++, text[0]++)
		type(l, text);
	for (int i = 0; i < LINE_HISTORY; i++)
		type(l, UP);
	expect(l, "", "b", 1);
	expect(l, UP, "b", 1);
}

static void input_ends_only_in_an_empty_line(void **state)
{
	struct lineedit *l = new_line();

	(void)state;
	expect(l, "a\004", "a", 1);
	assert_int_equal(type(l, "\b\004"), LINE_END);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_inserted_where_the_cursor_is),
		cmocka_unit_test(keys_erase),
		cmocka_unit_test(sequences_of_other_keys_do_nothing),
		cmocka_unit_test(a_line_is_as_long_as_there_is_room),
		cmocka_unit_test(earlier_lines_come_back),
		cmocka_unit_test(the_oldest_lines_are_forgotten),
		cmocka_unit_test(input_ends_only_in_an_empty_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
