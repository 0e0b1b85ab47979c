/* SPDX-License-Identifier: MIT */
/*
 * litmus.h - litmus tests of the simulated machine: tiny programs whose
 * possible outcomes are published. The machine must be able to do what is
 * allowed, and must never do what is forbidden.
 */
#ifndef TESTS_EXPLORE_LITMUS_H
#define TESTS_EXPLORE_LITMUS_H

#include "arch/machine.h"
#include "lib/types.h"

/* What an instruction names, and an outcome has a value of: locations in memory
 * and registers. All begin as 0. Each register is set by one instruction. */
enum {
	NOTHING,
	X,
	Y,
	Z,
	A, /* the first register */
	B,
	C,
	D,
	E,
	F,
	NR_VALUES
};

enum litmus_op {
	OP_END,
	OP_STORE,
	OP_STORE_MB, /* a store and a full barrier, as one instruction */
	OP_LOAD,
	OP_XCHG,
	OP_CMPXCHG_99, /* expects 99, which is never there: it fails */
	OP_ADD,
	OP_MFENCE,
	OP_WAIT,      /* until a location is not 0 */
	OP_CMPXCHG_0, /* expects 0 */
	OP_REMAP,
	OP_MAP,
	OP_UNMAP,
	OP_SET_LOW,
	OP_SET_HIGH,
	OP_INVLPG,
	OP_FLUSH_ALL,
	OP_USE,
	OP_STORE_VIA,
	OP_LOAD_VIA,
	OP_IPI,
};

struct litmus_insn {
	u8 op;
	u8 to;    /* a register */
	u8 at;    /* a location, a slot or a CPU */
	u8 value; /* or a page */
};

/* Memory */
#define W(at, value)                   \
	{                              \
		OP_STORE, 0, at, value \
	}
#define W_MB(at, value)                   \
	{                                 \
		OP_STORE_MB, 0, at, value \
	}
#define R(to, at)                  \
	{                          \
		OP_LOAD, to, at, 0 \
	}
#define XCHG(to, at, value)            \
	{                              \
		OP_XCHG, to, at, value \
	}
#define CMPXCHG_99(to, at, value)            \
	{                                    \
		OP_CMPXCHG_99, to, at, value \
	}
#define CMPXCHG_0(to, at, value)            \
	{                                   \
		OP_CMPXCHG_0, to, at, value \
	}
#define ADD(to, at, value)            \
	{                             \
		OP_ADD, to, at, value \
	}
#define MFENCE                     \
	{                          \
		OP_MFENCE, 0, 0, 0 \
	}
#define WAIT(at)                  \
	{                         \
		OP_WAIT, 0, at, 0 \
	}

/* Paging. The register of a remap is the accessed bit that it found; that of a
 * use is the set of pages that it may reach, a bit each; 0: it faults. Accesses
 * VIA a slot give AMBIGUOUS if there is more than one such page. */
#define REMAP(to, slot, page)            \
	{                                \
		OP_REMAP, to, slot, page \
	}
#define MAP(slot, page)               \
	{                             \
		OP_MAP, 0, slot, page \
	}
#define UNMAP(slot)                  \
	{                            \
		OP_UNMAP, 0, slot, 0 \
	}
#define SET_LOW(slot, page)               \
	{                                 \
		OP_SET_LOW, 0, slot, page \
	}
#define SET_HIGH(slot, page)               \
	{                                  \
		OP_SET_HIGH, 0, slot, page \
	}
#define INVLPG(slot)                  \
	{                             \
		OP_INVLPG, 0, slot, 0 \
	}
#define FLUSH_ALL                     \
	{                             \
		OP_FLUSH_ALL, 0, 0, 0 \
	}
#define USE(to, slot)               \
	{                           \
		OP_USE, to, slot, 0 \
	}
#define W_VIA(slot, value)                   \
	{                                    \
		OP_STORE_VIA, 0, slot, value \
	}
#define R_VIA(to, slot)                  \
	{                                \
		OP_LOAD_VIA, to, slot, 0 \
	}
#define IPI(cpu)                  \
	{                         \
		OP_IPI, 0, cpu, 0 \
	}
#define AMBIGUOUS 99
#define NO_PAGE   15 /* the number of what is no page of ours */

/* A condition about one value of an outcome. */
struct litmus_condition {
	u8 of;
	enum { VALUE_IS, REACHES_PAGE, MISSES_PAGE } how;
	u8 value;
};

#define IS(of, value)               \
	{                           \
		of, VALUE_IS, value \
	}
#define REACHES(of, page)              \
	{                              \
		of, REACHES_PAGE, page \
	}
#define MISSES(of, page)              \
	{                             \
		of, MISSES_PAGE, page \
	}

#define LITMUS_LENGTH     8 /* instructions of a CPU, and the end */
#define LITMUS_CONDITIONS 6

enum litmus_verdict {
	FORBIDDEN, /* no order of steps ends like that */
	ALLOWED,   /* some order does, also without store buffers */
	RELAXED,   /* some order does, but only with store buffers */
};

struct litmus_test {
	const char *name;
	const char *source; /* who says so */
	struct litmus_insn cpu[NR_CPUS][LITMUS_LENGTH];
	struct litmus_insn handler[LITMUS_LENGTH]; /* of an IPI, on any CPU */
	enum litmus_verdict verdict;
	struct litmus_condition when[LITMUS_CONDITIONS]; /* all hold */
};

struct litmus_outcome {
	u16 value[NR_VALUES];
};

/* memory.c, paging.c */
extern const struct litmus_test memory_tests[], paging_tests[];
extern const unsigned int nr_memory_tests, nr_paging_tests;

/* program.c: what CPUs run. The entries of slots 0 and 1 map pages 0 and 1 at
 * the start, those of the others are empty. */
void litmus_begin(const struct litmus_test *test);
void litmus_program(void);
void litmus_result(struct litmus_outcome *outcome);
unsigned int litmus_cpus(const struct litmus_test *test);

#define MAX_OUTCOMES 2048

struct outcome_set {
	unsigned int count;
	struct litmus_outcome outcome[MAX_OUTCOMES];
};

void outcome_add(struct outcome_set *set, const struct litmus_outcome *outcome);
bool outcome_in(const struct outcome_set *set,
		const struct litmus_outcome *outcome);

/* axioms.c: all outcomes that the axioms of x86-TSO allow. False if the test
 * has something in it that they do not speak of. */
bool axioms_outcomes(const struct litmus_test *test, struct outcome_set *set);

#endif
