/* SPDX-License-Identifier: MIT */
/*
 * test_litmus.c - is memory ordered as the machine seam says, and are its
 * atomics atomic? Two CPUs run a side of a small program each, at the same
 * time, many times over.
 *
 * SB (store buffering) is the only order that x86 does not keep: both CPUs
 * store, and both loads miss the other's store. (P. Sewell et al., "x86-TSO",
 * CACM 53(7), 2010.) Without a barrier it is looked for first. Where it is not
 * seen, as on an emulator that runs one CPU at a time, a barrier that is none
 * could not be seen either.
 */
#include "arch/clock.h"
#include "job/test.h"
#include "lib/string.h"
#include "smp/cpu.h"
#include "smp/thread.h"
#include "tests/kernel/seam.h"

#define PLACES      128  /* that a round uses, one after the other */
#define ENOUGH      5    /* outcomes, to know how often they come */
#define MORE        10   /* times as many rounds show that they do not come */
#define ALONE_MS    20   /* if CPUs run one at a time, or */
#define LIMIT_MS    2000 /* at the same time */
#define ROUNDS      300
#define TURNS       2000
#define PATIENCE_MS 8000 /* then the other CPU is given up */
#define JOIN_MS     20000

/*
 * Several CPUs change one word at the same time, step by step. Every few steps
 * they look how far the others are: so each knows how often it was not alone. A
 * host with much to do seldom runs two CPUs at once, so that takes a while.
 */
#define CHANGERS   4
#define STEPS      16 /* between two looks */
#define CHANGE_MS  30
#define CHANGE_MAX 2000 /* ms, if they run at the same time, */
#define OFTEN      5000 /* until they were not alone so often */

static struct shared_word word;
static u64 entry __cacheline;

static struct changer {
	u32 in, out; /* sums of what has been put there, and got back */
	u32 wrong;
	u32 together; /* looks that found that others had gone on, too */
	SHARED(u32) looks;
} __cacheline changers[CHANGERS];

static struct {
	void (*step)(struct changer *me, unsigned int cpu, u32 nr);
	unsigned int cpus;
	SHARED(u32) started;
} change;

static u32 all_looks(void)
{
	u32 sum = 0;

	for (unsigned int i = 0; i < change.cpus; i++)
		sum += READ_ONCE(changers[i].looks);
	return sum;
}

static void await_changers(void)
{
	u64 end = get_cycles() + clock_from_us(1000) * PATIENCE_MS;

	fetch_add(change.started, 1);
	for (u32 turn = 0; READ_ONCE(change.started) < change.cpus; turn++) {
		if (turn > TURNS)
			cpu_relax();
		if (get_cycles() > end)
			return;
	}
}

static bool have_changed_enough(u64 start, u32 together)
{
	u32 most = test_cpus_are_parallel ? CHANGE_MAX : CHANGE_MS;

	return together > OFTEN ||
	       get_cycles() - start > clock_from_us(1000) * most;
}

static void keep_changing(void *unused)
{
	unsigned int cpu = smp_processor_id();
	struct changer *me = &changers[cpu];
	u32 seen_before = 0;
	u32 nr = 0;
	u64 start;

	(void)unused;
	await_changers();
	start = get_cycles();
	while (!have_changed_enough(start, me->together)) {
		u32 looks = all_looks();

		me->together += looks != seen_before;
		seen_before = looks + 1; /* mine */
		WRITE_ONCE(me->looks, READ_ONCE(me->looks) + 1);
		for (int i = 0; i < STEPS; i++)
			change.step(me, cpu, ++nr);
	}
}

/* changers[0] has the sums of all afterwards. */
static void change_at_once(void (*step)(struct changer *, unsigned int, u32))
{
	struct thread *thread[CHANGERS];

	memset(changers, 0, sizeof(changers));
	memset(&change, 0, sizeof(change));
	change.step = step;
	change.cpus = min(num_online_cpus(), (unsigned int)CHANGERS);
	WRITE_ONCE(word.value, 0);
	entry = ~0u;
	for (unsigned int i = 0; i < change.cpus; i++)
		thread[i] = thread_create("changer", i, keep_changing, NULL);
	for (unsigned int i = 0; i < change.cpus; i++) {
		EXPECT(thread[i] && thread_join(thread[i], JOIN_MS));
		EXPECT(changers[i].wrong == 0);
		changers[0].in += i ? changers[i].in : 0;
		changers[0].out += i ? changers[i].out : 0;
	}
}

