/* SPDX-License-Identifier: MIT */
/*
 * scenario_lock.c - locks and interrupts: deadlocks, callers that break the
 * rules, interrupt state (the mail's deadlock, D5, D6).
 *
 * In every control actor A is paused when the flush is over, so that it does
 * not wait for other CPUs any more; and all callers keep the rules.
 */
#include "scenario/acts.h"
#include "smp/trace.h"

/*
 * The deadlock that the mail wants to cure. While A flushes, C wants the lock:
 * with lock=irq as an interrupt handler does, with interrupts off, so that it
 * cannot acknowledge.
 */
static void c_comes_for_the_lock(struct stage *stage)
{
	if (stage->lock_irq) {
		local_irq_disable();
		stage->vaddr[PAGE_B] = kmap_high_get(test_frame_page(PAGE_B));
		local_irq_enable();
	} else {
		stage_map(stage, PAGE_B);
	}
}

static void c_is_let_in(struct stage *stage)
{
	stage_try(stage, ACTOR_B, c_comes_for_the_lock);
}

static void irq_deadlock(struct stage *stage)
{
	stage_do(stage, ACTOR_A, stage_fill_window);
	stage_pause(stage, ACTOR_A, UNFLUSHED, FLUSHED, c_is_let_in);
	stage_do(stage, ACTOR_A, map_a);
	stage_expect_paused(stage);
	stage_end(stage, ACTOR_B);
	stage_do(stage, ACTOR_B, unmap_b);
	stage_do(stage, ACTOR_A, unmap_a);
}

static const struct scenario irq_deadlock_scenario = {
	.name = "irq-deadlock",
	.title = "can the flusher wait for a CPU that waits for the "
		 "flusher's lock?",
	.contract = "threads that keep the rules; with lock=irq, the "
		    "second one as a handler that calls "
		    "kmap_high_get()",
	.callers = KEEP_RULES,
	.addresses = OWN_CPU,
	.shows = VERDICT_DEADLOCK,
	.order = 10,
	.locks = LOCK_BOTH,
	.cpus = 2,
	.play = irq_deadlock,
};

SCENARIO(irq_deadlock_scenario);

/*
 * D6: a caller that has interrupts off, and should not. With lock=irq,
 * spin_unlock_irq() turns them on. That is seen at return, and, if the window
 * has to be recycled, in the middle. (With lock=spin it is not recycled here,
 * since a caller with interrupts off must not have to sleep with any strategy.)
 */
static void note_middle(struct stage *stage)
{
	if (!stage->control && !irqs_disabled())
		stage_note(stage, "interrupts came on in the middle of "
				  "kmap_high(), during the flush");
}

static void map_with_irqs_off(struct stage *stage)
{
	bool off_at_return;

	if (!stage->control)
		local_irq_disable();
	stage_map(stage, PAGE_A);
	off_at_return = irqs_disabled();
	local_irq_enable();
	if (off_at_return != !stage->control) {
		stage->verdict = VERDICT_IRQ_STATE;
		stage_note(stage, "a caller with interrupts off got back from "
				  "kmap_high() with interrupts on");
	}
}

static void irq_state(struct stage *stage)
{
	if (stage->lock_irq) {
		stage_do(stage, ACTOR_A, stage_fill_window);
		stage_pause(stage, ACTOR_A, UNFLUSHED, NULL, note_middle);
	}
	stage_do(stage, ACTOR_A, map_with_irqs_off);
	if (stage->lock_irq)
		stage_expect_paused(stage);
	stage_do(stage, ACTOR_A, unmap_a);
}

static const struct scenario irq_state_scenario = {
	.name = "irq-state",
	.title = "does a caller with interrupts off, which breaks the rules, "
		 "get them back as they were?",
	.contract = "a thread that breaks the rules: it calls "
		    "kmap_high() with interrupts off",
	.callers = BREAK_RULES,
	.addresses = OWN_CPU,
	.shows = VERDICT_IRQ_STATE,
	.order = 70,
	.locks = LOCK_BOTH,
	.cpus = 1,
	.play = irq_state,
};

SCENARIO(irq_state_scenario);

/*
 * D5, first kind: two callers that both have interrupts off, and both have to
 * flush. Slot 0 is all that A can zero; B frees another slot for itself.
 */
static void map_with_irqs_off_too(struct stage *stage)
{
	if (!stage->control)
		local_irq_disable();
	stage_unmap(stage, KEPT);
	stage_map(stage, PAGE_B);
	local_irq_enable();
}

static void b_flushes_too(struct stage *stage)
{
	stage_try(stage, ACTOR_B, map_with_irqs_off_too);
}

static void wrong_caller(struct stage *stage)
{
	stage_do(stage, ACTOR_B, stage_keep_all_but_slot_0);
	stage_pause(stage, ACTOR_A, UNFLUSHED, FLUSHED, b_flushes_too);
	stage_go(stage, ACTOR_A, map_with_irqs_off);
	stage_settle(stage, ACTOR_A);
	stage_expect_paused(stage);
	stage_settle(stage, ACTOR_B);
	stage_release_one(stage);
	stage_end(stage, ACTOR_A);
	stage_end(stage, ACTOR_B);
	stage_do(stage, ACTOR_B, unmap_b);
	stage_do(stage, ACTOR_A, unmap_a);
	stage_release_kept(stage);
}

