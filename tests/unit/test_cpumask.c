/* SPDX-License-Identifier: MIT */
/*
 * test_cpumask.c - sets of CPUs against an array of marks: every CPU alone,
 * whole words, and random sets, across the words of a mask.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/prng.h"
#include "smp/cpumask.h"

_Static_assert(CPUMASK_WORDS > 1, "there is no second word to test");

#define RANDOM_SETS 500

struct marks {
	bool in[NR_CPUS];
};

static struct cpumask mask_of(const struct marks *marks)
{
	struct cpumask mask = { { 0 } };

	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		if (marks->in[cpu])
			cpumask_set(&mask, cpu);
	return mask;
}

static unsigned int count(const struct marks *marks)
{
	unsigned int n = 0;

	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		n += marks->in[cpu];
	return n;
}

static unsigned int next(const struct marks *marks, unsigned int cpu)
{
	while (cpu < NR_CPUS && !marks->in[cpu])
		cpu++;
	return cpu;
}

static void assert_same(const struct cpumask *mask, const struct marks *marks)
{
	unsigned int cpu;
	unsigned int seen = 0;

	assert_int_equal(cpumask_weight(mask), count(marks));
	assert_int_equal(cpumask_empty(mask), count(marks) == 0);
	for (cpu = 0; cpu < NR_CPUS; cpu++)
		assert_int_equal(cpumask_test(mask, cpu), marks->in[cpu]);
	for (cpu = 0; cpu <= NR_CPUS; cpu++)
		assert_int_equal(cpumask_next(mask, cpu), next(marks, cpu));
	for_each_cpu(cpu, mask) {
		assert_true(marks->in[cpu]);
		seen++;
	}
	for_each_cpu_fast(cpu, mask) {
		assert_true(marks->in[cpu]);
		seen++;
	}
	assert_int_equal(seen, 2 * count(marks));
}

/* One that differs in one CPU is not equal. */
static void assert_unequal_to_neighbours(const struct cpumask *mask)
{
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++) {
		struct cpumask other = *mask;

		assert_true(cpumask_equal(mask, &other));
		if (cpumask_test(mask, cpu))
			cpumask_clear(&other, cpu);
		else
			cpumask_set(&other, cpu);
		assert_false(cpumask_equal(mask, &other));
	}
}

/* Into a shared one and out of it, as a whole and CPU by CPU. */
static void assert_shared(const struct cpumask *mask, const struct marks *marks)
{
	struct shared_cpumask shared = { { SHARED_INIT(0) } };
	struct cpumask out;

	shared_cpumask_write(&shared, mask);
	out = shared_cpumask_read(&shared);
	assert_same(&out, marks);
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		assert_int_equal(shared_cpumask_test(&shared, cpu),
				 marks->in[cpu]);
	out = shared_cpumask_take(&shared);
	assert_same(&out, marks);
	out = shared_cpumask_read(&shared);
	assert_true(cpumask_empty(&out));
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		if (marks->in[cpu])
			shared_cpumask_set(&shared, cpu);
	out = shared_cpumask_read(&shared);
	assert_same(&out, marks);
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		if (marks->in[cpu])
			shared_cpumask_clear(&shared, cpu);
	out = shared_cpumask_read(&shared);
	assert_true(cpumask_empty(&out));
}

static void check(const struct marks *marks)
{
	struct cpumask mask = mask_of(marks);

	assert_same(&mask, marks);
	assert_unequal_to_neighbours(&mask);
	assert_shared(&mask, marks);
}

static void none_and_all(void **state)
{
	struct marks marks = { { false } };

	(void)state;
	check(&marks);
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		marks.in[cpu] = true;
	check(&marks);
}

static void each_alone_and_all_but_each(void **state)
{
	(void)state;
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++) {
		struct marks alone = { { false } };
		struct marks others;

		alone.in[cpu] = true;
		check(&alone);
		for (unsigned int i = 0; i < NR_CPUS; i++)
			others.in[i] = i != cpu;
		check(&others);
	}
}

/* CPUs 0 to n - 1: what is online. */
static void the_first_so_many(void **state)
{
	struct marks marks = { { false } };

	(void)state;
	for (unsigned int n = 0; n < NR_CPUS; n++) {
		marks.in[n] = true;
		check(&marks);
	}
}

static void any_set(void **state)
{
	struct prng random;

	(void)state;
	prng_seed(&random, 1);
	for (int i = 0; i < RANDOM_SETS; i++) {
		u32 thin = 1 + prng_below(&random, 8);
		struct marks marks;

		for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
			marks.in[cpu] = prng_below(&random, thin) == 0;
		check(&marks);
	}
}

/* "The first in its word": the sender of an IPI asks for no more. */
static void the_first_of_a_word_is_told(void **state)
{
	struct shared_cpumask shared = { { SHARED_INIT(0) } };
	u32 words = 0;

	(void)state;
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++) {
		bool first = shared_cpumask_set(&shared, cpu);

		assert_int_equal(first, !(words & BIT(cpu / 32)));
		words |= BIT(cpu / 32);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(none_and_all),
		cmocka_unit_test(each_alone_and_all_but_each),
		cmocka_unit_test(the_first_so_many),
		cmocka_unit_test(any_set),
		cmocka_unit_test(the_first_of_a_word_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
