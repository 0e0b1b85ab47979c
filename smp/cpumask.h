/* SPDX-License-Identifier: MIT */
/*
 * cpumask.h - sets of CPUs: private values, and sets that CPUs share. (The
 * strategy of that name, mm/strategy/cpumask.c, keeps one for each slot.)
 */
#ifndef SMP_CPUMASK_H
#define SMP_CPUMASK_H

#include "arch/machine.h"

#define CPUMASK_WORDS ((NR_CPUS + 31) / 32)

struct cpumask {
	u32 word[CPUMASK_WORDS];
};

static inline void cpumask_set(struct cpumask *mask, unsigned int cpu)
{
	mask->word[cpu / 32] |= BIT(cpu % 32);
}

/* In this form the compiler can keep the mask in registers. */
static inline void cpumask_clear(struct cpumask *mask, unsigned int cpu)
{
	for (unsigned int i = 0; i < CPUMASK_WORDS; i++)
		if (cpu / 32 == i)
			mask->word[i] &= ~BIT(cpu % 32);
}

static inline bool cpumask_test(const struct cpumask *mask, unsigned int cpu)
{
	return mask->word[cpu / 32] & BIT(cpu % 32);
}

static inline bool cpumask_empty(const struct cpumask *mask)
{
	u32 any = 0;

	for (int i = 0; i < CPUMASK_WORDS; i++)
		any |= mask->word[i];
	return !any;
}

static inline bool cpumask_equal(const struct cpumask *a,
				 const struct cpumask *b)
{
	u32 differ = 0;

	for (int i = 0; i < CPUMASK_WORDS; i++)
		differ |= a->word[i] ^ b->word[i];
	return !differ;
}

static inline unsigned int cpumask_weight(const struct cpumask *mask)
{
	unsigned int weight = 0;

	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		weight += cpumask_test(mask, cpu);
	return weight;
}

/* The first CPU of the set at or after `cpu`; NR_CPUS if there is none. */
static inline unsigned int cpumask_next(const struct cpumask *mask,
					unsigned int cpu)
{
	while (cpu < NR_CPUS) {
		u32 rest = mask->word[cpu / 32] >> cpu % 32;

		if (rest)
			return cpu + (unsigned int)__builtin_ctz(rest);
		cpu = (cpu / 32 + 1) * 32;
	}
	return NR_CPUS;
}

#define for_each_cpu(cpu, mask)                              \
	for ((cpu) = cpumask_next(mask, 0); (cpu) < NR_CPUS; \
	     (cpu) = cpumask_next(mask, (cpu) + 1))

/* The same in fewer instructions. These are two loops, so do not `break`. */
#define for_each_cpu_fast(cpu, mask)                                          \
	for (unsigned int cpu_word = 0; cpu_word < CPUMASK_WORDS; cpu_word++) \
		for (u32 cpus_left = (mask)->word[cpu_word];                  \
		     cpus_left &&                                             \
		     ((cpu) = cpu_word * 32 +                                 \
			      (unsigned int)__builtin_ctz(cpus_left),         \
		     1);                                                      \
		     cpus_left &= cpus_left - 1)

/* A set that several CPUs change, bit by bit. */
struct shared_cpumask {
	SHARED(u32) word[CPUMASK_WORDS];
};

/* Put one CPU in; true if it is the first in its word. A full barrier. */
static inline bool shared_cpumask_set(struct shared_cpumask *mask,
				      unsigned int cpu)
{
	return fetch_or(mask->word[cpu / 32], BIT(cpu % 32)) == 0;
}

/* Take one out. A full barrier. */
static inline void shared_cpumask_clear(struct shared_cpumask *mask,
					unsigned int cpu)
{
	fetch_and(mask->word[cpu / 32], ~BIT(cpu % 32));
}

static inline bool shared_cpumask_test(const struct shared_cpumask *mask,
				       unsigned int cpu)
{
	return READ_ONCE(mask->word[cpu / 32]) & BIT(cpu % 32);
}

/* As it is now, word by word. */
static inline struct cpumask shared_cpumask_read(
	const struct shared_cpumask *mask)
{
	struct cpumask value;

	for (int i = 0; i < CPUMASK_WORDS; i++)
		value.word[i] = READ_ONCE(mask->word[i]);
	return value;
}

static inline void shared_cpumask_write(struct shared_cpumask *mask,
					const struct cpumask *value)
{
	for (int i = 0; i < CPUMASK_WORDS; i++)
		WRITE_ONCE(mask->word[i], value->word[i]);
}

/* Take all out, and return who was in. A full barrier if anybody was. */
static inline struct cpumask shared_cpumask_take(struct shared_cpumask *mask)
{
	struct cpumask value;

	for (int i = 0; i < CPUMASK_WORDS; i++)
		value.word[i] =
			READ_ONCE(mask->word[i]) ? xchg(mask->word[i], 0) : 0;
	return value;
}

#endif
