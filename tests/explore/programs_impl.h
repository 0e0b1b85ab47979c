/* SPDX-License-Identifier: MIT */
/*
 * programs_impl.h - what programs are made of.
 */
#ifndef TESTS_EXPLORE_PROGRAMS_IMPL_H
#define TESTS_EXPLORE_PROGRAMS_IMPL_H

#include "programs.h"
#include "sim.h"

/* What CPUs tell each other: addresses to use, and that they are done. */
#define NOTE_ADDRESS 0
#define NOTE_READY   0 /* or how many of them are */
#define NOTE_DONE    1

/* Page n: map it, map it and let it go again, use it meanwhile. */
void *map(unsigned int n);
void unmap(unsigned int n);
void hold_page(unsigned int n);
void map_use_unmap(unsigned int n);

/* Wait until another CPU has set a note; returns it. */
u64 wait_for_note(unsigned int note);
u64 wait_for_at_least(unsigned int note, u64 least);

/* An address goes from one CPU to another. */
void give(void *vaddr);
void *take(void);

/* Pages from the last one down, that fill the window beforehand. The first one
 * gets slot 1, the last one slot 0. */
struct page *filler(unsigned int n);
struct page *filler_of_slot_0(void);

/* One that fill_window_but_one() has left in use. */
extern struct page *still_used;

#endif
