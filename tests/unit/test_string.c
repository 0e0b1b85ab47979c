/* SPDX-License-Identifier: MIT */
/*
 * The kernel's string functions, under other names: the host has its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define memset  k_memset
#define memcpy  k_memcpy
#define memmove k_memmove
#define memcmp  k_memcmp
#define strlen  k_strlen
#define strcmp  k_strcmp
#define strncmp k_strncmp
#define strchr  k_strchr
#define strnlen k_strnlen
#include "lib/string.c"
#undef memset
#undef memcpy
#undef memmove
#undef memcmp
#undef strlen
#undef strcmp
#undef strncmp
#undef strchr
#undef strnlen

#define AREA 64
#define MOST 40 /* longer than several words, head and tail */

static void fill(u8 *area)
{
	for (unsigned int i = 0; i < AREA; i++)
		area[i] = (u8)(i * 7 + 1);
}

static void memset_sets_exactly_the_area(void **state)
{
	(void)state;
	for (size_t start = 0; start < 16; start++) {
		for (size_t size = 0; size <= MOST; size++) {
			u8 area[AREA], expected[AREA];

			fill(area);
			fill(expected);
			for (size_t i = start; i < start + size; i++)
				expected[i] = 0xa5;
			assert_ptr_equal(k_memset(area + start, 0x1a5, size),
					 area + start);
			assert_memory_equal(area, expected, AREA);
		}
	}
}

static void memcpy_copies_at_every_alignment(void **state)
{
	(void)state;
	for (size_t i = 0; i < 16 * 16 * (MOST + 1); i++) {
		size_t to = i % 16, from = i / 16 % 16, size = i / 256;
		u8 source[AREA], area[AREA], expected[AREA];

		fill(source);
		memset(area, 0, AREA);
		memset(expected, 0, AREA);
		for (size_t j = 0; j < size; j++)
			expected[to + j] = source[from + j];
		assert_ptr_equal(k_memcpy(area + to, source + from, size),
				 area + to);
		assert_memory_equal(area, expected, AREA);
	}
}

static void memmove_copies_over_itself(void **state)
{
	(void)state;
	for (size_t i = 0; i < 24 * 24 * (MOST + 1); i++) {
		size_t to = i % 24, from = i / 24 % 24, size = i / 576;
		u8 source[AREA], area[AREA], expected[AREA];

		fill(source);
		fill(area);
		fill(expected);
		for (size_t j = 0; j < size; j++)
			expected[to + j] = source[from + j];
		assert_ptr_equal(k_memmove(area + to, area + from, size),
				 area + to);
		assert_memory_equal(area, expected, AREA);
	}
}

static void memcmp_finds_the_first_difference(void **state)
{
	u8 a[MOST], b[MOST];

	(void)state;
	memset(a, 0x7f, sizeof(a));
	memset(b, 0x7f, sizeof(b));
	assert_int_equal(k_memcmp(a, b, sizeof(a)), 0);
	for (size_t at = 0; at < sizeof(a); at++) {
		b[at] = 0x80; /* higher, though negative as a signed byte */
		assert_true(k_memcmp(a, b, sizeof(a)) < 0);
		assert_true(k_memcmp(b, a, sizeof(a)) > 0);
		assert_int_equal(k_memcmp(a, b, at), 0);
		b[at] = 0x7f;
	}
	a[3] = 0, b[3] = 0, a[4] = 1; /* a zero does not end it */
	assert_true(k_memcmp(a, b, sizeof(a)) < 0);
}

/* A heap block without NUL, so that the sanitizer sees a byte too many read. */
static char *unterminated(const char *s)
{
	char *block = malloc(strlen(s));

	assert_non_null(block);
	memcpy(block, s, strlen(s));
	return block;
}

static void lengths(void **state)
{
	char *block = unterminated("abcd");

	(void)state;
	assert_int_equal(k_strlen(""), 0);
	assert_int_equal(k_strlen("abc"), 3);
	assert_int_equal(k_strlen("\xff\x80"), 2);
	assert_int_equal(k_strnlen("abc", 0), 0);
	assert_int_equal(k_strnlen("abc", 2), 2);
	assert_int_equal(k_strnlen("abc", 3), 3);
	assert_int_equal(k_strnlen("abc", SIZE_MAX), 3);
	assert_int_equal(k_strnlen(block, 4), 4);
	free(block);
}

static void compares(void **state)
{
	char *block = unterminated("abcd");

	(void)state;
	assert_int_equal(k_strcmp("", ""), 0);
	assert_int_equal(k_strcmp("abc", "abc"), 0);
	assert_true(k_strcmp("abc", "abd") < 0);
	assert_true(k_strcmp("abc", "ab") > 0);
	assert_true(k_strcmp("", "a") < 0);
	assert_true(k_strcmp("\x80", "\x7f") > 0);
	assert_int_equal(k_strncmp("abc", "xyz", 0), 0);
	assert_int_equal(k_strncmp("abc", "abd", 2), 0);
	assert_true(k_strncmp("abc", "abd", 3) < 0);
	assert_int_equal(k_strncmp("ab", "ab", SIZE_MAX), 0);
	assert_true(k_strncmp("\x80", "\x7f", 1) > 0);
	assert_int_equal(k_strncmp("ab\0x", "ab\0y", 4), 0);
	assert_int_equal(k_strncmp(block, "abcd", 4), 0);
	free(block);
}

static void strchr_finds_the_first(void **state)
{
	const char *s = "a\xff/b/";

	(void)state;
	assert_ptr_equal(k_strchr(s, '/'), s + 2);
	assert_ptr_equal(k_strchr(s, 0xff), s + 1);
	assert_ptr_equal(k_strchr(s, '\0'), s + 5);
	assert_null(k_strchr(s, 'x'));
	assert_null(k_strchr("", 'x'));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memset_sets_exactly_the_area),
		cmocka_unit_test(memcpy_copies_at_every_alignment),
		cmocka_unit_test(memmove_copies_over_itself),
		cmocka_unit_test(memcmp_finds_the_first_difference),
		cmocka_unit_test(lengths),
		cmocka_unit_test(compares),
		cmocka_unit_test(strchr_finds_the_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
