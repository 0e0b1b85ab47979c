/* SPDX-License-Identifier: MIT */
/*
 * Pieces of a line: words, list members, numbers, sizes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/text.h"

static struct text text_of(const char *s)
{
	return (struct text){ .at = s, .len = strlen(s) };
}

static void words_are_split_at_blanks_and_tabs(void **state)
{
	const char *line = " \t a=1,2\tb \x80\n ";

	(void)state;
	assert_true(text_is(text_next_word(&line), "a=1,2"));
	assert_true(text_is(text_next_word(&line), "b"));
	assert_true(text_is(text_next_word(&line), "\x80\n"));
	assert_int_equal(text_next_word(&line).len, 0);
	assert_int_equal(text_next_word(&line).len, 0);
}

static void check_members(const char *s, const char *const *members,
			  unsigned int count)
{
	struct text list = text_of(s);
	unsigned int i = 0;

	while (list.at) {
		struct text member = text_next_member(&list);

		assert_true(i < count);
		assert_true(text_is(member, members[i++]));
	}
	assert_int_equal(i, count);
}

static void lists_keep_empty_members(void **state)
{
	(void)state;
	check_members("", (const char *[]){ "" }, 1);
	check_members("a", (const char *[]){ "a" }, 1);
	check_members("a,bc", (const char *[]){ "a", "bc" }, 2);
	check_members("a,", (const char *[]){ "a", "" }, 2);
	check_members(",a", (const char *[]){ "", "a" }, 2);
	check_members(",,", (const char *[]){ "", "", "" }, 3);
}

/* A heap block without NUL, so that the sanitizer sees a byte too many read. */
static void nothing_behind_the_text_is_read(void **state)
{
	char *block = malloc(3);
	struct text t = { .at = block, .len = 3 };
	u64 n = 0;

	(void)state;
	assert_non_null(block);
	memcpy(block, "12k", 3);
	assert_true(text_size(t, &n));
	assert_false(text_is(t, "12kb"));
	assert_false(text_starts_with(t, "12kb"));
	assert_true(text_starts_with(t, "12"));
	memcpy(block, "123", 3);
	assert_true(text_number_or_hex(t, 0, 999, &n));
	assert_int_equal(n, 123);
	memcpy(block, "1,2", 3);
	text_next_member(&t);
	assert_true(text_is(text_next_member(&t), "2"));
	free(block);
}

static void check_number(const char *s, u64 least, u64 most, u64 expected)
{
	u64 n = 99;

	assert_true(text_number(text_of(s), least, most, &n));
	assert_true(n == expected);
	assert_true(text_number_or_hex(text_of(s), least, most, &n));
	assert_true(n == expected);
}

static void check_no_number(const char *s, u64 least, u64 most)
{
	u64 n = 99;

	assert_false(text_number(text_of(s), least, most, &n));
	assert_false(text_number_or_hex(text_of(s), least, most, &n));
	assert_int_equal(n, 99);
}

static void decimal_numbers(void **state)
{
	(void)state;
	check_number("0", 0, 0, 0);
	check_number("7", 7, 7, 7);
	check_number("0000000000000000000000000000000000009", 0, 9, 9);
	check_number("18446744073709551615", 0, UINT64_MAX, UINT64_MAX);
	check_number("512", 8, 512, 512);
	check_number("8", 8, 512, 8);
	check_no_number("7", 8, 512);
	check_no_number("513", 8, 512);
	check_no_number("1", 0, 0);
	check_no_number("18446744073709551616", 0, UINT64_MAX);
	check_no_number("18446744073709551624", 8, 512); /* 8 if it wrapped */
	check_no_number("99999999999999999999999999999999", 0, UINT64_MAX);
}

static void what_is_not_a_number(void **state)
{
	static const char *const texts[] = {
		"",    "-1",  "+1", "1 ", " 1",  "1x",   "a",
		"1.0", "1,",  "x1", "0x", "0X",  "1k",   "\xb1",
		"1e3", "0b1", "/",  ":",  "0x ", "0x-1",
	};

	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(texts); i++)
		check_no_number(texts[i], 0, UINT64_MAX);
}

static void check_hex(const char *s, u64 most, bool good, u64 expected)
{
	u64 n = 99;

	assert_int_equal(text_number_or_hex(text_of(s), 0, most, &n), good);
	assert_true(n == (good ? expected : 99));
	assert_false(text_number(text_of(s), 0, most, &n));
}

static void hexadecimal_numbers(void **state)
{
	(void)state;
	check_hex("0x0", 0, true, 0);
	check_hex("0xAf", 255, true, 0xaf);
	check_hex("0XaF", 255, true, 0xaf);
	check_hex("0xffffffff", UINT32_MAX, true, 0xffffffff);
	check_hex("0x100000000", UINT32_MAX, false, 0);
	check_hex("0xffffffffffffffff", UINT64_MAX, true, UINT64_MAX);
	check_hex("0x10000000000000000", UINT64_MAX, false, 0);
	check_hex("0xg", UINT64_MAX, false, 0);
	check_hex("0x0x1", UINT64_MAX, false, 0);
}

static void sizes(void **state)
{
	static const struct {
		const char *text;
		u64 bytes;
	} cases[] = {
		{ "1", 1 },
		{ "4096", 4096 },
		{ "1k", 1024 },
		{ "3K", 3072 },
		{ "64m", 64ull << 20 },
		{ "64M", 64ull << 20 },
		{ "4g", 4ull << 30 },
		{ "4G", 4ull << 30 },
		{ "0x10M", 16ull << 20 },
		{ "18446744073709551615", UINT64_MAX },
		{ "18014398509481983K", (u64)-1024 },
		{ "17179869183G", 17179869183ull << 30 },
	};

	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		u64 bytes = 0;

		assert_true(text_size(text_of(cases[i].text), &bytes));
		assert_true(bytes == cases[i].bytes);
	}
}

static void what_is_not_a_size(void **state)
{
	static const char *const texts[] = {
		"",
		"0",
		"0K",
		"0x0G",
		"K",
		"0xG",
		"1KB",
		"1KK",
		"1kg",
		"1T",
		"-1M",
		"1 K",
		"17179869184G",
		"M1",
		"1.5G",
		"1M,",
		"\x8b",
		"18014398509481984K",
		"18446744073709551616",
		"0x10000000000000000",
	};

	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(texts); i++) {
		u64 bytes = 99;

		assert_false(text_size(text_of(texts[i]), &bytes));
		assert_int_equal(bytes, 99);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_split_at_blanks_and_tabs),
		cmocka_unit_test(lists_keep_empty_members),
		cmocka_unit_test(nothing_behind_the_text_is_read),
		cmocka_unit_test(decimal_numbers),
		cmocka_unit_test(what_is_not_a_number),
		cmocka_unit_test(hexadecimal_numbers),
		cmocka_unit_test(sizes),
		cmocka_unit_test(what_is_not_a_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
