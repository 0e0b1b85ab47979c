/* SPDX-License-Identifier: MIT */
/*
 * judge.h - are the invariants of mm/pkmap.h broken? (What a TLB may hold is
 * seen in sim_use(), and who is stuck in node.c.)
 *
 * The explorer looks itself: at the page table, the counts and the pages'
 * addresses. The code under test has checks of its own, too (mm/violation.h).
 * What they report comes last, because it must not hide what they are about: a
 * search is made again with them only if it has found nothing without them.
 */
#ifndef TESTS_EXPLORE_JUDGE_H
#define TESTS_EXPLORE_JUDGE_H

#include "lib/types.h"

/*
 * Look at the window after a step: I2 at any time, I3 to I5 whenever kmap_lock
 * is free and no store is on its way.
 */
void judge_step(void);

/* When all CPUs are done: the same, whoever holds kmap_lock; and nobody may. */
void judge_end(void);

/* From now on, is what the code reports a finding? */
void judge_heed_self_checks(bool heed);

/* Has it reported anything that was not heeded, since that was set? */
bool judge_self_checks_spoke(void);

#endif
