/* SPDX-License-Identifier: MIT */
/*
 * names.h - the names of things in the explanation of a finding.
 */
#ifndef TESTS_EXPLORE_NAMES_H
#define TESTS_EXPLORE_NAMES_H

#include "lib/types.h"
#include "smp/spinwait.h"

/* Report an access, if an explanation is being printed and it matters there. */
void say_load(const void *at, u64 value);
void say_store(const void *at, u64 value);
void say_rmw(const void *at, u64 old, u64 new);
/* An entry has changed in memory; what it is now. */
void say_entry(int slot, u64 entry);
void say_drain(const void *at);
void say_wait(enum wait_kind kind, const void *object);

/* What is at an address; made in `to`, or constant. */
const char *name_of(const void *at, char *to, size_t room);

/* A thread goes to sleep, unless it has been woken already; it wakes one. */
void say_sleep(void);
void say_wake(unsigned int cpu);

const char *ipi_name(unsigned int ipi);

/* "P1", or "P0 or P3": valid until the next call. */
const char *page_set_text(u16 pages);

/* Read the program's own symbol table, for names of static variables. */
void names_init(void);

#endif
