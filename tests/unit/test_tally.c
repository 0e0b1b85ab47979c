/* SPDX-License-Identifier: MIT */
/*
 * test_tally.c - a row's figures, from made-up counts and times: no two of them
 * are equal, so none can stand in for another.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/clock.h"
#include "mm/highmem.h"
#include "mm/violation.h"
#include "smp/cpu.h"
#include "smp/deadlock.h"
#include "smp/tlb.h"
#include "workload/tally.h"

#define WORKERS 3
#define CPUS    4
#define UNIT    5 /* ticks of the clock */

spinlock_t kmap_lock;
struct tlb_stats tlb_stats[NR_CPUS];
struct kmap_stats kmap_stats[NR_CPUS];
struct tick_time tick_times[NR_CPUS];

static bool counts_instructions;
static u32 violations[NR_VIOLATIONS];
static u64 sent[CPUS][NR_IPIS];

static struct row_config config;
static struct worker workers[WORKERS];
static struct counters before, after;
static struct bench_row row;

bool clock_counts_instructions(void)
{
	return counts_instructions;
}

u32 clock_ticks_per_unit(void)
{
	return UNIT;
}

unsigned int num_online_cpus(void)
{
	return CPUS;
}

u64 ipis_sent(unsigned int cpu, enum ipi ipi)
{
	return sent[cpu][ipi];
}

struct violation_report violation_first(enum violation kind)
{
	return (struct violation_report){ .count = violations[kind] };
}

unsigned int deadlock_count(void)
{
	return 44;
}

/* Nothing is compiled in two forms here. */
void static_keys_apply(void)
{
}

static int setup(void **state)
{
	(void)state;
	counts_instructions = true;
	config = (struct row_config){ .threads = WORKERS, .batch = 1 };
	row = (struct bench_row){ .threads = WORKERS, .batch = 1 };
	memset(workers, 0, sizeof(workers));
	memset(violations, 0, sizeof(violations));
	before = after = (struct counters){ 0 };
	for (int i = 0; i < WORKERS; i++) {
		workers[i].config = &config;
		hist_reset(&workers[i].latency);
	}
	tally_clock(NULL);
	return 0;
}

static void fill_in(void)
{
	tally(workers, 0, &before, &after, &row);
}

/* One worker times `count` ops that take so many units each, and the clock is
 * read `readings` times for it. */
static void add_ops(int worker, u32 count, u64 units, u32 readings)
{
	const struct stopwatch watch = { .ticks = units * UNIT,
					 .readings = readings };

	while (count--)
		worker_add(&workers[worker], &watch);
}

/* Of 2000 ops, in order: 1200 take 10 units, 785 take 20, 14 take 30, and one
 * takes 40. The ranks of p50, p99, p999 are 1000, 1980 and 1998. */
static void percentiles_differ(void **state)
{
	(void)state;
	add_ops(0, 1200, 10, 1);
	add_ops(1, 785, 20, 1);
	add_ops(2, 14, 30, 1);
	add_ops(2, 1, 40, 1);
	fill_in();
	assert_int_equal(row.times->count, 2000);
	assert_int_equal(row.times->bucket[20], 785);
	assert_int_equal(row.p50, 10);
	assert_int_equal(row.p99, 20);
	assert_int_equal(row.p999, 30);
	assert_int_equal(row.max, 40);
	assert_int_equal(row.mean, 14); /* 28,160 / 2000 = 14.08 */
	assert_int_equal(row.readings, 2000);
	assert_int_equal(row.ops, 2000);
	assert_int_equal(row.interrupted, 0);
	assert_false(row.has_empty);
}

static void means_are_rounded(void **state)
{
	(void)state;
	add_ops(0, 1, 10, 1);
	add_ops(1, 1, 11, 1);
	fill_in();
	assert_int_equal(row.mean, 11);
	add_ops(0, 1, 10, 1);
	fill_in();
	assert_int_equal(row.mean, 10);
}

