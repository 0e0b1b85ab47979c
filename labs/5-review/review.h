/* SPDX-License-Identifier: MIT */
/*
 * review.h - lab 5: scenes, and what a strategy of one's own consists of.
 *
 * A scene is a small program for each of a few CPUs, and the window as they
 * find it. The explorer plays it in every order of the CPUs' steps. Pages are
 * called 0 to 7; in the beginning slot s maps page IN_SLOT(s), which is 4 + s.
 *
 *	const struct scene d1 = {
 *		.slot = { UNUSED, IN_USE },
 *		.cpu = {
 *			{ MAP(0), USE(0), UNMAP(0) },
 *			{ FLUSH },
 *		},
 *	};
 *
 * The window of this scene has two slots, and there are two CPUs. The first
 * search for a slot begins at slot 1, goes on to slot 2 and so on, and ends
 * with slot 0. Before it looks there, the window is recycled.
 */
#ifndef LABS_5_REVIEW_REVIEW_H
#define LABS_5_REVIEW_REVIEW_H

#include "mm/strategy.h"

#define SCENE_SLOTS 4 /* 2 to 4 of them */
#define SCENE_CPUS  3
#define SCENE_STEPS 8 /* of each CPU */
#define SCENE_PAGES 8

#define IN_SLOT(slot) (4 + (slot))

enum slot_state {
	NO_SLOT,
	FREE,   /* count 0; no TLB holds its address */
	UNUSED, /* count 1: mapped, and in any TLB, but nobody has pinned it */
	IN_USE  /* count 2; a CPU may unmap its page, once */
};

struct step {
	enum {
		STEP_END, /* and what is left out */
		STEP_MAP,
		STEP_USE,
		STEP_UNMAP,
		STEP_FLUSH,
		STEP_GIVE,
		STEP_TAKE,
		STEP_SIGNAL,
		STEP_WAIT
	} what;
	unsigned int page;
};

/* clang-format off */
#define MAP(page)   { STEP_MAP, page }   /* kmap_high() */
#define USE(page)   { STEP_USE, page }   /* access it at the address it got */
#define UNMAP(page) { STEP_UNMAP, page } /* kunmap_high() */
#define FLUSH       { STEP_FLUSH, 0 }    /* kmap_flush_unused() */

/* One address can be handed over: who has mapped the page gives it, and another
 * CPU waits for it, and can use it then. */
#define GIVE(page)  { STEP_GIVE, page }
#define TAKE(page)  { STEP_TAKE, page }

/* WAIT until another CPU has come to its SIGNAL. */
#define SIGNAL      { STEP_SIGNAL, 0 }
#define WAIT        { STEP_WAIT, 0 }
/* clang-format on */

struct scene {
	enum slot_state slot[SCENE_SLOTS];
	struct step cpu[SCENE_CPUS][SCENE_STEPS];
};

/* What you write: a scene for each defect. */
extern const struct scene d1, d2, d3, d4, d7;

/* And two hooks of the strategy `review`, by their names in struct
 * kmap_strategy (mm/strategy.h), where their contracts are. */
enum reclaim_result review_flush(void);
bool review_slot_turned_up(unsigned int color);

#endif