static void add(struct changer *me, unsigned int cpu, u32 nr)
{
	(void)cpu;
	seam_fetch_add(&word, nr & 3);
	me->in += nr & 3;
}

static void add_by_cmpxchg(struct changer *me, unsigned int cpu, u32 nr)
{
	u32 old = READ_ONCE(word.value);

	(void)cpu;
	if (seam_cmpxchg(&word, old, old + nr) == old)
		me->in += nr;
}

/* A bit of this CPU's own: nobody else may change it. */
static void set_and_clear(struct changer *me, unsigned int cpu, u32 nr)
{
	(void)nr;
	me->wrong += seam_fetch_or(&word, BIT(cpu)) >> cpu & 1;
	me->wrong += ~seam_fetch_and(&word, ~BIT(cpu)) >> cpu & 1;
}

/* Whatever is put there is got back once. */
static void exchange(struct changer *me, unsigned int cpu, u32 nr)
{
	u32 mine = cpu << 24 | nr;

	me->in += mine;
	me->out += seam_xchg(&word, mine);
}

/* The same with entries, whose halves belong together. */
static void exchange_entries(struct changer *me, unsigned int cpu, u32 nr)
{
	u32 mine = cpu << 24 | nr;
	u64 got = seam_pte_xchg64(&entry, (u64)mine << 32 | (u32)~mine);

	me->in += mine;
	me->out += (u32)(got >> 32);
	me->wrong += (u32)(got >> 32) != ~(u32)got;
}

KERNEL_TEST(no_change_of_a_shared_word_is_lost, 2)
{
	change_at_once(add);
	EXPECT(READ_ONCE(word.value) == changers[0].in);
	change_at_once(add_by_cmpxchg);
	EXPECT(READ_ONCE(word.value) == changers[0].in);
	change_at_once(set_and_clear);
	EXPECT(READ_ONCE(word.value) == 0);
	change_at_once(exchange);
	EXPECT(changers[0].in == changers[0].out + READ_ONCE(word.value));
}

KERNEL_TEST(no_exchange_of_an_entry_is_lost_or_torn, 2)
{
	change_at_once(exchange_entries);
	EXPECT(changers[0].in == changers[0].out + (u32)(entry >> 32));
}

/* What follows takes two CPUs, and more than one word. */

/* One round's memory, and what each side has seen. */
static struct shared_word x[PLACES], y[PLACES];
static u32 seen[2][PLACES];

struct program {
	u32 (*side[2])(unsigned int place);
	bool (*is_relaxed)(u32 seen_0, u32 seen_1);
};

static struct {
	const struct program *program;
	SHARED(u32) arrived;
	SHARED(bool) over;
	bool lost; /* one side has waited too long */
	u64 rounds, relaxed;
} run;

/*
 * Wait until both sides have arrived so often. Both leave at nearly the same
 * time if they really run at the same time, so neither pauses at first.
 */
static bool meet(u32 times)
{
	u64 end = 0;

	fetch_add(run.arrived, 1);
	for (u32 turn = 0; READ_ONCE(run.arrived) < 2 * times; turn++) {
		if (turn < TURNS)
			continue;
		cpu_relax();
		if (turn == TURNS)
			end = get_cycles() + clock_from_us(1000) * PATIENCE_MS;
		if (get_cycles() < end)
			continue;
		run.lost = true;
		return false;
	}
	return true;
}

static void do_side(unsigned int side)
{
	u32 (*step)(unsigned int) = run.program->side[side];

	for (unsigned int i = 0; i < PLACES; i++)
		seen[side][i] = step(i);
}

static void other_side(void *unused)
{
	(void)unused;
	for (u32 met = 0;; met += 3) {
		if (!meet(met + 1) || READ_ONCE(run.over))
			return;
		do_side(1);
		if (!meet(met + 2) || !meet(met + 3))
			return;
	}
}