/* It is done, but says nothing. */
static void a_spoilt_reading_is_counted_and_left_out(void **state)
{
	const struct stopwatch spoilt = { .ticks = 320 * UNIT,
					  .stolen = 10 * UNIT,
					  .readings = 1 };
	const struct stopwatch hardly = { .ticks = 320 * UNIT,
					  .stolen = 10 * UNIT - 1,
					  .readings = 1 };

	(void)state;
	add_ops(0, 2, 30, 1);
	worker_add(&workers[0], &spoilt);
	fill_in();
	assert_int_equal(row.ops, 3);
	assert_int_equal(row.readings, 2);
	assert_int_equal(row.interrupted, 1);
	assert_int_equal(row.mean, 30);
	assert_int_equal(row.max, 30);
	worker_add(&workers[1], &hardly);
	row = (struct bench_row){ .threads = WORKERS, .batch = 1 };
	fill_in();
	assert_int_equal(row.interrupted, 1);
	assert_int_equal(row.max, 320);
}

/* What reading the clock takes is taken off as often as it was read. */
static void single_ops_are_net(void **state)
{
	struct bench_row single = { .mean = 7, .p50 = 6, .batch = 1 };
	struct bench_row in_batch = { .mean = 2, .batch = 8 };

	(void)state;
	tally_clock(&single);
	tally_clock(&in_batch);
	add_ops(0, 3, 30, 1);
	add_ops(1, 1, 30, 2);
	fill_in();
	assert_int_equal(row.p50, 30 - 7);
	assert_int_equal(row.max, 30 - 7);
	assert_int_equal(row.mean, 21); /* (3 x 23 + 16) / 4 = 21.25 */
	assert_true(row.has_empty);
	assert_int_equal(row.empty, 8); /* 5 readings x 7 / 4 ops */
}

static void a_host_s_clock_is_taken_off_by_its_median(void **state)
{
	struct bench_row single = { .mean = 70, .p50 = 6, .batch = 1 };

	(void)state;
	counts_instructions = false;
	tally_clock(&single);
	add_ops(0, 1, 30, 1);
	fill_in();
	assert_int_equal(row.mean, 24);
	assert_false(row.has_empty);
}

static void nothing_takes_less_than_no_time(void **state)
{
	struct bench_row single = { .mean = 7, .batch = 1 };

	(void)state;
	tally_clock(&single);
	add_ops(0, 1, 6, 1);
	fill_in();
	assert_int_equal(row.mean, 0);
	assert_int_equal(row.max, 0);
}

static void add_batches(u32 count, bool twice, u64 units, u32 stolen)
{
	const struct stopwatch watch = { .ticks = units * UNIT,
					 .stolen = stolen * UNIT,
					 .readings = 1 };
	struct worker *worker = &workers[0];

	while (count--)
		worker_add_batch(worker, twice ? &worker->twice : &worker->once,
				 twice ? 16 : 8, &watch);
}

/* Around the ops are 19 units, whether there are 8 or 16 of them. */
static void batches_are_compared(void **state)
{
	struct bench_row in_batch = { .mean = 2, .batch = 8 };

	(void)state;
	tally_clock(&in_batch);
	row.batch = 8;
	add_batches(3, false, 19 + 8 * 100, 0);
	add_batches(2, true, 19 + 16 * 100, 0);
	fill_in();
	assert_int_equal(row.mean, 98);
	assert_int_equal(row.empty, 2);
	assert_int_equal(row.readings, 5);
	assert_int_equal(row.ops, 3 * 8 + 2 * 16);
	assert_int_equal(row.interrupted, 0);
}

