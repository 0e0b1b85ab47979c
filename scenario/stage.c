/* SPDX-License-Identifier: MIT */
/* stage.c - see stage.h */
#include "scenario/stage.h"

#include "arch/clock.h"
#include "arch/panic.h"
#include "lib/printf.h"
#include "lib/string.h"
#include "scenario/timeline.h"
#include "smp/cpu.h"
#include "smp/deadlock.h"
#include "smp/point.h"
#include "smp/spinwait.h"
#include "smp/trace.h"

#define ATTENTIVE_MS  20    /* an actor spins for orders, then sleeps */
#define TRY_LIMIT_MS  5000  /* for stage_try() to see something */
#define TRY_MIN_TURNS 20000 /* hosts stall virtual CPUs: spinwait.h */
#define ASLEEP_MS     2     /* asleep this long: it cannot be forced on */
#define ASLEEP_TURNS  500   /* and seen asleep so often */
#define SETTLED_MS    30    /* asleep this long: ticks do not wake it either */
#define FOR_EVER_MS   200   /* this long with nobody left to wake it: never */
#define SLOW_LOOKS    5     /* seen so often, with a sleep in between */
/* Low frames to touch, above the kernel, below the least end of low memory */
#define WIDEN_START  (8 * MiB / PAGE_SIZE)
#define WIDEN_PAGES  2048
#define WIDEN_ROUNDS 7 /* from 64 entries to 4096 */
#define END_LIMIT_MS 20000

/* One actor's thread, and its orders. */
struct player {
	struct thread *thread;
	unsigned int cpu;
	SHARED(stage_act_t) act;
	SHARED(u32) told; /* orders given */
	SHARED(u32) begun;
	SHARED(u32) done; /* orders carried out */
	SHARED(bool) leave;
};

static struct player players[NR_ACTORS];
static struct stage *current_stage;
static struct thread *runner; /* the thread that opened the stage */

/* The pause that stage_pause() has set; for the CPU of that actor alone. */
static struct {
	SHARED(bool) set;
	unsigned int cpu;
	const char *point;
	stage_act_t then;
	const struct point *here; /* while it is paused */
} pause;

static bool is_done(const struct player *player)
{
	return READ_ONCE(player->done) == READ_ONCE(player->told);
}

/*
 * Wait for an order. At first wait busily: when an actor sleeps, its CPU does
 * other things, which take room in the TLB that the scenario is about.
 */
static void await_order(struct player *me)
{
	u64 start = get_cycles();

	while (is_done(me) && !READ_ONCE(me->leave) &&
	       get_cycles() - start < clock_from_us(1000) * ATTENTIVE_MS)
		cpu_relax();
	while (is_done(me) && !READ_ONCE(me->leave)) {
		thread_prepare_sleep();
		if (is_done(me) && !READ_ONCE(me->leave))
			thread_sleep();
		else
			thread_cancel_sleep();
	}
}

/* The life of an actor. */
static void play_role(void *arg)
{
	struct player *me = arg;

	for (;;) {
		await_order(me);
		if (is_done(me))
			return;
		WRITE_ONCE(me->begun, READ_ONCE(me->told));
		READ_ONCE(me->act)(current_stage);
		smp_store_mb(me->done, READ_ONCE(me->told));
		thread_wake(runner);
	}
}

static void tell(struct player *player, stage_act_t act)
{
	assert(is_done(player));
	WRITE_ONCE(player->act, act);
	smp_store_mb(player->told, READ_ONCE(player->told) + 1);
	thread_wake(player->thread);
}

static void tell_trace(const char *what)
{
	struct event event = event_named(EVENT_SAY, what);

	if (static_branch_unlikely(&trace_key))
		trace_event(&event);
}

static void reached(const struct point *point, unsigned long arg)
{
	(void)arg;
	if (!READ_ONCE(pause.set) || smp_processor_id() != pause.cpu ||
	    strcmp(point->name, pause.point) != 0)
		return;
	WRITE_ONCE(pause.set, false); /* once */
	current_stage->pauses++;
	pause.here = point;
	tell_trace("is paused here");
	pause.then(current_stage);
	tell_trace("goes on");
}

/*
 * In emulators a TLB is a table in which entries evict each other, and in QEMU
 * it grows only when it is used and flushed. The TLB of an actor must not lose
 * what the scenario has put there (TRICKS, "a place in the TLB").
 */
