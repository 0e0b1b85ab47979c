/* SPDX-License-Identifier: MIT */
/*
 * stage.h - a forced interleaving. There are actors, each on a CPU of its own.
 * One of them is paused at a named point of the code, while the others do what
 * the scenario wants. That needs no luck, and no extra CPU: the paused actor
 * itself gives the orders, from within the point.
 *
 *	static void stale_own(struct stage *stage)
 *	{
 *		stage_do(stage, ACTOR_B, fill_the_tlb);       and wait for it
 *		stage_pause(stage, ACTOR_A, "pkmap_unflushed", NULL, then);
 *		stage_do(stage, ACTOR_A, map_a_page);
 *	}
 *	static void then(struct stage *stage)
 *	{
 *		stage_try(stage, ACTOR_B, map_and_check);
 *	}
 *
 * An actor may turn out to be unable to do what it is told: it is seen to be
 * blocked by the paused one, or asleep. Then the forcing ends, all actors go
 * on, and what happens then is the result.
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
	enum verdict verdict; /* worst so far that only the scenario can see */
	enum stage_block blocked_on; /* the first time the forcing ended */
	char note[STAGE_NOTE_SIZE];  /* what was seen, in words */
	unsigned int orders; /* that were given by stage_do() and stage_go() */
	unsigned int pauses; /* that came about */
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
 * The next time `actor` comes to `point`, pause it there, once, and call `then`
 * on its CPU, in its context: with its locks held, its interrupts on or off. In
 * a control, `control_point` is used instead (NULL: the same point).
 */
void stage_pause(struct stage *stage, enum actor actor, const char *point,
		 const char *control_point, stage_act_t then);

/* From the runner, when the actor that should have been paused has ended: if it
 * never came to the point, the scenario has shown nothing. That is a timeout.
 */
void stage_expect_paused(struct stage *stage);

/*
 * From `then`: let another actor do something, and wait until it has done it,
 * or cannot: because it waits, directly or not, for the CPU that is paused
 * here, or because it sleeps. The wait is bounded; when it expires, the verdict
 * is timeout. Notes what was seen.
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
 * For the scenario's runner: create the actors, and end them. Each of them has
 * done what it was told before it ends.
 */
void stage_open(struct stage *stage, unsigned int actors, bool lock_irq,
		bool control);
void stage_close(struct stage *stage);

/* Map test page n; check it through this CPU's TLB; unmap it. By an actor. */
void stage_map(struct stage *stage, unsigned int n);
void stage_check(struct stage *stage, unsigned int n);
void stage_unmap(struct stage *stage, unsigned int n);

/*
 * How several scenarios begin. They use pages 0 to STAGE_SLOTS - 1 for it.
 *
 * fill_window, by an actor: every slot is mapped once, used, and left unused.
 * So the actor's TLB holds all of them.
 *
 * keep_all_but_slot_0, by an actor: the same, but all slots except slot 0 stay
 * pinned, so that only slot 0 can be recycled. release_one unpins one of them,
 * for an actor that sleeps for a slot; release_kept unpins the rest at the end.
 * Both are called by the runner, as all actors may be asleep.
 */
void stage_fill_window(struct stage *stage);
void stage_keep_all_but_slot_0(struct stage *stage);
void stage_release_one(struct stage *stage);
void stage_release_kept(struct stage *stage);

#endif
