/* SPDX-License-Identifier: MIT */
/*
 * footprint.h - what a transition of the simulated machine has to do with, and
 * so, which transitions commute.
 *
 * Two transitions that can both happen in a state commute there if neither
 * writes what the other reads or writes: in either order they do the same and
 * lead to the same state. A search need not try both orders (sleep_set.h).
 *
 * A footprint is what the machine recorded while it did the transition: those
 * accesses to memory that are visible steps (locations.h), and what CPUs do to
 * each other besides, with interrupts, TLBs, and by ending each other's waits.
 * The other accesses are not needed. Who shares such a location uses it with a
 * lock held, and of two transitions that take a lock, both access that.
 * Also not in it: what the deadlock detector reads of other CPUs, threads that
 * move from CPU to CPU, and what turns.c counts. Cases with these are searched
 * without the reduction: target_is_reducible().
 *
 * Locations share 64 bits. If two have the same one, some transitions that
 * commute are taken for others that do not, and nothing is lost but time.
 */
#ifndef TESTS_EXPLORE_FOOTPRINT_H
#define TESTS_EXPLORE_FOOTPRINT_H

#include "lib/types.h"

struct footprint {
	u64 reads, writes; /* locations */
	u32 owns; /* parts of CPUs that it depends on or changes in some way */
	u32 adds; /* those to which it adds something: additions commute */
};

/* The parts of a CPU. */
enum footprint_part {
	PART_ALL,     /* all that no other CPU has to do with */
	PART_WAIT,    /* has memory changed while it waits? */
	PART_PENDING, /* interrupts */
	PART_TLB,     /* what it may still hold */
	NR_PARTS_OF_CPU
};

/* Of the transition that is being done, or was done last. */
extern struct footprint footprint;

void footprint_begin(void);
void footprint_read(const void *at);
void footprint_write(const void *at);
void footprint_own(unsigned int cpu, enum footprint_part part);
void footprint_add(unsigned int cpu, enum footprint_part part);

/* A location's bit among 64. */
u64 location_bit(const void *at);

/* Whether all programs have ended: looked at, or maybe changed. */
void footprint_own_end(void);
void footprint_add_end(void);

bool footprints_commute(const struct footprint *a, const struct footprint *b);

#endif
