/* SPDX-License-Identifier: MIT */
/*
 * test_apic_error.c - error interrupts of the local APIC: each kind is said
 * once, and all are counted. No emulator makes any of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arch/x86/irq/apic_error.h"

static void each_kind_is_said_once(void **state)
{
	u32 before = lapic_errors();

	(void)state;
	assert_non_null(lapic_error_count(ESR_RECEIVE_CHECKSUM));
	assert_null(lapic_error_count(ESR_RECEIVE_CHECKSUM));
	assert_string_equal(
		lapic_error_count(ESR_RECEIVE_CHECKSUM | ESR_RECEIVE_ACCEPT),
		"a message that came was not accepted");
	assert_null(
		lapic_error_count(ESR_RECEIVE_CHECKSUM | ESR_RECEIVE_ACCEPT));
	assert_int_equal(lapic_errors() - before, 4);
}

static void a_cpu_that_is_not_there_is_no_news(void **state)
{
	u32 before = lapic_errors();

	(void)state;
	assert_null(lapic_error_count(ESR_SEND_ACCEPT));
	assert_null(lapic_error_count(0));
	assert_int_equal(lapic_errors() - before, 2);
}

/* What the bus tries again by itself must not end a run. */
static void what_hardware_retries_is_not_ours(void **state)
{
	u32 retried = ESR_SEND_CHECKSUM | ESR_RECEIVE_CHECKSUM |
		      ESR_SEND_ACCEPT | ESR_RECEIVE_ACCEPT | ESR_RECEIVE_VECTOR;

	(void)state;
	assert_int_equal(ESR_OURS & retried, 0);
	assert_int_equal(ESR_OURS | retried, 0xff);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_is_said_once),
		cmocka_unit_test(a_cpu_that_is_not_there_is_no_news),
		cmocka_unit_test(what_hardware_retries_is_not_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
