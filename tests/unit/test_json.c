/* SPDX-License-Identifier: MIT */
/*
 * The writer of result records.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/json.h"

#define HEAD "{\"v\":3,\"kind\":\"k\""

static char line[1024];
static struct json_writer w;

static int begin(void **state)
{
	(void)state;
	memset(line, 'z', sizeof(line));
	json_begin(&w, line, sizeof(line), "k");
	return 0;
}

static void assert_line(const char *expected)
{
	assert_int_equal(json_end(&w), strlen(expected));
	assert_string_equal(line, expected);
}

static void an_empty_record(void **state)
{
	(void)state;
	assert_line(HEAD "}\n");
}

static void numbers(void **state)
{
	(void)state;
	json_u64(&w, "a", 0);
	json_u64(&w, "b", UINT64_MAX);
	assert_line(HEAD ",\"a\":0,\"b\":18446744073709551615}\n");
}

static void signed_numbers(void **state)
{
	(void)state;
	json_s64(&w, "a", -1);
	json_s64(&w, "b", INT64_MIN);
	json_s64(&w, "c", INT64_MAX);
	assert_line(HEAD ",\"a\":-1,\"b\":-9223372036854775808"
			 ",\"c\":9223372036854775807}\n");
}

static void words(void **state)
{
	(void)state;
	json_bool(&w, "a", true);
	json_bool(&w, "b", false);
	json_null(&w, "c");
	json_str(&w, "d", NULL);
	json_str(&w, "e", "");
	json_str(&w, "f", "held %s");
	assert_line(HEAD ",\"a\":true,\"b\":false,\"c\":null,\"d\":null"
			 ",\"e\":\"\",\"f\":\"held %s\"}\n");
}

static void arrays(void **state)
{
	static const u64 many[] = { 1, UINT64_MAX };
	static const char *const texts[] = { "a\"", NULL, "" };

	(void)state;
	json_array_u64(&w, "a", NULL, 0);
	json_array_u64(&w, "b", many, 1);
	json_array_u64(&w, "c", many, 2);
	json_array_str(&w, "d", NULL, 0);
	json_array_str(&w, "e", texts, 3);
	json_u64(&w, "f", 1);
	assert_line(HEAD ",\"a\":[],\"b\":[1],\"c\":[1,18446744073709551615]"
			 ",\"d\":[],\"e\":[\"a\\\"\",null,\"\"],\"f\":1}\n");
}

static void objects(void **state)
{
	(void)state;
	json_object_begin(&w, "a");
	json_object_end(&w);
	json_object_begin(&w, "b");
	json_u64(&w, "c", 1);
	json_str(&w, "d", "x");
	json_object_end(&w);
	json_u64(&w, "e", 2);
	assert_line(HEAD ",\"a\":{},\"b\":{\"c\":1,\"d\":\"x\"},\"e\":2}\n");
}

static void keys_are_escaped_too(void **state)
{
	(void)state;
	json_u64(&w, "a\"b", 1);
	assert_line(HEAD ",\"a\\\"b\":1}\n");
}

static void every_byte_is_escaped_or_plain(void **state)
{
	(void)state;
	for (unsigned int byte = 1; byte < 256; byte++) {
		char text[2] = { (char)byte };
		char expected[64];

		begin(state);
		json_str(&w, "s", text);
		if (byte == '"' || byte == '\\')
			sprintf(expected, HEAD ",\"s\":\"\\%c\"}\n", byte);
		else if (byte < 0x20 || byte >= 0x7f)
			sprintf(expected, HEAD ",\"s\":\"\\u%04x\"}\n", byte);
		else
			sprintf(expected, HEAD ",\"s\":\"%c\"}\n", byte);
		assert_line(expected);
	}
}

/* Writes a record with something of everything. */
static size_t write_all(char *buf, size_t size)
{
	static const char *const texts[] = { "a\n" };
	static const u64 one = 1;

	json_begin(&w, buf, size, "k");
	json_str(&w, "a", "\xff\"");
	json_object_begin(&w, "b");
	json_array_u64(&w, "c", &one, 1);
	json_array_str(&w, "d", texts, 1);
	json_object_end(&w);
	json_u64(&w, "e", 1);
	return json_end(&w);
}

static void a_record_is_whole_or_absent(void **state)
{
	size_t length = write_all(line, sizeof(line));

	(void)state;
	assert_int_equal(length, strlen(line));
	for (size_t size = 0; size <= length + 2; size++) {
		char *buf = malloc(size + 1); /* a byte to watch */

		assert_non_null(buf);
		memset(buf, 'z', size + 1);
		if (size > length) {
			assert_int_equal(write_all(buf, size), length);
			assert_string_equal(buf, line);
		} else {
			assert_int_equal(write_all(buf, size), 0);
			assert_true(size == 0 || buf[0] == '\0');
		}
		assert_int_equal(buf[size], 'z');
		free(buf);
	}
}

/* A short member after a long one that did not fit must not slip in. */
static void nothing_follows_a_gap(void **state)
{
	char buf[32];

	(void)state;
	json_begin(&w, buf, sizeof(buf), "k");
	json_str(&w, "long", "0123456789012345678901234567890123456789");
	json_u64(&w, "a", 1);
	assert_int_equal(json_end(&w), 0);
	assert_string_equal(buf, "");
}

static void an_open_object_spoils_the_record(void **state)
{
	(void)state;
	json_object_begin(&w, "a");
	assert_int_equal(json_end(&w), 0);
	assert_string_equal(line, "");
}

static void a_stray_end_spoils_the_record(void **state)
{
	(void)state;
	json_object_end(&w);
	json_object_begin(&w, "a");
	assert_int_equal(json_end(&w), 0);
	assert_string_equal(line, "");
	begin(state);
	json_object_end(&w);
	assert_int_equal(json_end(&w), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(an_empty_record, begin),
		cmocka_unit_test_setup(numbers, begin),
		cmocka_unit_test_setup(signed_numbers, begin),
		cmocka_unit_test_setup(words, begin),
		cmocka_unit_test_setup(arrays, begin),
		cmocka_unit_test_setup(objects, begin),
		cmocka_unit_test_setup(keys_are_escaped_too, begin),
		cmocka_unit_test(every_byte_is_escaped_or_plain),
		cmocka_unit_test(a_record_is_whole_or_absent),
		cmocka_unit_test(nothing_follows_a_gap),
		cmocka_unit_test_setup(an_open_object_spoils_the_record, begin),
		cmocka_unit_test_setup(a_stray_end_spoils_the_record, begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
