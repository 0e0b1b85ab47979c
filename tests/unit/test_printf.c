/* SPDX-License-Identifier: MIT */
/*
 * Formatted output, against the host's printf where ISO C says what is right.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/printf.h"

static const char *const widths[] = { "", "1", "8", "30" };
static const char *const precisions[] = { "", ".", ".0", ".1", ".9", ".25" };
static const char *const lengths[] = { "hh", "h", "", "l", "ll", "z" };
static const u64 values[] = {
	0,
	1,
	9,
	10,
	127,
	128,
	255,
	32768,
	65535,
	1234567890,
	0x7fffffff,
	0x80000000,
	0xffffffff,
	0x123456789abcdef0,
	0x7fffffffffffffff,
	0x8000000000000000,
	0xffffffffffffffff,
};

/* All subsets of "-0+ #" are numbered 0 to 31. */
static void spec_text(char *spec, unsigned int flags, const char *width,
		      const char *precision, const char *length, char letter)
{
	*spec++ = '%';
	for (unsigned int i = 0; i < 5; i++) {
		if (flags & BIT(i))
			*spec++ = "-0+ #"[i];
	}
	sprintf(spec, "%s%s%s%c", width, precision, length, letter);
}

/* 64-bit formats get 64 bits, the others an int: as the callee reads it. */
static void compare_integer(const char *spec, const char *length, u64 value)
{
	bool wide = *length == 'l' || *length == 'z';
	char ours[128], theirs[128];
	int our_length, their_length;

	if (wide) {
		our_length = ksnprintf(ours, sizeof(ours), spec, value);
		their_length = snprintf(theirs, sizeof(theirs), spec, value);
	} else {
		our_length = ksnprintf(ours, sizeof(ours), spec, (int)value);
		their_length =
			snprintf(theirs, sizeof(theirs), spec, (int)value);
	}
	if (strcmp(ours, theirs) != 0)
		fail_msg("%s: '%s' instead of '%s'", spec, ours, theirs);
	assert_int_equal(our_length, their_length);
}

static void compare_values(unsigned int flags, const char *width,
			   const char *precision)
{
	char spec[32];

	for (unsigned int i = 0; i < ARRAY_SIZE(lengths) * 5; i++) {
		const char *length = lengths[i / 5];

		spec_text(spec, flags, width, precision, length,
			  "diuxX"[i % 5]);
		for (unsigned int j = 0; j < ARRAY_SIZE(values); j++)
			compare_integer(spec, length, values[j]);
	}
}

static void integers_agree_with_the_host(void **state)
{
	(void)state;
	for (unsigned int flags = 0; flags < 32; flags++) {
		for (unsigned int i = 0;
		     i < ARRAY_SIZE(widths) * ARRAY_SIZE(precisions); i++)
			compare_values(flags, widths[i % ARRAY_SIZE(widths)],
				       precisions[i / ARRAY_SIZE(widths)]);
	}
}

#define assert_text(expected, ...)                                       \
	do {                                                             \
		char text[256];                                          \
		int length = ksnprintf(text, sizeof(text), __VA_ARGS__); \
		assert_string_equal(text, expected);                     \
		assert_int_equal(length, strlen(expected));              \
	} while (0)

static void strings_and_characters(void **state)
{
	char *volatile null = NULL; /* volatile: the compiler knows better */
	char *block = malloc(3);

	(void)state;
	assert_non_null(block);
	memcpy(block, "abc", 3);
	assert_text("", "%s", "");
	assert_text("a-b", "%s-%s", "a", "b");
	assert_text("  abc|abc  |", "%5s|%-5s|", "abc", "abc");
	assert_text("ab|   ab|", "%.2s|%5.2s|", "abc", "abc");
	assert_text("abc", "%.3s", block); /* not terminated */
	assert_text("||", "|%.0s|", "abc");
	assert_text("(null)| (null)", "%s|%7s", null, null);
	assert_text("x|  x|x  |%", "%c|%3c|%-3c|%%", 'x', 'x', 'x');
	free(block);
}

static void a_nul_character_counts(void **state)
{
	char text[4] = "zzz";

	(void)state;
	assert_int_equal(ksnprintf(text, sizeof(text), "a%cb", 0), 3);
	assert_memory_equal(text, "a\0b", 4);
}