static void widen_tlb(struct stage *stage)
{
	(void)stage;
	for (int round = 0; round < WIDEN_ROUNDS; round++) {
		for (unsigned long i = 0; i < WIDEN_PAGES; i++)
			(void)*(volatile u8 *)direct_map_address(WIDEN_START +
								 i);
		local_flush_tlb_all();
	}
}

void stage_open(struct stage *stage, unsigned int actors, bool lock_irq,
		bool control)
{
	/* The runner's CPU 0 is used only if there are not enough others. */
	unsigned int first = num_online_cpus() > actors;

	memset(stage, 0, sizeof(*stage));
	stage->actors = actors;
	stage->lock_irq = lock_irq;
	stage->control = control;
	current_stage = stage;
	runner = thread_current();
	point_set_handler(reached);
	memset(players, 0, sizeof(players));
	for (unsigned int i = 0; i < actors; i++) {
		players[i].cpu = first + i;
		players[i].thread = thread_create("actor", players[i].cpu,
						  play_role, &players[i]);
		if (!players[i].thread)
			panic("no memory for the actors of a scenario");
		stage_do(stage, i, widen_tlb);
	}
	stage->orders = 0; /* from here on they are the play's */
	timeline_begin();
}

void stage_close(struct stage *stage)
{
	for (unsigned int i = 0; i < stage->actors; i++) {
		stage_end(stage, i);
		smp_store_mb(players[i].leave, true);
		thread_wake(players[i].thread);
		if (!thread_join(players[i].thread, END_LIMIT_MS))
			panic("an actor does not leave the stage");
	}
	WRITE_ONCE(pause.set, false);
	point_arm(NULL, false);
	point_set_handler(NULL);
}

void stage_go(struct stage *stage, enum actor actor, stage_act_t act)
{
	stage->orders++;
	tell(&players[actor], act);
}

void stage_do(struct stage *stage, enum actor actor, stage_act_t act)
{
	stage_go(stage, actor, act);
	stage_end(stage, actor);
}

/*
 * Since when something has looked the same, and in how many looks. After a long
 * stall of this CPU, one look says nothing about the time in between.
 */
struct watch {
	u64 since;
	unsigned int looks;
};

static bool steady(struct watch *watch, bool is_so, u32 ms, unsigned int looks)
{
	if (!is_so)
		watch->looks = 0;
	else if (watch->looks++ == 0)
		watch->since = get_cycles();
	return watch->looks >= looks &&
	       get_cycles() - watch->since > clock_from_us(1000) * ms;
}

/* Asleep in the middle of an order, not while it waits for one. */
static bool is_asleep(const struct player *player)
{
	return READ_ONCE(player->begun) == READ_ONCE(player->told) &&
	       READ_ONCE(player->thread->state) == THREAD_SLEEPING &&
	       !is_done(player);
}

/* Every actor that has something to do sleeps. */
static bool all_quiet(const struct stage *stage)
{
	for (unsigned int i = 0; i < stage->actors; i++)
		if (!is_done(&players[i]) && !is_asleep(&players[i]))
			return false;
	return true;
}

void stage_end(struct stage *stage, enum actor actor)
{
	struct player *player = &players[actor];
	u64 limit = clock_from_us(1000) * END_LIMIT_MS;
	u64 start = get_cycles();
	struct watch quiet = { 0 };

	for (;;) {
		thread_prepare_sleep();
		if (is_done(player))
			break;
		thread_sleep_timeout(10);
		if (steady(&quiet, all_quiet(stage), FOR_EVER_MS, SLOW_LOOKS)) {
			stage->verdict = VERDICT_LOST_WAKEUP;
			stage_note(stage,
				   "CPU %u sleeps for a slot, and "
				   "nobody will wake it",
				   player->cpu);
			kmap_abort();
			quiet.looks = 0;
		}
		if (get_cycles() - start > limit)
			panic("a scenario does not end: %s",
			      deadlock_describe_wait(player->cpu));
	}
	thread_cancel_sleep();
}

/* What can be seen of an actor that is at work. */
static enum stage_progress look(const struct player *player,
				struct watch *asleep)
{
	if (is_done(player))
		return STAGE_DONE;
	if (deadlock_waits_for_me(player->cpu))
		return STAGE_BLOCKED;
	if (steady(asleep, is_asleep(player), ASLEEP_MS, ASLEEP_TURNS))
		return STAGE_ASLEEP;
	return STAGE_TIMEOUT; /* so far */
}

