/* SPDX-License-Identifier: MIT */
/*
 * stage.h - a forced interleaving: actors, each on a CPU of its own, of which
 * one is held at a named point of the code while the others do what the play
 * wants. No luck is needed, and no extra CPU: the held actor itself directs,
 * from within the point.
 *
 *	static void stale_own(struct stage *stage)
 *	{
 *		stage_do(stage, ACTOR_B, fill_the_tlb);       and wait for it
 *		stage_pause(stage, ACTOR_A, "pkmap_unflushed", while_a_is_held);
 *		stage_do(stage, ACTOR_A, map_a_page);
 *	}
 *	static void while_a_is_held(struct stage *stage)
 *	{
 *		stage_try(stage, ACTOR_B, map_and_check);
 *	}
 *
 * If what an actor is asked for meanwhile turns out to be impossible, because
 * it is seen blocked by the held one, or asleep, the forcing ends: everybody
 * goes on, and what happens then is the result.
 */
#ifndef SCENARIO_STAGE_H
#define SCENARIO_STAGE_H

#include "oracle/oracle.h"
#include "record/record.h"
#include "smp/thread.h"

enum actor { ACTOR_A, ACTOR_B, ACTOR_C, NR_ACTORS };

/* What ended the forcing: what an actor had to wait for. */
enum stage_block { NOT_BLOCKED, ON_LOCK, ON_ACKNOWLEDGEMENT, ON_SLOT };

struct stage;
typedef void (*stage_act_t)(struct stage *stage);

#define STAGE_SLOTS     8 /* the window of a play */
#define STAGE_PAGES     32
#define STAGE_NOTE_SIZE 300 /* bytes */

struct stage {
	bool lock_irq;
	bool control;         /* play the variant without the defect */
	unsigned int actors;  /* how many there are */
	enum verdict verdict; /* worst so far, of what only the play can see */
	enum stage_block blocked_on; /* the first time the forcing ended */
	char note[STAGE_NOTE_SIZE];  /* what was seen, in words */
	struct oracle_counts oracle[NR_ACTORS];
	void *vaddr[STAGE_PAGES]; /* for the play: where its pages are */
};

/*
 * From the thread that runs the scenario:
 *
 * stage_do   let an actor do something, and wait until it has
 * stage_go   let it begin, and do not wait
 * stage_end  wait until an actor has done what it was told last; a thread that
 *            sleeps for ever is told to give up (verdict lost-wakeup)
 */
void stage_do(struct stage *stage, enum actor actor, stage_act_t act);
void stage_go(struct stage *stage, enum actor actor, stage_act_t act);
void stage_end(struct stage *stage, enum actor actor);

/* How far an actor got with what it was told. */
enum stage_progress { STAGE_DONE, STAGE_BLOCKED, STAGE_ASLEEP, STAGE_TIMEOUT };

/* From the runner: wait until an actor is done, or asleep. */
enum stage_progress stage_settle(struct stage *stage, enum actor actor);

/*
 * The next time `actor` comes to `point`, hold it there, once, and call `then`
 * on its CPU, in its context: with its locks held, its interrupts on or off. In
 * a control, `control_point` is used instead (NULL: the same).
 */
void stage_pause(struct stage *stage, enum actor actor, const char *point,
		 const char *control_point, stage_act_t then);

/* From the runner, when the held actor has ended: if it never came to the
 * point, the play has shown nothing. That is a timeout. */
void stage_expect_paused(struct stage *stage);

/*
 * From `then`: let another actor do something, and wait until it has, or
 * cannot: it waits for a lock or an acknowledgement of a CPU that is held here,
 * or it sleeps. Bounded; a timeout is the verdict then. Notes what was seen.
 */
enum stage_progress stage_try(struct stage *stage, enum actor actor,
			      stage_act_t act);

/* As records have it; NULL for NOT_BLOCKED. */
const char *stage_block_name(enum stage_block block);

/* The actor that is calling. */
enum actor stage_me(void);

/* Say what was seen, for the record; more is appended. */
void stage_note(struct stage *stage, const char *fmt, ...) __printf(2, 3);

/*
 * For the scenario's runner: actors come and go. At the end every one has done
 * what it was told.
 */
void stage_open(struct stage *stage, unsigned int actors, bool lock_irq,
		bool control);
void stage_close(struct stage *stage);

/* Map test page n; check it through this CPU's TLB; unmap it. By an actor. */
void stage_map(struct stage *stage, unsigned int n);
void stage_check(struct stage *stage, unsigned int n);
void stage_unmap(struct stage *stage, unsigned int n);

/*
 * Scenes that several plays begin with. Pages 0 to STAGE_SLOTS - 1 are theirs.
 *
 * fill_window: by an actor: every slot is mapped once, used, and left unused:
 * the actor's TLB knows them all.
 *
 * keep_all_but_slot_0: the same, and then all slots but number 0 are pinned:
 * slot 0 is the only one that can be recycled. From the runner, as the actors
 * may all be asleep: release_one unpins one of them, for who sleeps for want of
 * a slot; release_kept the rest, at the end.
 */
void stage_fill_window(struct stage *stage);
void stage_keep_all_but_slot_0(struct stage *stage);
void stage_release_one(struct stage *stage);
void stage_release_kept(struct stage *stage);

#endif
