/* SPDX-License-Identifier: MIT */
/*
 * test_stress.c - run=stress with made-up rows: what it adds up, what it calls
 * a failure, and which rows it asks for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/clock.h"
#include "job/perturb.h"
#include "job/stress.h"
#include "record/record.h"
#include "smp/cpu.h"
#include "smp/printk.h"
#include "workload/row.h"

#define CPUS       4
#define WINDOW     100
#define BATCH      3
#define SECOND     1000000u
#define ROW_CYCLES 50000
#define MOST_ROWS  1000

static const struct workload workloads[] = {
	{ .name = "both", .locks = LOCK_BOTH },
	{ .name = "irq only", .locks = LOCK_IRQ },
	{ .name = "baseline", .locks = 0 },
};

const char *const accounting_names[NR_ACCOUNTINGS] = { "none", "x", "y" };

static struct kmap_strategy strategy = { .name = "strategy" };

/* What row_run() finds: clean rows, and then `last`. */
static struct bench_row clean, last;
static unsigned int nr_clean;
static u64 row_cycles;

static struct row_config asked[MOST_ROWS];
static unsigned int rows;
static struct bench_row recorded;
static unsigned int records, progressed, passed, failed, skipped;

unsigned int strategy_count(void)
{
	return 1;
}

const struct kmap_strategy *strategy_at(unsigned int index)
{
	assert_int_equal(index, 0);
	return &strategy;
}

unsigned int workload_count(void)
{
	return ARRAY_SIZE(workloads);
}

const struct workload *workload_at(unsigned int index)
{
	assert_in_range(index, 0, ARRAY_SIZE(workloads) - 1);
	return &workloads[index];
}

unsigned int num_online_cpus(void)
{
	return CPUS;
}

u64 clock_from_us(u32 us)
{
	return us;
}

void perturb_begin(u32 seed)
{
	(void)seed;
}

void perturb_end(void)
{
}

void perturb_others(u32 number)
{
	(void)number;
}

void perturb_between(struct worker *worker)
{
	(void)worker;
}

void printk(const char *fmt, ...)
{
	(void)fmt;
}

unsigned int row_most_threads(bool share_cpus)
{
	return share_cpus ? 2 * CPUS : CPUS;
}

void row_run(const struct row_config *config, struct bench_row *row)
{
	assert_true(rows < MOST_ROWS);
	asked[rows] = *config;
	*row = rows < nr_clean ? clean : last;
	rows++;
	unit_machine.cycles += row_cycles;
}

void record_bench(const struct bench_row *row)
{
	static char reason[120];

	records++;
	recorded = *row;
	if (row->reason)
		recorded.reason = strcpy(reason, row->reason);
}

void record_progress(u32 step, u32 of, const char *label)
{
	(void)label;
	assert_int_equal(step, ++progressed);
	assert_true(step <= of);
}

void record_count(bool ok)
{
	passed += ok;
	failed += !ok;
}

void record_count_skipped(void)
{
	skipped++;
}

static int setup(void **state)
{
	(void)state;
	unit_machine = (struct unit_machine){ .cycles = 12345 };
	strategy.claims = CLAIM_ALL;
	row_cycles = ROW_CYCLES;
	clean = last = (struct bench_row){ .ops = 10 };
	nr_clean = 0;
	rows = records = progressed = passed = failed = skipped = 0;
	return 0;
}

static bool preempt_full;

static void stress(bool irq, u64 ops)
{
	const struct params params = { .strategies = 1,
				       .lock_spin = !irq,
				       .lock_irq = irq,
				       .window = WINDOW,
				       .batch = BATCH,
				       .seconds = 2,
				       .ops = ops,
				       .seed = 5,
				       .preempt_full = preempt_full };

	stress_run(&params);
	assert_int_equal(records, 1);
	assert_int_equal(passed + failed + skipped, 1);
	assert_int_equal(progressed, 10);
}

