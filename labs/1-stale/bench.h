/* SPDX-License-Identifier: MIT */
/*
 * bench.h - lab 1: a bench with one entry of the page table and two CPUs. What
 * you write, and what is given (bench.c).
 */
#ifndef LABS_1_STALE_BENCH_H
#define LABS_1_STALE_BENCH_H

#include "arch/machine.h"

/* What the entry may lead to. */
enum bench_page { NO_PAGE, PAGE_A, PAGE_B };

/*
 * Yours. Both CPUs call it at the same time; `cpu` is 0 or 1.
 *
 * experiment(): one CPU reads through a translation that the other one has
 * removed. repaired(): the same, but it reads what the entry says now.
 */
void experiment(unsigned int cpu);
void repaired(unsigned int cpu);

/* Given, for both CPUs. The entry leads to no page at first. */

/* From now on the entry leads to that page, or to none. Whatever it said before
 * is removed. No TLB is flushed. */
void bench_map(enum bench_page page);
void bench_unmap(void);

/* Read one word through the entry, as this CPU's TLB has it: which page was
 * that? NO_PAGE: the read has faulted. */
enum bench_page bench_read(void);

/* Flush the entry from the TLBs of all CPUs: flush_tlb_kernel_range(). From
 * this CPU's alone: local_flush_tlb_all(). */
void bench_flush(void);

/* So that one CPU waits for the other: tell step n (1, 2, 3...); wait until
 * step n, or a later one, has been told. */
void bench_tell(u32 step);
void bench_await(u32 step);

#endif
