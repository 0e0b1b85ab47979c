/* SPDX-License-Identifier: MIT */
/*
 * Items that register themselves are sorted by `order`, in whatever order the
 * linker finds them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/registry.h"

struct thing {
	const char *name;
	unsigned int order;
};

unsigned int thing_count(void);
const struct thing *thing_at(unsigned int index);

REGISTRY(things, struct thing, thing);

static const struct thing last = { "first by name", 30 };
static const struct thing second = { "b", 10 };
static const struct thing third = { "a", 20 };
static const struct thing first = { "a", 10 };

REGISTER(things, struct thing, last);
REGISTER(things, struct thing, second);
REGISTER(things, struct thing, third);
REGISTER(things, struct thing, first);

static void by_order_and_then_by_name(void **state)
{
	(void)state;
	assert_int_equal(thing_count(), 4);
	assert_ptr_equal(thing_at(0), &first);
	assert_ptr_equal(thing_at(1), &second);
	assert_ptr_equal(thing_at(2), &third);
	assert_ptr_equal(thing_at(3), &last);
}

static void beyond_the_end_is_nothing(void **state)
{
	(void)state;
	assert_null(thing_at(4));
	assert_null(thing_at(-1u));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_order_and_then_by_name),
		cmocka_unit_test(beyond_the_end_is_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