enum stage_progress stage_settle(struct stage *stage, enum actor actor)
{
	const struct player *player = &players[actor];
	u64 start = get_cycles();
	struct watch asleep = { 0 };

	(void)stage;
	for (;;) {
		if (is_done(player))
			return STAGE_DONE;
		if (steady(&asleep, is_asleep(player), SETTLED_MS, SLOW_LOOKS))
			return STAGE_ASLEEP;
		thread_sleep_ms(1);
		if (get_cycles() - start > clock_from_us(1000) * END_LIMIT_MS)
			panic("a scenario does not settle: %s",
			      deadlock_describe_wait(player->cpu));
	}
}

void stage_pause(struct stage *stage, enum actor actor, const char *point,
		 const char *control_point, stage_act_t then)
{
	if (stage->control && control_point)
		point = control_point;
	pause.cpu = players[actor].cpu;
	pause.point = point;
	pause.then = then;
	timeline_begin();
	smp_store_mb(pause.set, true);
	if (!point_arm(point, true))
		panic("there is no point %s", point);
}

void stage_expect_paused(struct stage *stage)
{
	if (!READ_ONCE(pause.set))
		return;
	stage->verdict = VERDICT_TIMEOUT;
	stage_note(stage,
		   "CPU %u never came to POINT(%s), the moment of a known "
		   "defect: this shows nothing of a strategy that does not "
		   "have it",
		   pause.cpu, pause.point);
}

const char *stage_block_name(enum stage_block block)
{
	static const char *const names[] = {
		[ON_LOCK] = "lock",
		[ON_ACKNOWLEDGEMENT] = "acknowledgement",
		[ON_SLOT] = "slot",
	};

	return names[block];
}

static enum stage_block what_blocks(const struct player *player)
{
	return READ_ONCE(cpu_waits[player->cpu].kind) == WAIT_LOCK
		       ? ON_LOCK
		       : ON_ACKNOWLEDGEMENT;
}

/* While the actor is still held up. */
static void note_end_of_forcing(struct stage *stage,
				const struct player *player,
				enum stage_progress seen)
{
	enum stage_block block = NOT_BLOCKED;

	if (seen == STAGE_BLOCKED) {
		block = what_blocks(player);
		stage_note(stage, "forcing ended: %s",
			   deadlock_describe_wait(player->cpu));
	} else if (seen == STAGE_ASLEEP) {
		block = ON_SLOT;
		stage_note(stage, "forcing ended: CPU %u sleeps for a slot",
			   player->cpu);
	} else if (seen == STAGE_TIMEOUT) {
		stage->verdict = VERDICT_TIMEOUT;
	}
	if (!stage->blocked_on)
		stage->blocked_on = block;
}

enum stage_progress stage_try(struct stage *stage, enum actor actor,
			      stage_act_t act)
{
	struct player *player = &players[actor];
	u64 limit = clock_from_us(1000) * TRY_LIMIT_MS;
	u64 start = get_cycles();
	struct watch asleep = { 0 };
	enum stage_progress seen = STAGE_TIMEOUT;
	struct spin_wait wait;
	u32 turns = 0;

	tell(player, act);
	spin_wait_begin(&wait, WAIT_POINT, pause.here);
	while (seen == STAGE_TIMEOUT &&
	       (turns++ < TRY_MIN_TURNS || get_cycles() - start < limit)) {
		spin_wait_turn(&wait);
		seen = look(player, &asleep);
	}
	spin_wait_end(&wait);
	note_end_of_forcing(stage, player, seen);
	return seen;
}

enum actor stage_me(void)
{
	for (unsigned int i = 0; i < NR_ACTORS; i++)
		if (players[i].cpu == smp_processor_id() && players[i].thread)
			return i;
	return NR_ACTORS;
}

void stage_note(struct stage *stage, const char *fmt, ...)
{
	size_t len = strlen(stage->note);
	va_list args;

	if (len && len + 2 < sizeof(stage->note)) {
		memcpy(stage->note + len, "; ", 3);
		len += 2;
	}
	va_start(args, fmt);
	kvsnprintf(stage->note + len, sizeof(stage->note) - len, fmt, args);
	va_end(args);
}
