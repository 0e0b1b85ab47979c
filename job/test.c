/* SPDX-License-Identifier: MIT */
/* test.c - see test.h */
#include "job/test.h"

#include "lib/ktap.h"
#include "lib/printf.h"
#include "record/record.h"
#include "smp/cpu.h"
#include "smp/printk.h"

extern const struct kernel_test *const __start_kernel_tests[];
extern const struct kernel_test *const __stop_kernel_tests[];

#define DETAIL_SIZE 200 /* bytes */

/* The test that runs now. */
static struct {
	SHARED(u32) failures;
	char detail[DETAIL_SIZE]; /* the first failure */
	const char *skipped;
} now;

bool test_cpus_are_parallel;

void test_expect(bool good, const char *condition, const char *file, int line)
{
	if (!good && fetch_add(now.failures, 1) == 0)
		ksnprintf(now.detail, sizeof(now.detail), "%s:%d: %s", file,
			  line, condition);
}

void test_skip(const char *why)
{
	now.skipped = why;
}

static void put(void *unused, char c)
{
	(void)unused;
	printk("%c", c);
}

static void run_one(struct ktap *ktap, const struct kernel_test *test)
{
	bool ok;

	WRITE_ONCE(now.failures, 0);
	now.skipped = NULL;
	if (test->cpus > num_online_cpus())
		now.skipped = "needs more CPUs";
	else
		test->run();
	ok = READ_ONCE(now.failures) == 0;
	if (now.skipped && ok) {
		ktap_skip(ktap, test->name, now.skipped);
		record_test(test->name, true, true, now.skipped);
		record_count_skipped();
		return;
	}
	ktap_ok(ktap, ok, test->name, ok ? NULL : now.detail);
	record_test(test->name, ok, false, ok ? NULL : now.detail);
	record_count(ok);
}

void tests_run(void)
{
	u32 count = (u32)(__stop_kernel_tests - __start_kernel_tests);
	struct ktap ktap;

	ktap_begin(&ktap, put, NULL);
	ktap_plan(&ktap, count);
	for (u32 i = 0; i < count; i++) {
		record_progress(i + 1, count, __start_kernel_tests[i]->name);
		run_one(&ktap, __start_kernel_tests[i]);
	}
	if (!ktap_end(&ktap) && record_failures() == 0)
		record_count(false); /* no test has run */
}
