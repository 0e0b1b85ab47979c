/* SPDX-License-Identifier: MIT */
/*
 * experiment.c - lab 1, your file: see a stale TLB. README.md says what to
 * write, bench.h what is given.
 */
#include "labs/1-stale/bench.h"

/*
 * CPU 0 changes the entry, CPU 1 reads. When does CPU 1's TLB learn what the
 * entry says, and when not? Put the steps into an order by bench_tell() and
 * bench_await().
 */
void experiment(unsigned int cpu)
{
	if (cpu == 0)
		bench_map(PAGE_A);
	else
		bench_read();
}

/* The same steps; what has to come between which two of them? */
void repaired(unsigned int cpu)
{
	if (cpu == 0)
		bench_map(PAGE_A);
	else
		bench_read();
}
