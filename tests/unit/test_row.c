/* SPDX-License-Identifier: MIT */
/*
 * test_row.c - how a row of the benchmark begins, ends and is judged, with
 * threads that only say whether they have ended.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/clock.h"
#include "arch/panic.h"
#include "mm/highmem.h"
#include "smp/cpu.h"
#include "smp/deadlock.h"
#include "workload/row.h"
#include "workload/tally.h"
#include "workload/worker.h"

#define CPUS    3
#define THREADS 2
#define SLICE   70 /* ms */
#define KHZ     1000

const char *const accounting_names[NR_ACCOUNTINGS] = { "x", "contended", "y" };

static char steps[100]; /* what happened, a letter each */
static struct thread threads[NR_CPUS];
static unsigned int created;
static const char *stopped; /* by row_stop() */
static u32 longest_join;    /* ms */

/* What the threads do, and what they leave. */
static bool end_by_themselves;
static struct bench_row counted;

static void step(char what)
{
	size_t n = strlen(steps);

	assert_true(n + 1 < sizeof(steps));
	steps[n] = what;
	steps[n + 1] = '\0';
}

static const char *plan(const struct row_config *config, struct worker *workers)
{
	step('p');
	assert_ptr_equal(workers[0].config, config);
	return config->seed == 99 ? "cannot be run" : NULL;
}

static void begin(const struct row_config *config)
{
	(void)config;
	step('b');
}

static void end(const struct row_config *config)
{
	(void)config;
	step('e');
}

static const struct workload workload = {
	.name = "workload",
	.plan = plan,
	.begin = begin,
	.end = end,
};

static const struct kmap_strategy strategy = { .name = "strategy" };

static struct row_config config;
static struct bench_row row;

unsigned int num_online_cpus(void)
{
	return CPUS;
}

u32 clock_khz(void)
{
	return KHZ;
}

const struct kmap_strategy *strategy_at(unsigned int index)
{
	assert_int_equal(index, 0);
	return &strategy;
}

void kmap_reset(const struct kmap_strategy *with,
		const struct pkmap_config *window)
{
	step('r');
	assert_ptr_equal(with, &strategy);
	assert_ptr_equal(window, &config.window);
}

void kmap_abort(void)
{
	step('a');
}

void deadlock_reset(void)
{
	step('d');
}

void oracle_reset(void)
{
	step('o');
}

void test_frames_tag_all(void)
{
	step('t');
}

void workers_reset(struct worker *workers, const struct row_config *with)
{
	step('w');
	workers[0].config = with;
}

void worker_run(void *worker)
{
	(void)worker;
	fail();
}

struct thread *thread_create(const char *name, unsigned int cpu,
			     void (*func)(void *), void *arg)
{
	(void)arg;
	assert_string_equal(name, "workload");
	assert_int_equal(cpu, created % CPUS);
	assert_ptr_equal(func, worker_run);
	step('c');
	return &threads[created++];
}

bool thread_join(struct thread *thread, u32 ms)
{
	(void)thread;
	longest_join = max(longest_join, ms);
	if (!end_by_themselves && !strchr(steps, 'a'))
		return false;
	step('j');
	return true;
}

void row_stop(const char *reason)
{
	stopped = reason;
}

void tally_begin(const struct row_config *with)
{
	(void)with;
	step('(');
}

void tally_end(const struct row_config *with)
{
	(void)with;
	step(')');
}

void workers_tally(const struct worker *workers, struct bench_row *to)
{
	(void)workers;
	step('=');
	to->stale_writes = counted.stale_writes;
	to->deadlocks = counted.deadlocks;
	to->reason = stopped ? stopped : counted.reason;
}

void panic(const char *fmt, ...)
{
	fail_msg("%s", fmt);
	abort();
}

static int setup(void **state)
{
	(void)state;
	config = (struct row_config){
		.strategy = &strategy,
		.workload = &workload,
		.threads = THREADS,
		.window = { 17, 1, true, 0 },
		.slice = SLICE * KHZ,
		.seed = 4,
		.batch = 8,
		.accounting = ACCOUNTING_CONTENDED,
	};
	steps[0] = '\0';
	created = 0;
	stopped = NULL;
	longest_join = 0;
	end_by_themselves = true;
	counted = (struct bench_row){ 0 };
	return 0;
}

