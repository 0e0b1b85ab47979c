/* SPDX-License-Identifier: MIT */
/*
 * tsc_sync.h - do the time stamp counters of two CPUs show the same time?
 *
 * The two take turns: the leader reads its counter, then the follower its own,
 * then the leader again. Where that is not a rising sequence, they are apart,
 * by so much at least. An order within what a message takes cannot be seen.
 */
#ifndef ARCH_X86_TIME_TSC_SYNC_H
#define ARCH_X86_TIME_TSC_SYNC_H

#include "lib/types.h"

enum tsc_sync {
	TSC_TOGETHER,
	TSC_APART,
	TSC_UNKNOWN, /* the other CPU did not answer in time */
};

/*
 * Both CPUs call theirs at about the same time, with interrupts off. Each waits
 * for a bounded time. The leader may first say tsc_sync_prepare(), so that the
 * follower can be the first to come. `ahead`: if they are apart, how many
 * ticks the follower is ahead, about; else 0.
 */
void tsc_sync_prepare(void);
enum tsc_sync tsc_sync_lead(s64 *ahead);
void tsc_sync_follow(void);

#endif
