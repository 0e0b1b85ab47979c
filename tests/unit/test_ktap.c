/* SPDX-License-Identifier: MIT */
/*
 * The KTAP writer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/ktap.h"

struct report {
	char text[1024];
	size_t len;
};

static struct report report;
static struct ktap k;

static void put(void *ctx, char c)
{
	struct report *to = ctx;

	assert_true(to->len + 1 < sizeof(to->text));
	to->text[to->len++] = c;
}

static int begin(void **state)
{
	(void)state;
	memset(&report, 0, sizeof(report));
	ktap_begin(&k, put, &report);
	return 0;
}

static void a_report_of_all_kinds(void **state)
{
	(void)state;
	ktap_plan(&k, 4);
	ktap_ok(&k, true, "first", NULL);
	ktap_ok(&k, false, "second", "slot 7 has two pages");
	ktap_skip(&k, "third", "needs 2 CPUs");
	ktap_ok(&k, true, "fourth", "took long");
	assert_false(ktap_end(&k));
	assert_string_equal(report.text, "KTAP version 1\n"
					 "1..4\n"
					 "ok 1 - first\n"
					 "not ok 2 - second\n"
					 "# slot 7 has two pages\n"
					 "ok 3 - third # SKIP needs 2 CPUs\n"
					 "ok 4 - fourth\n"
					 "# took long\n"
					 "# Totals: pass:2 fail:1 skip:1\n");
}

static void all_passed(void **state)
{
	(void)state;
	ktap_plan(&k, 2);
	ktap_ok(&k, true, "a", NULL);
	ktap_skip(&k, "b", "no");
	assert_true(ktap_end(&k));
	assert_null(strstr(report.text, "Bail out"));
}

static void a_failure_fails(void **state)
{
	(void)state;
	ktap_plan(&k, 2);
	ktap_ok(&k, true, "a", NULL);
	ktap_ok(&k, false, "b", NULL);
	assert_false(ktap_end(&k));
}

static void fewer_than_planned_fails(void **state)
{
	(void)state;
	ktap_plan(&k, 2);
	ktap_ok(&k, true, "a", NULL);
	assert_false(ktap_end(&k));
}

static void more_than_planned_fails(void **state)
{
	(void)state;
	ktap_plan(&k, 1);
	ktap_ok(&k, true, "a", NULL);
	ktap_ok(&k, true, "b", NULL);
	assert_false(ktap_end(&k));
}

static void no_plan_fails(void **state)
{
	(void)state;
	ktap_ok(&k, true, "a", NULL);
	assert_false(ktap_end(&k));
}

static void an_empty_plan_fails(void **state)
{
	(void)state;
	ktap_plan(&k, 0);
	assert_false(ktap_end(&k));
	assert_string_equal(report.text, "KTAP version 1\n"
					 "1..0\n"
					 "# Totals: pass:0 fail:0 skip:0\n"
					 "Bail out! no test ran\n");
}

static void all_skipped_fails(void **state)
{
	(void)state;
	ktap_plan(&k, 1);
	ktap_skip(&k, "a", "no");
	assert_false(ktap_end(&k));
	assert_non_null(strstr(report.text, "\nBail out! no test ran\n"));
}

/* A TAP reader takes "# TODO" for a test that is allowed to fail. */
static void texts_cannot_forge_results(void **state)
{
	(void)state;
	ktap_plan(&k, 2);
	ktap_ok(&k, false, "a # TODO \\# SKIP\nok 2", "x\nok 3 - y\xff");
	ktap_skip(&k, "b\r#", "why\nBail out!");
	ktap_end(&k);
	assert_string_equal(report.text,
			    "KTAP version 1\n"
			    "1..2\n"
			    "not ok 1 - a \\# TODO \\\\\\# SKIP?ok 2\n"
			    "# x?ok 3 - y?\n"
			    "ok 2 - b?\\# # SKIP why?Bail out!\n"
			    "# Totals: pass:0 fail:1 skip:1\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_report_of_all_kinds, begin),
		cmocka_unit_test_setup(all_passed, begin),
		cmocka_unit_test_setup(a_failure_fails, begin),
		cmocka_unit_test_setup(fewer_than_planned_fails, begin),
		cmocka_unit_test_setup(more_than_planned_fails, begin),
		cmocka_unit_test_setup(no_plan_fails, begin),
		cmocka_unit_test_setup(an_empty_plan_fails, begin),
		cmocka_unit_test_setup(all_skipped_fails, begin),
		cmocka_unit_test_setup(texts_cannot_forge_results, begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