static void rows_are_added_up(void **state)
{
	(void)state;
	last = (struct bench_row){
		.ops = 1,
		.checked = 2,
		.elapsed = 3,
		.shootdowns = 4,
		.ipis = 5,
		.flushed_pages = 6,
		.misses = 7,
	};
	stress(false, 0);
	assert_int_equal(rows, 2 * SECOND / ROW_CYCLES);
	assert_int_equal(recorded.ops, rows);
	assert_int_equal(recorded.checked, 2 * rows);
	assert_int_equal(recorded.elapsed, 3 * rows);
	assert_int_equal(recorded.shootdowns, 4 * rows);
	assert_int_equal(recorded.ipis, 5 * rows);
	assert_int_equal(recorded.flushed_pages, 6 * rows);
	assert_int_equal(recorded.misses, 7 * rows);
	assert_int_equal(recorded.stale_reads + recorded.stale_writes +
				 recorded.double_maps + recorded.bad_counts +
				 recorded.lost_wakeups + recorded.deadlocks +
				 recorded.refused,
			 0);
	assert_true(recorded.complete && !recorded.reason);
	assert_int_equal(recorded.verdict, VERDICT_SAFE);
	assert_int_equal(passed, 1);
}

static void the_record_says_what_was_run(void **state)
{
	(void)state;
	stress(true, 0);
	assert_string_equal(recorded.workload, "stress");
	assert_string_equal(recorded.strategy, "strategy");
	assert_string_equal(recorded.lock, "irq");
	assert_string_equal(recorded.accounting, "none");
	assert_int_equal(recorded.threads, CPUS);
	assert_int_equal(recorded.slots, WINDOW);
	assert_int_equal(recorded.seed, 5);
}

static void it_ends_after_so_many_maps(void **state)
{
	(void)state;
	stress(false, 95);
	assert_int_equal(rows, 10);
}

/* One that did not run counts as nothing, and takes no time from others. */
static void rows_that_were_not_run_are_left_out(void **state)
{
	(void)state;
	nr_clean = 3;
	last = (struct bench_row){ .ops = 7, .na = true };
	stress(false, 0);
	assert_int_equal(recorded.ops, 3 * 10);
}

struct kind {
	u64 *count; /* in `last` */
	enum verdict verdict;
	u32 claim; /* against it, with a plain lock; 0: nobody may do that */
};

static const struct kind kinds[] = {
	{ &last.stale_reads, VERDICT_STALE, CLAIM_NO_STALE },
	{ &last.stale_writes, VERDICT_STALE, CLAIM_NO_STALE },
	{ &last.double_maps, VERDICT_DOUBLE_MAP, CLAIM_NO_DOUBLE_MAP },
	{ &last.bad_counts, VERDICT_BAD_COUNT, CLAIM_NO_DOUBLE_MAP },
	{ &last.lost_wakeups, VERDICT_LOST_WAKEUP, CLAIM_NO_LOST_WAKEUP },
	{ &last.deadlocks, VERDICT_DEADLOCK, CLAIM_NO_DEADLOCK },
	{ &last.refused, VERDICT_REFUSED, 0 },
};

/* The third row goes wrong, in one way. */
static void go_wrong(const struct kind *kind, u32 claims)
{
	setup(NULL);
	nr_clean = 2;
	strategy.claims = claims;
	*kind->count = 3;
	last.verdict = kind->verdict;
	last.reason = "why";
	stress(false, 0);
	assert_int_equal(rows, 3);
	assert_int_equal(recorded.ops, 30);
	assert_false(recorded.complete);
	assert_int_equal(recorded.verdict, kind->verdict);
}

static void what_goes_wrong_against_the_claims_is_a_failure(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++) {
		go_wrong(&kinds[i], CLAIM_ALL);
		assert_int_equal(failed, 1);
		assert_string_equal(recorded.reason, "why: against its claims");
	}
}

static void what_nobody_claims_may_go_wrong(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++) {
		go_wrong(&kinds[i], CLAIM_ALL & ~kinds[i].claim);
		assert_int_equal(failed, kinds[i].claim ? 0 : 1);
		assert_int_equal(passed, kinds[i].claim ? 1 : 0);
		if (kinds[i].claim)
			assert_string_equal(recorded.reason, "why");
	}
}

static void each_is_counted_by_itself(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++) {
		u64 sum;

		go_wrong(&kinds[i], 0);
		sum = recorded.stale_reads + recorded.stale_writes +
		      recorded.double_maps + recorded.bad_counts +
		      recorded.lost_wakeups + recorded.deadlocks +
		      recorded.refused;
		assert_int_equal(sum, 3);
		assert_int_equal(
			*(u64 *)((char *)&recorded +
				 ((char *)kinds[i].count - (char *)&last)),
			3);
	}
}