static void stars(void **state)
{
	(void)state;
	assert_text("    7|7    |", "%*d|%*d|", 5, 7, -5, 7);
	assert_text("00007|7|", "%.*d|%.*d|", 5, 7, -5, 7);
	assert_text("ab|abc|", "%.*s|%.*s|", 2, "abc", -1, "abc");
	assert_text("   07|", "%*.*d|", 5, 2, 7);
}

static void pointers_show_every_digit(void **state)
{
	char expected[32];

	(void)state;
	snprintf(expected, sizeof(expected), "0x%0*x|", (int)sizeof(void *) * 2,
		 0xbeef);
	assert_text(expected, "%p|", (void *)0xbeef);
	snprintf(expected, sizeof(expected), "0x%0*x|", (int)sizeof(void *) * 2,
		 0);
	assert_text(expected, "%p|", NULL);
}

/* The formats are wrong on purpose; in variables the compiler lets them be. */
static void unknown_conversions_stand_as_they_are(void **state)
{
	static const char *const formats[] = {
		"%",   "%5",  "%-08.3", "%l",    "%ll",   "%q", "%n",   "%5.2f",
		"% k", "%zz", "%hhy|",  "100%!", "%\xff", "%.", "%lll",
	};

	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(formats); i++) {
		const char *format = formats[i];

		assert_text(format, format, 0);
	}
	/* An unknown one takes no argument: the 7 is for %d. */
	assert_text("%y7", (const char *[]){ "%y%d" }[0], 7);
}

static void a_huge_field_is_cut_to_its_maximum(void **state)
{
	/* Volatile, so that the compiler does not see what it would reject. */
	const char *volatile number = "%99999999999d";
	const char *volatile width = "%*d";
	const char *volatile precision = "%.*d";
	int most = PRINTF_FIELD_MAX;

	(void)state;
	assert_int_equal(ksnprintf(NULL, 0, number, 1), most);
	assert_int_equal(ksnprintf(NULL, 0, width, INT_MAX, 1), most);
	assert_int_equal(ksnprintf(NULL, 0, width, INT_MIN, 1), most);
	assert_int_equal(ksnprintf(NULL, 0, precision, INT_MAX, -1), most + 1);
	assert_int_equal(ksnprintf(NULL, 0, precision, INT_MIN, 12), 2);
}

static void a_short_buffer_is_kept_to(void **state)
{
	(void)state;
	for (size_t size = 0; size <= 10; size++) {
		char *text = malloc(size + 1); /* a byte to watch */

		assert_non_null(text);
		memset(text, 'z', size + 1);
		assert_int_equal(ksnprintf(text, size, "abc%d", 4567), 7);
		assert_int_equal(text[size], 'z');
		if (size) {
			assert_int_equal(strlen(text),
					 min(size - 1, (size_t)7));
			assert_memory_equal(text, "abc4567", strlen(text));
		}
		free(text);
	}
	assert_int_equal(ksnprintf(NULL, 0, "%s", "abc"), 3);
}

static void count_character(void *ctx, char c)
{
	(void)c;
	++*(int *)ctx;
}

static int __printf(2, 3) count_text(int *count, const char *fmt, ...)
{
	va_list args;
	int length;

	va_start(args, fmt);
	length = kvprintf(count_character, count, fmt, args);
	va_end(args);
	return length;
}

static void output_function_gets_each_character(void **state)
{
	int count = 0;

	(void)state;
	assert_int_equal(count_text(&count, "%s %5d", "abc", 1), 9);
	assert_int_equal(count, 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(integers_agree_with_the_host),
		cmocka_unit_test(strings_and_characters),
		cmocka_unit_test(a_nul_character_counts),
		cmocka_unit_test(stars),
		cmocka_unit_test(pointers_show_every_digit),
		cmocka_unit_test(unknown_conversions_stand_as_they_are),
		cmocka_unit_test(a_huge_field_is_cut_to_its_maximum),
		cmocka_unit_test(a_short_buffer_is_kept_to),
		cmocka_unit_test(output_function_gets_each_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
