/* SPDX-License-Identifier: MIT */
/*
 * The command line reader, with a small table of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/cmdline.h"

struct params {
	u64 n, m;
	bool flag;
};

static bool parse_n(struct params *p, const struct cmdline_value *v)
{
	return text_number(v->text, 1, 9, &p->n);
}

static bool parse_m(struct params *p, const struct cmdline_value *v)
{
	if (!text_is(v->text, v->words->names[1]))
		return false;
	p->m = 1;
	return true;
}

static bool parse_flag(struct params *p, const struct cmdline_value *v)
{
	assert_int_equal(v->text.len, 0);
	p->flag = true;
	return true;
}

static const char *const words[] = { "zero", "one" };
static const struct cmdline_param table[] = {
	{ "n=", parse_n, "a digit", { NULL, 0 } },
	{ "nn=", parse_m, "one of", { words, 2 } },
	{ "flag", parse_flag, "no value", { NULL, 0 } },
};

static struct params p;
static char error[256];

static bool parse_to(char *to, size_t size, const char *line, bool skip)
{
	memset(&p, 0, sizeof(p));
	return cmdline_parse(line, skip, table, ARRAY_SIZE(table), &p, to,
			     size);
}

static bool parse(const char *line)
{
	memset(error, 'z', sizeof(error));
	return parse_to(error, sizeof(error), line, false);
}

static void check(const char *line, const char *expected)
{
	assert_int_equal(parse(line), *expected == '\0');
	assert_string_equal(error, expected);
}

static void words_reach_their_parsers(void **state)
{
	(void)state;
	check("", "");
	check(" \t ", "");
	check("  \tn=7\t\t nn=one flag \t", "");
	assert_true(p.n == 7 && p.m == 1 && p.flag);
}

static void every_kind_of_error(void **state)
{
	(void)state;
	check("n=0", "bad parameter: 'n=0' (expected n= with a digit)");
	check("n=", "bad parameter: 'n=' (expected n= with a digit)");
	check("nn=x", "bad parameter: 'nn=x' (expected "
		      "nn= with one of zero, one)");
	check("n", "bad parameter: 'n' (expected one of n=, nn=, flag)");
	check("flag=1", "bad parameter: 'flag=1' (expected "
			"one of n=, nn=, flag)");
	check("flags", "bad parameter: 'flags' (expected "
		       "one of n=, nn=, flag)");
	check("N=1", "bad parameter: 'N=1' (expected one of n=, nn=, flag)");
	check("=", "bad parameter: '=' (expected one of n=, nn=, flag)");
}

static void twice_is_bad_even_if_equal(void **state)
{
	(void)state;
	check("n=2 flag n=2", "bad parameter: 'n=2' (expected n= only once)");
	assert_true(p.n == 2 && p.flag);
	check("n=2 n=3", "bad parameter: 'n=3' (expected n= only once)");
	assert_true(p.n == 2);
	check("n=2 n=", "bad parameter: 'n=' (expected n= only once)");
	check("n=x n=3", "bad parameter: 'n=x' (expected n= with a digit)");
	assert_true(p.n == 0);
	check("flag flag", "bad parameter: 'flag' (expected flag only once)");
}

static void a_bad_word_does_not_hide_the_others(void **state)
{
	(void)state;
	check("nn=one foo n=x flag", "bad parameter: 'foo' (expected "
				     "one of n=, nn=, flag)");
	assert_true(p.m == 1 && p.flag);
}

static void hostile_bytes_are_shown_as_question_marks(void **state)
{
	(void)state;
	assert_false(parse("a\x01\x7f\x80\xff\r\nb\x1b[2J"));
	assert_memory_equal(error, "bad parameter: 'a??????b?[2J' ", 30);
	assert_false(parse("n=1\n"));
	assert_memory_equal(error, "bad parameter: 'n=1?' ", 22);
	assert_false(parse("%s%n=%d"));
	assert_memory_equal(error, "bad parameter: '%s%n=%d' ", 25);
}

static void long_words_are_cut(void **state)
{
	static char word[4097];

	(void)state;
	memset(word, 'w', 40);
	assert_false(parse(word));
	assert_int_equal(strspn(error + 16, "w"), 40);
	assert_memory_equal(error + 56, "' (expected ", 12);
	memset(word, 'w', sizeof(word) - 1);
	assert_false(parse(word));
	assert_int_equal(strspn(error + 16, "w"), 40);
	assert_memory_equal(error + 56, "...' (expected ", 15);
	memcpy(word, "n=", 2);
	memset(word + 2, '0', sizeof(word) - 4);
	word[sizeof(word) - 2] = '5';
	assert_true(parse(word));
	assert_int_equal(p.n, 5);
	memset(word + 2, '9', sizeof(word) - 3);
	assert_false(parse(word));
}

static void the_loaders_word_is_skipped(void **state)
{
	(void)state;
	check("/boot/kmaplab.elf n=2", "");
	check("build/kmaplab n=2", "");
	check("kmaplab.elf n=2", "");
	check("  (hd0)/k=ernel n=2", "");
	assert_true(p.n == 2);
	check("/boot/kmaplab.elf", "");
	assert_false(parse("kmaplab n=2"));
	assert_false(parse("n=a/b.c"));
	assert_false(parse("n=2 /boot/kmaplab.elf"));
	assert_false(parse("/a /b")); /* only the first */
}

static void any_first_word_is_skipped_if_the_caller_knows(void **state)
{
	(void)state;
	assert_true(parse_to(error, sizeof(error), "kmaplab n=2", true));
	assert_true(p.n == 2);
	assert_true(parse_to(error, sizeof(error), "n=2", true));
	assert_true(p.n == 0);
	assert_true(parse_to(error, sizeof(error), "", true));
	assert_false(parse_to(error, sizeof(error), "/a /b", true));
}

static void a_short_error_buffer_is_kept_to(void **state)
{
	const char *whole = "bad parameter: 'n=x' (expected n= with a digit)";

	(void)state;
	for (size_t size = 0; size <= strlen(whole) + 2; size++) {
		char *small = malloc(size + 1); /* a byte to watch */

		assert_non_null(small);
		memset(small, 'z', size + 1);
		assert_false(parse_to(small, size, "n=x", false));
		assert_int_equal(small[size], 'z');
		if (size) {
			size_t length = min(size - 1, strlen(whole));

			assert_int_equal(strlen(small), length);
			assert_memory_equal(small, whole, length);
		}
		free(small);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_reach_their_parsers),
		cmocka_unit_test(every_kind_of_error),
		cmocka_unit_test(twice_is_bad_even_if_equal),
		cmocka_unit_test(a_bad_word_does_not_hide_the_others),
		cmocka_unit_test(hostile_bytes_are_shown_as_question_marks),
		cmocka_unit_test(long_words_are_cut),
		cmocka_unit_test(the_loaders_word_is_skipped),
		cmocka_unit_test(any_first_word_is_skipped_if_the_caller_knows),
		cmocka_unit_test(a_short_error_buffer_is_kept_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
