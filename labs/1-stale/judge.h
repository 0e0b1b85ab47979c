/* SPDX-License-Identifier: MIT */
/*
 * judge.h - lab 1: what bench.c learns, and what it needs of the machine it
 * runs on. Not for your file.
 */
#ifndef LABS_1_STALE_JUDGE_H
#define LABS_1_STALE_JUDGE_H

#include "arch/pte.h"
#include "labs/1-stale/bench.h"

/* What has come to light since bench_reset(). */
struct bench_results {
	SHARED(bool) stale;     /* a CPU read what another one had removed */
	SHARED(bool) may_stale; /* or might have, if its TLB had kept that */
	SHARED(bool) again;     /* a CPU that had read before a removal by the
				   other one read once more after it */
};
extern struct bench_results bench_results;

/* Begin again. flushes: each bench_map() and bench_unmap() flushes all TLBs. */
void bench_reset(bool flushes);

/* Of the machine: which of the two CPUs this is; the entry, and the address
 * that it is for; what it has to be to lead to a page. */
unsigned int bench_cpu(void);
struct pte *bench_entry(void);
unsigned long bench_address(void);
u64 bench_value(enum bench_page page);

/* Read through the entry: the page; in *others those that another TLB of this
 * kind might have led to, a bit each. */
enum bench_page bench_access(u32 *others);

/* This CPU has told a step: for the diagram. */
void bench_told(u32 step);

/* Of bench.c: the step that was told last. */
u32 bench_step(void);

#endif