static void a_row(void **state)
{
	(void)state;
	row_run(&config, &row);
	assert_string_equal(steps, "rdowpb(ccjj)=e");
	assert_true(row.complete && !row.na && !row.reason);
	assert_int_equal(row.verdict, VERDICT_SAFE);
	assert_true(longest_join >= SLICE);
	assert_string_equal(row.strategy, "strategy");
	assert_string_equal(row.lock, "irq");
	assert_string_equal(row.workload, "workload");
	assert_string_equal(row.accounting, "contended");
	assert_int_equal(row.threads, THREADS);
	assert_int_equal(row.slots, 17);
	assert_int_equal(row.batch, 8);
	assert_int_equal(row.seed, 4);
}

static void a_baseline_names_no_strategy(void **state)
{
	(void)state;
	config.strategy = NULL;
	row_run(&config, &row);
	assert_string_equal(steps, "rdowpb(ccjj)=e");
	assert_null(row.strategy);
	assert_null(row.lock);
}

static void a_row_that_needs_more_cpus(void **state)
{
	(void)state;
	config.threads = CPUS;
	row_run(&config, &row);
	assert_true(row.complete);
	setup(NULL);
	config.threads = CPUS + 1;
	row_run(&config, &row);
	assert_string_equal(steps, "");
	assert_true(row.na && !row.complete && row.reason);
	assert_int_equal(row.verdict, VERDICT_NA);
}

static void threads_that_share_cpus(void **state)
{
	(void)state;
	assert_int_equal(row_most_threads(false), CPUS);
	assert_int_equal(row_most_threads(true), 2 * CPUS);
	config.share_cpus = true;
	config.threads = 2 * CPUS;
	row_run(&config, &row);
	assert_true(row.complete);
	assert_int_equal(created, 2 * CPUS);
	setup(NULL);
	config.share_cpus = true;
	config.threads = 2 * CPUS + 1;
	row_run(&config, &row);
	assert_true(row.na);
}

static void a_row_that_cannot_be_planned(void **state)
{
	(void)state;
	config.seed = 99;
	row_run(&config, &row);
	assert_string_equal(steps, "rdowp");
	assert_true(row.na && !row.complete);
	assert_string_equal(row.reason, "cannot be run");
	assert_int_equal(row.verdict, VERDICT_NA);
}

/* They do not end in time; but they do when told to. */
static void threads_that_sleep_for_ever(void **state)
{
	(void)state;
	end_by_themselves = false;
	row_run(&config, &row);
	assert_string_equal(steps, "rdowpb(ccajj)=e");
	assert_int_equal(row.lost_wakeups, 1);
	assert_int_equal(row.verdict, VERDICT_LOST_WAKEUP);
	assert_false(row.complete);
	assert_string_equal(row.reason, verdict_title(VERDICT_LOST_WAKEUP));
}

static void a_row_that_was_stopped_is_not_complete(void **state)
{
	(void)state;
	counted.deadlocks = 1;
	counted.reason = "why";
	row_run(&config, &row);
	assert_false(row.complete || row.na);
	assert_int_equal(row.verdict, VERDICT_DEADLOCK);
}

/* Or the next row would find the wrong ones. */
static void overwritten_tags_are_put_back(void **state)
{
	(void)state;
	counted.stale_writes = 1;
	row_run(&config, &row);
	assert_string_equal(steps, "rdowpb(ccjj)=et");
	assert_int_equal(row.verdict, VERDICT_STALE);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_row),
		TEST(a_baseline_names_no_strategy),
		TEST(a_row_that_needs_more_cpus),
		TEST(threads_that_share_cpus),
		TEST(a_row_that_cannot_be_planned),
		TEST(threads_that_sleep_for_ever),
		TEST(a_row_that_was_stopped_is_not_complete),
		TEST(overwritten_tags_are_put_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
