/* SPDX-License-Identifier: MIT */
/*
 * cache.h - which CPU's cache has which line: MESI, with a directory.
 *
 * Caches have room for everything, so a line leaves one only because another
 * CPU writes it. A line moves to one CPU at a time: who asks for one that is on
 * its way waits until it has arrived.
 */
#ifndef SCALE_CACHE_H
#define SCALE_CACHE_H

#include "lib/types.h"

struct line {
	unsigned long number; /* address / CACHE_LINE; 0: not used */
	u64 sharers;          /* CPUs that have it, a bit each */
	bool exclusive;       /* only one has it, and may write it */
	u64 busy_until;       /* ticks */
	u64 watchers;         /* CPUs that wait until it changes: spin.h */
	u64 transfers;
};

/* This CPU reads or writes at `at`; its clock is advanced by what that takes
 * beyond an instruction. An access lies in one line. */
void cache_access(const void *at, bool write);

/* Nobody has any line, and nothing is counted yet. */
void cache_reset(void);

/* Count from now on. */
void cache_start_counting(void);

/* Lines that a CPU got from others since then, or the sole right to write them
 * (it had a copy, and others' had to go). */
u64 cache_transfers(void);

/* Call for each line that was transferred. */
void cache_each_line(void (*call)(unsigned long address, u64 transfers));

#endif
