/* SPDX-License-Identifier: MIT */
/*
 * scenario_stale.c - a slot is used after it was zeroed and before it was
 * flushed (D1, D2, D3, and the case of the mail).
 *
 * In every control actor A is paused one step later, when the flush is over.
 * Everything else is the same.
 */
#include "scenario/acts.h"

static void map_and_check_a(struct stage *stage)
{
	stage_map(stage, PAGE_A);
	stage_check(stage, PAGE_A);
}

static void check_b(struct stage *stage)
{
	stage_check(stage, PAGE_B);
}

static void map_and_check_b(struct stage *stage)
{
	map_b(stage);
	check_b(stage);
}

static void b_takes_a_slot(struct stage *stage)
{
	stage_try(stage, ACTOR_B, map_and_check_b);
}

/*
 * D1: A and B have used every slot before, so their TLBs hold them. When A has
 * zeroed the slots, but not flushed them, B takes one.
 */
static void stale_own(struct stage *stage)
{
	stage_do(stage, ACTOR_A, stage_fill_window);
	stage_do(stage, ACTOR_B, stage_fill_window);
	stage_pause(stage, ACTOR_A, UNFLUSHED, FLUSHED, b_takes_a_slot);
	stage_do(stage, ACTOR_A, map_and_check_a);
	stage_expect_paused(stage);
	stage_end(stage, ACTOR_B);
	stage_do(stage, ACTOR_B, unmap_b);
	stage_do(stage, ACTOR_A, unmap_a);
}

static const struct scenario stale_own_scenario = {
	.name = "stale-own",
	.title = "can a CPU take a slot while its own TLB still maps it to "
		 "another page?",
	.contract = "threads that keep the rules; each uses the "
		    "address that it got",
	.callers = KEEP_RULES,
	.addresses = OWN_CPU,
	.shows = VERDICT_STALE,
	.order = 20,
	.locks = LOCK_BOTH,
	.cpus = 2,
	.play = stale_own,
};

SCENARIO(stale_own_scenario);

/*
 * D2: here a third CPU, C, has used the slots before. C never takes a slot. It
 * uses the address that page_address() gives for B's page: at once if B gets
 * one while A is paused, and again at the end. In the control, C's TLB holds
 * none of the slots.
 */
static void use_address_of_b(struct stage *stage)
{
	stage->vaddr[PAGE_B] = page_address(test_frame_page(PAGE_B));
	check_b(stage);
}

static void b_maps_c_reads(struct stage *stage)
{
	if (stage_try(stage, ACTOR_B, map_b) == STAGE_DONE)
		stage_try(stage, ACTOR_C, use_address_of_b);
}

static void stale_third(struct stage *stage)
{
	stage_do(stage, stage->control ? ACTOR_B : ACTOR_C, stage_fill_window);
	stage_pause(stage, ACTOR_A, UNFLUSHED, FLUSHED, b_maps_c_reads);
	stage_do(stage, ACTOR_A, map_and_check_a);
	stage_expect_paused(stage);
	stage_end(stage, ACTOR_B);
	stage_do(stage, ACTOR_C, use_address_of_b);
	stage_do(stage, ACTOR_B, unmap_b);
	stage_do(stage, ACTOR_A, unmap_a);
}

static const struct scenario stale_third_scenario = {
	.name = "stale-third",
	.title = "can a CPU be given the address of a page while its TLB "
		 "still maps that address to another page?",
	.contract = "threads that keep the rules; one uses, on its "
		    "CPU, the address that another one got",
	.callers = KEEP_RULES,
	.addresses = ANY_CPU,
	.shows = VERDICT_STALE,
	.order = 30,
	.locks = LOCK_BOTH,
	.cpus = 3,
	.play = stale_third,
};

SCENARIO(stale_third_scenario);