/* On a clock that the host disturbs, all that is known is the sum. */
static void batches_are_added_up(void **state)
{
	struct bench_row single = { .p50 = 19, .batch = 1 };
	struct bench_row in_batch = { .mean = 2, .batch = 8 };

	(void)state;
	counts_instructions = false;
	tally_clock(&single);
	tally_clock(&in_batch);
	row.batch = 8;
	add_batches(3, false, 19 + 8 * 100, 0);
	add_batches(1, true, 19 + 16 * 140, 0);
	fill_in();
	assert_int_equal(row.mean, 116); /* (2400 + 2240) / 40 */
	assert_int_equal(row.empty, 0);
}

static void a_thread_alone_takes_no_interrupted_batch(void **state)
{
	(void)state;
	row.batch = 8;
	add_batches(1, false, 800, 1); /* little, and others run, too */
	assert_int_equal(workers[0].once.count, 1);
	add_batches(1, true, 1600, 50);
	assert_int_equal(workers[0].twice.count, 0);
	config.threads = 1;
	add_batches(1, false, 800, 1);
	assert_int_equal(workers[0].once.count, 1);
	fill_in();
	assert_int_equal(row.interrupted, 2);
	assert_int_equal(row.ops, 8 + 16 + 8);
	assert_int_equal(row.readings, 1);
}

static void all_threads_and_their_handlers_are_added_up(void **state)
{
	(void)state;
	for (u32 i = 0; i < WORKERS; i++) {
		u32 digit = i ? i == 1 ? 10 : 100 : 1;

		WRITE_ONCE(workers[i].ops, 7 * digit);
		workers[i].interrupted = 6 * digit;
		workers[i].oracle =
			(struct oracle_counts){ digit, 2 * digit, 3 * digit };
		workers[i].handler_oracle =
			(struct oracle_counts){ 4 * digit, 5 * digit,
						6 * digit };
	}
	fill_in();
	assert_int_equal(row.ops, 777);
	assert_int_equal(row.interrupted, 666);
	assert_int_equal(row.checked, 555);
	assert_int_equal(row.stale_reads, 777);
	assert_int_equal(row.stale_writes, 999);
}

static void what_happened_before_the_row_is_not_in_it(void **state)
{
	(void)state;
	before = (struct counters){ .shootdowns = 1000,
				    .flushed_pages = 2000,
				    .ipis = 3000,
				    .misses = 4000 };
	after = (struct counters){ .shootdowns = 1001,
				   .flushed_pages = 2020,
				   .ipis = 3300,
				   .misses = 8000 };
	tally(workers, 60 * UNIT, &before, &after, &row);
	assert_int_equal(row.shootdowns, 1);
	assert_int_equal(row.flushed_pages, 20);
	assert_int_equal(row.ipis, 300);
	assert_int_equal(row.misses, 4000);
	assert_int_equal(row.elapsed, 60);
}

static void what_went_wrong_has_its_own_count(void **state)
{
	(void)state;
	violations[VIOLATION_DOUBLE_MAP] = 11;
	violations[VIOLATION_COUNT] = 22;
	violations[VIOLATION_CALLER] = 33;
	fill_in();
	assert_int_equal(row.double_maps, 11);
	assert_int_equal(row.bad_counts, 22);
	assert_int_equal(row.refused, 33);
	assert_int_equal(row.deadlocks, 44);
	assert_int_equal(row.lost_wakeups, 0); /* workload/row.c */
}

/* All CPUs' counters; of the IPIs, those that memory needs. */
static void counters_are_of_all_cpus(void **state)
{
	struct counters sum;

	(void)state;
	for (u32 cpu = 0, digit = 1; cpu < CPUS; cpu++, digit *= 10) {
		tlb_stats[cpu].shootdowns = digit;
		tlb_stats[cpu].flushed_pages = 2 * digit;
		kmap_stats[cpu].misses = 3 * digit;
		sent[cpu][IPI_CALL] = digit;
		sent[cpu][IPI_FLUSH] = 3 * digit;
		sent[cpu][IPI_QUIESCE] = 5 * digit;
		sent[cpu][IPI_RESCHEDULE] = 100000;
	}
	sum = counters_read();
	assert_int_equal(sum.shootdowns, 1111);
	assert_int_equal(sum.flushed_pages, 2222);
	assert_int_equal(sum.misses, 3333);
	assert_int_equal(sum.ipis, 9999);
}

