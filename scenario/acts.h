/* SPDX-License-Identifier: MIT */
/*
 * acts.h - what the actors of most scenarios do. Pages 0 to 7 fill the window,
 * so that its slots are in TLBs. Then A maps PAGE_A, and so has to recycle the
 * window; and B maps PAGE_B meanwhile.
 */
#ifndef SCENARIO_ACTS_H
#define SCENARIO_ACTS_H

#include "scenario/scenario.h"

/* Where A is paused: before the flush, and when it is over. */
#define UNFLUSHED "pkmap_unflushed"
#define FLUSHED   "pkmap_flushed"

#define PAGE_A 8
#define PAGE_B 9
#define KEPT   0 /* one that stage_keep_all_but_slot_0() keeps */

static inline void map_a(struct stage *stage)
{
	stage_map(stage, PAGE_A);
}

static inline void unmap_a(struct stage *stage)
{
	stage_unmap(stage, PAGE_A);
}

static inline void map_b(struct stage *stage)
{
	stage_map(stage, PAGE_B);
}

static inline void unmap_b(struct stage *stage)
{
	stage_unmap(stage, PAGE_B);
}

#endif