/*
 * D3: A zeroes slot 0, the only one that nobody uses (see
 * stage_keep_all_but_slot_0). B searches all slots, becomes a second flusher,
 * has nothing to zero, so flushes nothing, and takes slot 0.
 */
static void play_slot_0(struct stage *stage)
{
	stage_do(stage, ACTOR_B, stage_keep_all_but_slot_0);
	stage_pause(stage, ACTOR_A, UNFLUSHED, FLUSHED, b_takes_a_slot);
	stage_go(stage, ACTOR_A, map_and_check_a);
	/* One of the two gets slot 0; the other one finds none, and sleeps. */
	stage_settle(stage, ACTOR_A);
	stage_expect_paused(stage);
	stage_settle(stage, ACTOR_B);
	stage_release_one(stage);
	stage_end(stage, ACTOR_A);
	stage_end(stage, ACTOR_B);
}

static void blind_flusher(struct stage *stage)
{
	play_slot_0(stage);
	stage_do(stage, ACTOR_B, unmap_b);
	stage_do(stage, ACTOR_A, unmap_a);
	stage_release_kept(stage);
}

static const struct scenario blind_flusher_scenario = {
	.name = "blind-flusher",
	.title = "can a second flusher, with nothing left to flush, use "
		 "slots that the first one has not flushed yet?",
	.contract = "threads that keep the rules; each uses the "
		    "address that it got",
	.callers = KEEP_RULES,
	.addresses = OWN_CPU,
	.shows = VERDICT_STALE,
	.order = 40,
	.locks = LOCK_BOTH,
	.cpus = 2,
	.play = blind_flusher,
};

SCENARIO(blind_flusher_scenario);

/*
 * The mail's own extreme case: thread A and thread B come to the same
 * last_pkmap_nr (slot 0). A flushes without the lock; B takes the lock and
 * makes pkmap_count[0] non-zero. When A has the lock again, it sees that, and
 * continues with the next number. All of this is true, and no count goes wrong.
 * What the mail does not consider is which page B reaches through slot 0.
 */
static void compare_slots(struct stage *stage)
{
	unsigned int a = PKMAP_NR((unsigned long)stage->vaddr[PAGE_A]);
	unsigned int b = PKMAP_NR((unsigned long)stage->vaddr[PAGE_B]);
	bool right = a != b && READ_ONCE(pkmap_count[a].value) == 2 &&
		     READ_ONCE(pkmap_count[b].value) == 2;

	stage_note(stage,
		   "B has slot %u, A went on and got slot %u: the "
		   "bookkeeping %s",
		   b, a, right ? "holds" : "is WRONG");
	if (!right)
		stage->verdict = VERDICT_BAD_COUNT;
}

static void check_bookkeeping(struct stage *stage)
{
	if (stage->verdict == VERDICT_TIMEOUT)
		return; /* it has not come to the mail's case */
	if (stage->vaddr[PAGE_A] && stage->vaddr[PAGE_B]) {
		compare_slots(stage);
		return;
	}
	stage_note(stage, "A or B got no slot");
	if (stage->verdict == VERDICT_SAFE)
		stage->verdict = VERDICT_BAD_COUNT;
}

static void mail_ab(struct stage *stage)
{
	play_slot_0(stage);
	check_bookkeeping(stage);
	stage_do(stage, ACTOR_B, unmap_b);
	stage_do(stage, ACTOR_A, unmap_a);
	stage_release_kept(stage);
}

static const struct scenario mail_ab_scenario = {
	.name = "mail-ab",
	.title = "in the mail's own case of threads A and B: does its "
		 "argument hold, and what does B reach meanwhile?",
	.contract = "threads that keep the rules; each uses the "
		    "address that it got",
	.callers = KEEP_RULES,
	.addresses = OWN_CPU,
	.shows = VERDICT_STALE,
	.order = 110,
	.locks = LOCK_BOTH,
	.cpus = 2,
	.play = mail_ab,
};

SCENARIO(mail_ab_scenario);
