/* SPDX-License-Identifier: MIT */
/* 1-stale.c - lab 1: a solution. */
#include "labs/1-stale/bench.h"

enum { MAPPED = 1, READ_ONE, REMOVED };

void experiment(unsigned int cpu)
{
	if (cpu == 0) {
		bench_map(PAGE_A);
		bench_tell(MAPPED);
		bench_await(READ_ONE);
		bench_map(PAGE_B);
		bench_tell(REMOVED);
	} else {
		bench_await(MAPPED);
		bench_read();
		bench_tell(READ_ONE);
		bench_await(REMOVED);
		bench_read();
	}
}

/* The flush comes after the change and before anybody is told of it. */
void repaired(unsigned int cpu)
{
	if (cpu == 0) {
		bench_map(PAGE_A);
		bench_flush();
		bench_tell(MAPPED);
		bench_await(READ_ONE);
		bench_map(PAGE_B);
		bench_flush();
		bench_tell(REMOVED);
	} else {
		bench_await(MAPPED);
		bench_read();
		bench_tell(READ_ONE);
		bench_await(REMOVED);
		bench_read();
	}
}
