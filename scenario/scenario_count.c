/* SPDX-License-Identifier: MIT */
/*
 * scenario_count.c - bookkeeping: what may have changed while the lock was free
 * (D4), and who wakes a sleeper (D7).
 *
 * A is paused when the flush is over. If the lock was dropped, it has not been
 * taken again yet. So no TLB plays a part in these scenarios.
 */
#include "scenario/acts.h"

/*
 * D4: A is about to map a page. While A flushes, B maps the same page; in the
 * control, another page.
 */
static unsigned int page_of_b(const struct stage *stage)
{
	return stage->control ? PAGE_B : PAGE_A;
}

static void *b_vaddr;

static void b_maps(struct stage *stage)
{
	b_vaddr = kmap_high(test_frame_page(page_of_b(stage)));
}

static void b_unmaps(struct stage *stage)
{
	if (b_vaddr)
		kunmap_high(test_frame_page(page_of_b(stage)));
}

static void let_b_map(struct stage *stage)
{
	stage_try(stage, ACTOR_B, b_maps);
}

/* All slots have an unused page, except slot 0, which is free, and which a
 * search reaches last. So A has to recycle, and when A has zeroed all other
 * slots, B can take slot 0. */
static void leave_slot_0_free(struct stage *stage)
{
	unsigned int n;

	for (n = 0; n < STAGE_SLOTS; n++)
		stage_map(stage, n);
	for (n = 0; n < STAGE_SLOTS; n++)
		if (stage->vaddr[n] == (void *)PKMAP_ADDR(0))
			stage_unmap(stage, n);
	kmap_flush_unused();
	stage_release_kept(stage);
}

static void double_map(struct stage *stage)
{
	stage_do(stage, ACTOR_A, leave_slot_0_free);
	stage_pause(stage, ACTOR_A, FLUSHED, NULL, let_b_map);
	stage_do(stage, ACTOR_A, map_a);
	stage_expect_paused(stage);
	stage_end(stage, ACTOR_B);
	stage_do(stage, ACTOR_B, b_unmaps);
	stage_do(stage, ACTOR_A, unmap_a);
}

static const struct scenario double_map_scenario = {
	.name = "double-map",
	.title = "can a page that another CPU mapped during the flush be "
		 "mapped a second time?",
	.contract = "threads that keep the rules and want the same "
		    "page; nothing is read or written",
	.callers = KEEP_RULES,
	.addresses = OWN_CPU,
	.shows = VERDICT_DOUBLE_MAP,
	.order = 50,
	.locks = LOCK_BOTH,
	.cpus = 2,
	.play = double_map,
};

SCENARIO(double_map_scenario);

/*
 * D7: slot 0 is the only one that can be recycled. While A flushes it, B maps a
 * page there and unmaps it again, but wakes nobody, because A does not sleep
 * yet. A then finds no slot with count 0, and sleeps, although slot 0 is
 * unused. In the control B unmaps its page only when A sleeps.
 */
static void b_takes_slot(struct stage *stage)
{
	stage_map(stage, PAGE_B);
	if (!stage->control)
		stage_unmap(stage, PAGE_B);
}

static void let_b_take_slot(struct stage *stage)
{
	stage_try(stage, ACTOR_B, b_takes_slot);
}

static void lost_wakeup(struct stage *stage)
{
	stage_do(stage, ACTOR_B, stage_keep_all_but_slot_0);
	stage_pause(stage, ACTOR_A, FLUSHED, NULL, let_b_take_slot);
	stage_go(stage, ACTOR_A, map_a);
	/* One of the two gets slot 0, unmaps its page, and so lets the other
	 * one have the slot. */
	if (stage_settle(stage, ACTOR_A) == STAGE_DONE)
		stage_do(stage, ACTOR_A, unmap_a);
	stage_end(stage, ACTOR_B);
	stage_do(stage, ACTOR_B, unmap_b);
	stage_end(stage, ACTOR_A);
	stage_expect_paused(stage);
	stage_do(stage, ACTOR_A, unmap_a);
	stage_release_kept(stage);
}

static const struct scenario lost_wakeup_scenario = {
	.name = "lost-wakeup",
	.title = "can a thread sleep for a slot although one is unused and "
		 "nobody else is left to wake it?",
	.contract = "threads that keep the rules, and may have to "
		    "sleep for a slot; nothing is read or written",
	.callers = KEEP_RULES,
	.addresses = OWN_CPU,
	.shows = VERDICT_LOST_WAKEUP,
	.order = 60,
	.locks = LOCK_BOTH,
	.cpus = 2,
	.play = lost_wakeup,
};

SCENARIO(lost_wakeup_scenario);
