/* SPDX-License-Identifier: MIT */
/* tsc_sync.c - see tsc_sync.h */
#include "arch/x86/time/tsc_sync.h"

#include "arch/clock.h"
#include "arch/machine.h"

#define ROUNDS   20
#define LIMIT_MS 5000
/* Both, as emulators and their hosts stall: see spinwait.h. */
#define MIN_TURNS 20000

/* Nobody's turn any more */
#define GIVEN_UP (~0u)

/* Even: it is the leader's turn; odd: the follower's. */
static SHARED(u32) turn;
static u64 stamp; /* by the follower, in its turn */

struct round {
	u64 before, other, after;
};

/* CPUID orders the reading of the counter, on every processor. */
static u64 read_tsc(void)
{
	sync_core();
	return get_cycles();
}

static bool await(u32 which)
{
	u64 start = get_cycles();

	for (u32 turns = 0; turns < MIN_TURNS ||
			    get_cycles() - start < (u64)LIMIT_MS * clock_khz();
	     turns++) {
		u32 now = READ_ONCE(turn);

		if (now == which || now == GIVEN_UP)
			return now == which;
		cpu_relax();
	}
	return false;
}

void tsc_sync_prepare(void)
{
	WRITE_ONCE(turn, 0);
}

void tsc_sync_follow(void)
{
	for (u32 i = 0; i < ROUNDS && await(2 * i + 1); i++) {
		stamp = read_tsc();
		barrier(); /* it is there before the leader's turn is */
		WRITE_ONCE(turn, 2 * i + 2);
	}
}

static bool is_rising(const struct round *r)
{
	return r->before <= r->other && r->other <= r->after;
}

static bool do_round(u32 i, struct round *r)
{
	r->before = read_tsc();
	WRITE_ONCE(turn, 2 * i + 1);
	if (!await(2 * i + 2))
		return false;
	r->after = read_tsc();
	r->other = stamp;
	return true;
}

enum tsc_sync tsc_sync_lead(s64 *ahead)
{
	struct round best = { 0, 0, ~0ull };
	bool apart = false;

	*ahead = 0;
	for (u32 i = 0; i < ROUNDS; i++) {
		struct round r;

		if (!do_round(i, &r)) {
			WRITE_ONCE(turn, GIVEN_UP);
			return TSC_UNKNOWN;
		}
		apart = apart || !is_rising(&r);
		if (r.after - r.before < best.after - best.before)
			best = r;
	}
	if (!apart)
		return TSC_TOGETHER;
	*ahead = (s64)(best.other - best.before) -
		 (s64)((best.after - best.before) / 2);
	return TSC_APART;
}