/* The claim that a workload does not rely on makes nothing unsafe. */
static void an_unsafe_one_has_to_be_caught(void **state)
{
	(void)state;
	strategy.claims = CLAIM_ALL & ~CLAIM_NO_STALE;
	clean.ops = last.ops = STRESS_ENOUGH_MAPS;
	stress(false, STRESS_ENOUGH_MAPS);
	assert_int_equal(failed, 1);
	assert_true(recorded.complete);
	assert_string_equal(recorded.reason, "not caught");
}

static void too_few_maps_prove_nothing(void **state)
{
	(void)state;
	strategy.claims = CLAIM_ALL & ~CLAIM_NO_DOUBLE_MAP;
	last.ops = STRESS_ENOUGH_MAPS - 1;
	stress(false, STRESS_ENOUGH_MAPS - 1);
	assert_int_equal(skipped, 1);
}

static void a_deadlock_is_claimed_for_a_lock(void **state)
{
	(void)state;
	strategy.claims = CLAIM_ALL & ~CLAIM_NO_DEADLOCK_IRQ;
	clean.ops = last.ops = STRESS_ENOUGH_MAPS;
	stress(false, STRESS_ENOUGH_MAPS);
	assert_int_equal(passed, 1);
	setup(NULL);
	strategy.claims = CLAIM_ALL & ~CLAIM_NO_DEADLOCK_IRQ;
	last.ops = STRESS_ENOUGH_MAPS;
	stress(true, STRESS_ENOUGH_MAPS);
	assert_int_equal(failed, 1);
}

/* Each number of threads, small windows, each number of colours; no workload
 * that does not go with the lock. */
static void rows_differ(void **state)
{
	u32 threads = 0;
	u32 colors = 0;
	u32 batches = 0;
	unsigned int most = 0;
	bool irq_only = false;

	(void)state;
	row_cycles = 2 * SECOND / 400;
	stress(true, 0);
	assert_int_equal(rows, 400);
	for (unsigned int i = 0; i < rows; i++) {
		threads |= BIT(asked[i].threads);
		colors |= BIT(asked[i].window.colors);
		batches |= BIT(asked[i].window.batch);
		assert_in_range(asked[i].window.slots, PKMAP_MIN_SLOTS, WINDOW);
		most = max(most, asked[i].window.slots);
		assert_true(asked[i].window.lock_irq);
		assert_true(asked[i].workload->locks & LOCK_IRQ);
		assert_true(asked[i].stop_at_stale);
		assert_ptr_equal(asked[i].between, perturb_between);
		irq_only |= asked[i].workload == &workloads[1];
	}
	assert_int_equal(threads, BIT(1) | BIT(2) | BIT(3) | BIT(4));
	assert_int_equal(colors, BIT(1) | BIT(2) | BIT(4));
	assert_int_equal(batches, BIT(1) | BIT(2) | BIT(3));
	assert_true(irq_only && most > WINDOW / 2);
	setup(NULL);
	stress(false, 0);
	for (unsigned int i = 0; i < rows; i++)
		assert_ptr_equal(asked[i].workload, &workloads[0]);
}

/* Threads share CPUs if they can be preempted, and only then. */
static void threads_share_cpus(void **state)
{
	unsigned int most = 0;

	(void)state;
	row_cycles = 2 * SECOND / 400;
	preempt_full = true;
	stress(false, 0);
	preempt_full = false;
	assert_int_equal(recorded.threads, 2 * CPUS);
	for (unsigned int i = 0; i < rows; i++) {
		assert_true(asked[i].share_cpus);
		most = max(most, asked[i].threads);
	}
	assert_int_equal(most, 2 * CPUS);
	setup(NULL);
	stress(false, 0);
	for (unsigned int i = 0; i < rows; i++)
		assert_false(asked[i].share_cpus);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rows_are_added_up),
		TEST(the_record_says_what_was_run),
		TEST(it_ends_after_so_many_maps),
		TEST(rows_that_were_not_run_are_left_out),
		TEST(what_goes_wrong_against_the_claims_is_a_failure),
		TEST(what_nobody_claims_may_go_wrong),
		TEST(each_is_counted_by_itself),
		TEST(an_unsafe_one_has_to_be_caught),
		TEST(too_few_maps_prove_nothing),
		TEST(a_deadlock_is_claimed_for_a_lock),
		TEST(rows_differ),
		TEST(threads_share_cpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
