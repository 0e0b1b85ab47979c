/* SPDX-License-Identifier: MIT */
/*
 * div64.h - division of 64-bit numbers without libgcc.
 *
 * On a 32-bit machine GCC turns `/` and `%` on 64-bit operands into calls to
 * libgcc, which the kernel does not link. Names and meaning are Linux's.
 *
 * Context: any. Dividing by 0 is the caller's error: a divide exception on x86,
 * undefined elsewhere.
 */
#ifndef LIB_DIV64_H
#define LIB_DIV64_H

#include "lib/types.h"

/*
 * One step of a division in digits of 32 bits: (high:low) / d. The caller makes
 * sure that high < d; the quotient fits in 32 bits then.
 */
static inline u32 div_step(u32 high, u32 low, u32 d, u32 *rem)
{
#ifdef __i386__
	u32 quotient;

	__asm__("divl %4"
		: "=a"(quotient), "=d"(*rem)
		: "a"(low), "d"(high), "rm"(d)
		: "cc");
	return quotient;
#else
	u64 n = (u64)high << 32 | low;

	*rem = (u32)(n % d);
	return (u32)(n / d);
#endif
}

/* n / d, rounded down; the remainder goes to *rem. */
static inline u64 div_u64_rem(u64 n, u32 d, u32 *rem)
{
	u32 high = div_step(0, (u32)(n >> 32), d, rem);

	return (u64)high << 32 | div_step(*rem, (u32)n, d, rem);
}

/* n / d, rounded down. */
static inline u64 div_u64(u64 n, u32 d)
{
	u32 rem;

	return div_u64_rem(n, d, &rem);
}

/*
 * n / d, rounded down; the remainder goes to *rem.
 *
 * A divisor above 32 bits leaves a quotient below 32 bits: long division by
 * shifting and subtracting takes at most 32 rounds.
 */
static inline u64 div64_u64_rem(u64 n, u64 d, u64 *rem)
{
	u64 quotient = 0;
	int shift;

	if (d >> 32 == 0) {
		u32 small_rem;

		quotient = div_u64_rem(n, (u32)d, &small_rem);
		*rem = small_rem;
		return quotient;
	}
	for (shift = __builtin_clzll(d); shift >= 0; shift--) {
		quotient <<= 1;
		if (n >= d << shift) {
			n -= d << shift;
			quotient |= 1;
		}
	}
	*rem = n;
	return quotient;
}

/* n / d, rounded down. */
static inline u64 div64_u64(u64 n, u64 d)
{
	u64 rem;

	return div64_u64_rem(n, d, &rem);
}

#endif
