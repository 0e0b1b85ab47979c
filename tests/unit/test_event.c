/* SPDX-License-Identifier: MIT */
/*
 * test_event.c - records of a timeline, field by field: each is made from
 * values of which no two are equal, and compared with the whole line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "record/event.h"

static char line[1000];
static struct json_writer w;

static void assert_event(const struct event *event, const char *fields)
{
	char expected[1000] = "{\"v\":3,\"kind\":\"event\",";

	json_begin(&w, line, sizeof(line), "event");
	event_fields(&w, event);
	assert_true(json_end(&w) > 0);
	strcat(expected, fields);
	assert_string_equal(line, strcat(expected, "}\n"));
}

static void every_field(void **state)
{
	struct event event = { .kind = EVENT_ACCESS,
			       .at = 77,
			       .cpu = 1,
			       .irqs = IRQS_HANDLER,
			       .slot = 2,
			       .page = 3,
			       .other = 4,
			       .name = "a name",
			       .reached = BIT(5) | BIT(EVENT_NO_PAGE),
			       .text = "in words" };

	(void)state;
	assert_event(&event, "\"at\":77,\"cpu\":1,\"what\":\"access\","
			     "\"irqs\":\"handler\",\"slot\":2,\"page\":3,"
			     "\"other\":4,\"lock\":null,\"name\":\"a name\","
			     "\"count\":null,\"reached\":[5,31],"
			     "\"text\":\"in words\"");
}

static void what_does_not_apply_is_null(void **state)
{
	struct event event = event_of(EVENT_SAY);

	(void)state;
	assert_event(&event, "\"at\":0,\"cpu\":0,\"what\":\"say\","
			     "\"irqs\":\"on\",\"slot\":null,\"page\":null,"
			     "\"other\":null,\"lock\":null,\"name\":null,"
			     "\"count\":null,\"reached\":null,\"text\":null");
}

static void a_lock_is_no_name(void **state)
{
	struct event event = event_named(EVENT_LOCK_WAIT, "some_lock");

	(void)state;
	event.irqs = IRQS_OFF;
	assert_event(&event, "\"at\":0,\"cpu\":0,\"what\":\"lock-wait\","
			     "\"irqs\":\"off\",\"slot\":null,\"page\":null,"
			     "\"other\":null,\"lock\":\"some_lock\","
			     "\"name\":null,\"count\":null,\"reached\":null,"
			     "\"text\":null");
}

static void a_count_may_be_negative(void **state)
{
	struct event event = event_of_slot(EVENT_COUNT, 6, EVENT_NONE);

	(void)state;
	event.count = -8;
	assert_event(&event, "\"at\":0,\"cpu\":0,\"what\":\"count\","
			     "\"irqs\":\"on\",\"slot\":6,\"page\":null,"
			     "\"other\":null,\"lock\":null,\"name\":null,"
			     "\"count\":-8,\"reached\":null,\"text\":null");
}

static void every_kind_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (unsigned int kind = 0; kind < NR_EVENTS; kind++) {
		assert_non_null(event_name(kind));
		for (unsigned int other = 0; other < kind; other++)
			assert_string_not_equal(event_name(kind),
						event_name(other));
	}
}

static void the_heading(void **state)
{
	struct timeline timeline = { "kernel",    "name", "title", "strategy",
				     "its title", "spin", 2,       8,
				     "steps",     true,   "safe",  "a detail",
				     5,           6 };

	(void)state;
	json_begin(&w, line, sizeof(line), "timeline");
	timeline_fields(&w, &timeline);
	assert_true(json_end(&w) > 0);
	assert_string_equal(
		line,
		"{\"v\":3,\"kind\":\"timeline\",\"source\":\"kernel\","
		"\"name\":\"name\",\"title\":\"title\","
		"\"strategy\":\"strategy\","
		"\"strategy_title\":\"its title\","
		"\"lock\":\"spin\",\"cpus\":2,"
		"\"slots\":8,\"unit\":\"steps\",\"tlbs\":\"perfect\","
		"\"verdict\":\"safe\",\"detail\":\"a detail\",\"events\":5,"
		"\"lost\":6}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field),
		cmocka_unit_test(what_does_not_apply_is_null),
		cmocka_unit_test(a_lock_is_no_name),
		cmocka_unit_test(a_count_may_be_negative),
		cmocka_unit_test(every_kind_has_a_name_of_its_own),
		cmocka_unit_test(the_heading),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