static void add_lock_times(unsigned int cpu, u64 wait, u64 hold, u64 irqoff,
			   u32 count)
{
	struct lock_stat_cpu *mine = &kmap_lock.stat->cpu[cpu];

	while (count--) {
		if (wait)
			hist_add(&mine->wait, wait * UNIT);
		if (hold)
			hist_add(&mine->hold, hold * UNIT);
	}
	mine->irqoff_max = irqoff * UNIT;
}

/* Holds: 98 of 2 units, 1 of 4, 1 of 6. Waits: 99 of 3 units, 1 of 9. */
static void lock_times_are_of_all_cpus(void **state)
{
	(void)state;
	config.accounting = ACCOUNTING_ALL;
	tally_begin(&config);
	assert_non_null(kmap_lock.stat);
	tally_start(&config);
	add_lock_times(0, 3, 2, 7, 98);
	add_lock_times(1, 3, 4, 12, 1);
	add_lock_times(2, 9, 6, 5, 1);
	tally_end(&config);
	assert_null(kmap_lock.stat);
	fill_in();
	assert_true(row.has_holds && row.has_waits);
	assert_int_equal(row.holds->max, 6 * UNIT);
	assert_int_equal(row.waits->max, row.wait_max * UNIT);
	assert_int_equal(row.hold_p50, 2);
	assert_int_equal(row.hold_p99, 4);
	assert_int_equal(row.hold_max, 6);
	assert_int_equal(row.wait_p99, 3);
	assert_int_equal(row.wait_max, 9);
	assert_int_equal(row.irqoff_max, 12);
}

/* The last wait is still on its way into the histogram; there was no hold. */
static void the_last_wait_is_not_lost(void **state)
{
	(void)state;
	config.accounting = ACCOUNTING_CONTENDED;
	tally_begin(&config);
	tally_start(&config);
	kmap_lock.stat->cpu[3].waited = 8 * UNIT;
	tally_end(&config);
	fill_in();
	assert_true(row.has_waits && !row.has_holds);
	assert_int_equal(row.wait_max, 8);
}

static void times_of_the_lock_before_the_signal_are_forgotten(void **state)
{
	(void)state;
	config.accounting = ACCOUNTING_ALL;
	tally_begin(&config);
	add_lock_times(0, 3, 4, 5, 1);
	kmap_lock.stat->cpu[0].waited = 6;
	tally_start(&config);
	tally_end(&config);
	fill_in();
	assert_false(row.has_holds || row.has_waits);
	assert_int_equal(row.irqoff_max, 0);
}

static void a_lock_that_is_not_accounted_has_no_times(void **state)
{
	(void)state;
	tally_begin(&config);
	assert_null(kmap_lock.stat);
	tally_start(&config);
	tally_end(&config);
	fill_in();
	assert_false(row.has_holds || row.has_waits);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(percentiles_differ),
		TEST(means_are_rounded),
		TEST(a_spoilt_reading_is_counted_and_left_out),
		TEST(single_ops_are_net),
		TEST(a_host_s_clock_is_taken_off_by_its_median),
		TEST(nothing_takes_less_than_no_time),
		TEST(batches_are_compared),
		TEST(batches_are_added_up),
		TEST(a_thread_alone_takes_no_interrupted_batch),
		TEST(all_threads_and_their_handlers_are_added_up),
		TEST(what_happened_before_the_row_is_not_in_it),
		TEST(what_went_wrong_has_its_own_count),
		TEST(counters_are_of_all_cpus),
		TEST(lock_times_are_of_all_cpus),
		TEST(the_last_wait_is_not_lost),
		TEST(times_of_the_lock_before_the_signal_are_forgotten),
		TEST(a_lock_that_is_not_accounted_has_no_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
