/* SPDX-License-Identifier: MIT */
/*
 * The screen's cells, and what of them is drawn on a device.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/x86/dev/screen.h"

static char picture[SCREEN_ROWS][SCREEN_COLUMNS + 1];
static unsigned int drawn; /* cells, since the last look */
static unsigned int cursor_row, cursor_column;

static void draw(unsigned int row, unsigned int column, u8 c)
{
	assert_true(row < SCREEN_ROWS && column < SCREEN_COLUMNS);
	picture[row][column] = (char)c;
	drawn++;
}

static void cursor(unsigned int row, unsigned int column)
{
	assert_true(row < SCREEN_ROWS && column < SCREEN_COLUMNS);
	cursor_row = row;
	cursor_column = column;
}

static const struct screen_device device = { draw, cursor };

static int start(void **state)
{
	(void)state;
	memset(picture, 0, sizeof(picture));
	screen_init(&device);
	drawn = 0;
	return 0;
}

static void print(const char *text)
{
	while (*text)
		screen_putc(*text++);
	screen_flush();
}

static const char *row(unsigned int n)
{
	static char text[SCREEN_COLUMNS + 1];
	size_t length = SCREEN_COLUMNS;

	memcpy(text, picture[n], sizeof(text));
	while (length && text[length - 1] == ' ')
		length--;
	text[length] = '\0';
	return text;
}

static void starts_blank(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < SCREEN_ROWS; i++)
		assert_string_equal(row(i), "");
	assert_true(picture[SCREEN_ROWS - 1][SCREEN_COLUMNS - 1] == ' ');
	assert_int_equal(cursor_row + cursor_column, 0);
}

static void draws_what_changes(void **state)
{
	(void)state;
	print("one\ntwo");
	assert_string_equal(row(0), "one");
	assert_string_equal(row(1), "two");
	assert_int_equal(cursor_row, 1);
	assert_int_equal(cursor_column, 3);
	/* Six letters, and the cell that the cursor has left. */
	assert_int_equal(drawn, 6 + 1);
}

static void draws_nothing_before_it_is_told_to(void **state)
{
	(void)state;
	screen_putc('x');
	assert_int_equal(drawn, 0);
	screen_flush();
	assert_string_equal(row(0), "x");
}

/* What scrolls, but looks as before, is not drawn. */
static void scrolling_draws_differences(void **state)
{
	(void)state;
	for (int i = 0; i < SCREEN_ROWS - 1; i++)
		print("the same\n");
	print("the last");
	drawn = 0;
	print("\n");
	assert_string_equal(row(SCREEN_ROWS - 3), "the same");
	assert_string_equal(row(SCREEN_ROWS - 2), "the last");
	assert_string_equal(row(SCREEN_ROWS - 1), "");
	/* "same" became "last", and "the last" went: 4 - 2 and 7 cells; and
	 * the cell where the cursor was. */
	assert_in_range(drawn, 8, 12);
}

static void many_lines_at_once_are_drawn_once(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++)
		screen_putc(i % 2 ? '\n' : 'x');
	screen_flush();
	assert_true(drawn <= SCREEN_CELLS + 1);
	assert_string_equal(row(SCREEN_ROWS - 2), "x");
}

static void words_stay_whole(void **state)
{
	(void)state;
	for (int i = 0; i < 76; i++)
		screen_putc('.');
	print(" ab");
	assert_int_equal(cursor_column, 79);
	print("cd ef\n");
	assert_int_equal(strlen(row(0)), 76);
	assert_string_equal(row(1), "abcd ef");
}

static void full_row_takes_the_newline(void **state)
{
	(void)state;
	for (int i = 0; i < SCREEN_COLUMNS; i++)
		screen_putc('.');
	print("\nnext");
	assert_string_equal(row(1), "next");
}

static void full_row_takes_the_space(void **state)
{
	(void)state;
	for (int i = 0; i < SCREEN_COLUMNS; i++)
		screen_putc('.');
	print(" next");
	assert_string_equal(row(1), "next");
}

static void goes_back(void **state)
{
	(void)state;
	print("abc\b\bX");
	assert_string_equal(row(0), "aXc");
	print("\rY");
	assert_string_equal(row(0), "YXc");
	print("\r\b\b\bZ");
	assert_string_equal(row(0), "ZXc");
}

static void redraws_all(void **state)
{
	(void)state;
	print("abc");
	memset(picture, 0, sizeof(picture));
	screen_redraw();
	assert_string_equal(row(0), "abc");
	assert_string_equal(row(SCREEN_ROWS - 1), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(starts_blank, start),
		cmocka_unit_test_setup(draws_what_changes, start),
		cmocka_unit_test_setup(draws_nothing_before_it_is_told_to,
				       start),
		cmocka_unit_test_setup(scrolling_draws_differences, start),
		cmocka_unit_test_setup(many_lines_at_once_are_drawn_once,
				       start),
		cmocka_unit_test_setup(words_stay_whole, start),
		cmocka_unit_test_setup(full_row_takes_the_newline, start),
		cmocka_unit_test_setup(full_row_takes_the_space, start),
		cmocka_unit_test_setup(goes_back, start),
		cmocka_unit_test_setup(redraws_all, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