static void judge_round(void)
{
	for (unsigned int i = 0; i < PLACES; i++) {
		run.relaxed += run.program->is_relaxed(seen[0][i], seen[1][i]);
		WRITE_ONCE(x[i].value, 0);
		WRITE_ONCE(y[i].value, 0);
	}
	run.rounds++;
}

static void leading_side(u64 rounds, u64 end)
{
	for (u32 met = 0;; met += 3) {
		bool enough = run.relaxed >= ENOUGH || run.rounds >= rounds;

		/* One round, however late it is on a slow host. */
		WRITE_ONCE(run.over,
			   run.rounds > 0 && (enough || get_cycles() >= end));
		if (!meet(met + 1) || READ_ONCE(run.over))
			break;
		do_side(0);
		if (!meet(met + 2))
			break;
		judge_round();
		if (!meet(met + 3))
			break;
	}
}

/* Round after round, until the outcome has been seen often, or time is up. */
static u64 run_program(const struct program *program, u64 rounds, u32 ms)
{
	u64 end = get_cycles() + clock_from_us(1000) * ms;
	struct thread *thread;

	memset(&run, 0, sizeof(run));
	run.program = program;
	thread = thread_create("litmus", 1, other_side, NULL);
	leading_side(rounds, end);
	EXPECT(thread && thread_join(thread, JOIN_MS));
	EXPECT(!run.lost && run.rounds > 0);
	return run.relaxed;
}

static u32 sb_x(unsigned int i)
{
	return seam_store_then_load(&x[i], &y[i]);
}

static u32 sb_y(unsigned int i)
{
	return seam_store_then_load(&y[i], &x[i]);
}

static u32 sb_mb_x(unsigned int i)
{
	return seam_store_mb_load(&x[i], &y[i]);
}

static u32 sb_mb_y(unsigned int i)
{
	return seam_store_mb_load(&y[i], &x[i]);
}

static u32 sb_store_mb_x(unsigned int i)
{
	return seam_store_mb_in_one(&x[i], &y[i]);
}

static u32 sb_store_mb_y(unsigned int i)
{
	return seam_store_mb_in_one(&y[i], &x[i]);
}

/* Any locked instruction is a full barrier. */
static u32 sb_locked_x(unsigned int i)
{
	seam_fetch_or(&x[i], 1);
	return READ_ONCE(y[i].value);
}

static u32 sb_locked_y(unsigned int i)
{
	seam_cmpxchg(&y[i], 0, 1);
	return READ_ONCE(x[i].value);
}

static bool both_missed(u32 seen_0, u32 seen_1)
{
	return !seen_0 && !seen_1;
}

static u32 mp_write(unsigned int i)
{
	seam_store_twice(&x[i], &y[i]);
	return 0;
}

static u32 mp_read(unsigned int i)
{
	return seam_load_twice(&y[i], &x[i]);
}

/* The message has been seen, but not what it is about. */
static bool came_too_early(u32 seen_0, u32 seen_1)
{
	(void)seen_0;
	return seen_1 == 1;
}

static const struct program sb = { { sb_x, sb_y }, both_missed };
static const struct program sb_mb = { { sb_mb_x, sb_mb_y }, both_missed };
static const struct program sb_store_mb = { { sb_store_mb_x, sb_store_mb_y },
					    both_missed };
static const struct program sb_locked = { { sb_locked_x, sb_locked_y },
					  both_missed };
static const struct program mp = { { mp_write, mp_read }, came_too_early };

KERNEL_TEST(a_store_may_pass_a_load_but_not_a_barrier, 2)
{
	u32 ms = test_cpus_are_parallel ? LIMIT_MS : ALONE_MS;
	bool shown = run_program(&sb, UINT64_MAX, ms) > 0;
	u64 rounds = MORE * run.rounds;

	EXPECT(run_program(&sb_mb, rounds, ms) == 0);
	EXPECT(run_program(&sb_store_mb, rounds, ms) == 0);
	EXPECT(run_program(&sb_locked, rounds, ms) == 0);
	if (!shown)
		test_skip("no store was seen to pass a load here, with a "
			  "barrier or without");
}

KERNEL_TEST(stores_and_loads_keep_their_order, 2)
{
	EXPECT(run_program(&mp, ROUNDS, LIMIT_MS) == 0);
}