static const struct scenario wrong_caller_scenario = {
	.name = "wrong-caller",
	.title = "what if two callers have interrupts off, and both of them "
		 "flush?",
	.contract = "threads that break the rules: both call "
		    "kmap_high() with interrupts off",
	.callers = BREAK_RULES,
	.addresses = OWN_CPU,
	.shows = VERDICT_DEADLOCK,
	.order = 80,
	.locks = LOCK_BOTH,
	.cpus = 2,
	.play = wrong_caller,
};

SCENARIO(wrong_caller_scenario);

/*
 * D5, second kind: a caller that holds another spin lock, for which another CPU
 * waits with interrupts off.
 */
static DEFINE_SPINLOCK(other_lock);

static void map_a_with_other_lock(struct stage *stage)
{
	if (!stage->control)
		spin_lock(&other_lock);
	stage_map(stage, PAGE_A);
	if (!stage->control)
		spin_unlock(&other_lock);
}

static void take_other_lock(struct stage *stage)
{
	(void)stage;
	spin_lock_irq(&other_lock);
	spin_unlock_irq(&other_lock);
}

static void b_wants_other_lock(struct stage *stage)
{
	stage_try(stage, ACTOR_B, take_other_lock);
}

static void wrong_caller_lock(struct stage *stage)
{
	trace_watch_lock(&other_lock);
	stage_do(stage, ACTOR_A, stage_fill_window);
	stage_pause(stage, ACTOR_A, UNFLUSHED, FLUSHED, b_wants_other_lock);
	stage_do(stage, ACTOR_A, map_a_with_other_lock);
	stage_expect_paused(stage);
	stage_end(stage, ACTOR_B);
	stage_do(stage, ACTOR_A, unmap_a);
}

static const struct scenario wrong_caller_lock_scenario = {
	.name = "wrong-caller-lock",
	.title = "what if the caller holds a lock that another CPU waits "
		 "for with interrupts off?",
	.contract = "a thread that breaks the rules: it calls "
		    "kmap_high() with a spin lock held",
	.callers = BREAK_RULES,
	.addresses = OWN_CPU,
	.shows = VERDICT_DEADLOCK,
	.order = 90,
	.locks = LOCK_BOTH,
	.cpus = 2,
	.play = wrong_caller_lock,
};

SCENARIO(wrong_caller_lock_scenario);

/*
 * The deadlock with one more lock. A flushes. C holds another lock, the *outer*
 * one, with interrupts off, and wants kmap_lock. D, with interrupts off, too,
 * wants the outer lock. So A waits for D, which waits for C, which waits for A.
 * It would not help if CPUs that wait for kmap_lock answered shootdowns: D does
 * not wait for kmap_lock.
 *
 * D is the second actor: its CPU's number is below that of C, so D is the first
 * CPU that A is found to wait for.
 */
#define ACTOR_D ACTOR_B

static DEFINE_SPINLOCK(outer_lock);

static void get_with_outer_lock(struct stage *stage)
{
	spin_lock_irq(&outer_lock);
	stage->vaddr[PAGE_B] = kmap_high_get(test_frame_page(PAGE_B));
	spin_unlock_irq(&outer_lock);
}

static void take_outer_lock(struct stage *stage)
{
	(void)stage;
	spin_lock_irq(&outer_lock);
	spin_unlock_irq(&outer_lock);
}

static void c_and_d_come(struct stage *stage)
{
	stage_try(stage, ACTOR_C, get_with_outer_lock);
	stage_try(stage, ACTOR_D, take_outer_lock);
}

static void outer_lock_deadlock(struct stage *stage)
{
	trace_watch_lock(&outer_lock);
	stage_do(stage, ACTOR_A, stage_fill_window);
	stage_pause(stage, ACTOR_A, UNFLUSHED, FLUSHED, c_and_d_come);
	stage_do(stage, ACTOR_A, map_a);
	stage_expect_paused(stage);
	stage_end(stage, ACTOR_D);
	stage_end(stage, ACTOR_C);
	stage_do(stage, ACTOR_C, unmap_b);
	stage_do(stage, ACTOR_A, unmap_a);
}

static const struct scenario outer_lock_scenario = {
	.name = "outer-lock",
	.title = "can the flusher wait for a CPU that waits for a lock whose "
		 "holder waits for the flusher's lock?",
	.contract = "threads that keep the rules: kmap_high_get() may "
		    "be called with interrupts off and a lock held",
	.callers = KEEP_RULES,
	.addresses = OWN_CPU,
	.shows = VERDICT_DEADLOCK,
	.order = 100,
	.locks = LOCK_IRQ,
	.cpus = 3,
	.play = outer_lock_deadlock,
};

SCENARIO(outer_lock_scenario);
