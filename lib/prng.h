/* SPDX-License-Identifier: MIT */
/*
 * prng.h - small seeded pseudo-random numbers for workloads and tests.
 *
 * The 32-bit xorshift generator with the shifts 13, 17, 5: G. Marsaglia,
 * "Xorshift RNGs", Journal of Statistical Software 8(14), 2003. Its period is
 * 2^32 - 1. The same seed gives the same numbers on every machine. Not for
 * secrets.
 *
 * Context: any. A generator belongs to one user: nothing here locks.
 */
#ifndef LIB_PRNG_H
#define LIB_PRNG_H

#include "lib/types.h"

struct prng {
	u32 state; /* never 0: xorshift would stay there */
};

/* Starts a generator. Every seed is legal, 0 too. */
static inline void prng_seed(struct prng *p, u32 seed)
{
	/* An odd factor keeps seeds apart, and spreads small ones, such as CPU
	 * numbers, over all bits. Xorshift by itself needs many rounds. */
	p->state = (seed ? seed : 0xdeadbeef) * 2654435769u;
}

/* Next number, 1 to 2^32 - 1. */
static inline u32 prng_next(struct prng *p)
{
	p->state ^= p->state << 13;
	p->state ^= p->state >> 17;
	p->state ^= p->state << 5;
	return p->state;
}

/*
 * A number from 0 to n - 1; 0 if n is 0. Scaled, not divided: uneven by at most
 * n in 2^32.
 */
static inline u32 prng_below(struct prng *p, u32 n)
{
	return (u32)((u64)prng_next(p) * n >> 32);
}

#endif
