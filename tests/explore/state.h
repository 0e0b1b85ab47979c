/* SPDX-License-Identifier: MIT */
/*
 * state.h - the whole simulated machine as a value: copy, put back, hash.
 *
 * A state is the simulated CPUs (struct sim), the variables of the portable
 * code (which the linker collects in one place), the pages, and the used part
 * of each stack.
 */
#ifndef TESTS_EXPLORE_STATE_H
#define TESTS_EXPLORE_STATE_H

#include "lib/types.h"

struct state; /* a copy; from malloc() */

/* Once, before anything else. */
void state_init(void);

/* Begin afresh: variables and pages as they were at the start of the
 * program. */
void state_reset(void);

/* A step ran on these stacks: it has left something below their stack pointers.
 * Or: anything may be on any stack. */
void state_stacks_ran(unsigned int first, unsigned int last);
void state_stacks_anew(void);

struct state *state_save(void);
void state_restore(const struct state *state);
void state_free(struct state *state);
size_t state_size(const struct state *state); /* bytes */

/* A fingerprint of the current state: 64 bits, assumed to be unique. */
u64 state_hash(void);

/* Is this address in a stack, and in which one? */
bool state_is_stack(const void *at, unsigned int *stack);

#endif
