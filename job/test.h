/* SPDX-License-Identifier: MIT */
/*
 * test.h - tests that run inside the kernel, on the machine it is on.
 *
 *	KERNEL_TEST(migrate, 2)
 *	{
 *		EXPECT(smp_processor_id() == 0);
 *		...
 *	}
 *
 * in any file of tests/kernel/: the linker collects them. run=tests runs all of
 * them and prints KTAP on the consoles.
 */
#ifndef JOB_TEST_H
#define JOB_TEST_H

#include "lib/types.h"

struct kernel_test {
	const char *name;
	unsigned int cpus; /* that it needs; with fewer it is skipped */
	void (*run)(void);
};

#define KERNEL_TEST(test, needed_cpus)                                   \
	static void test_##test(void);                                   \
	static const struct kernel_test test_##test##_entry = {          \
		.name = #test,                                           \
		.cpus = (needed_cpus),                                   \
		.run = test_##test,                                      \
	};                                                               \
	static const struct kernel_test *const test_##test##_registered  \
		__section("kernel_tests") __used = &test_##test##_entry; \
	static void test_##test(void)

/* If the condition does not hold, the test has failed; it continues. From the
 * test's thread or one that it made. */
#define EXPECT(condition) \
	test_expect((condition), #condition, __FILE__, __LINE__)

void test_expect(bool good, const char *condition, const char *file, int line);

/* The test does not apply to this machine: why. */
void test_skip(const char *why);

/* Do CPUs run at the same time here, as far as is known? Otherwise one runs at
 * a time, or all advance by the same step. Set before tests are run. */
extern bool test_cpus_are_parallel;

/* Run all; write their records. */
void tests_run(void);

#endif
