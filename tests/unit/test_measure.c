/* SPDX-License-Identifier: MIT */
/*
 * test_measure.c - the rows and scenarios that the parameters ask for, in which
 * order, and what counts as a failure: with rows and scenarios that are made
 * up.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/clock.h"
#include "job/matrix.h"
#include "job/measure.h"
#include "job/rows.h"
#include "job/table.h"
#include "scenario/scenario.h"
#include "smp/cpu.h"
#include "smp/deadlock.h"
#include "smp/printk.h"
#include "smp/trace.h"
#include "workload/row.h"
#include "workload/tally.h"

#define CPUS       4
#define MOST_ROWS  400
#define CLOCK_ROWS 2

const char *const accounting_names[NR_ACCOUNTINGS] = { "x", "y", "z" };

const struct workload workload_empty = { .name = "empty",
					 .is_baseline = true,
					 .ops = 16 };

static void no_batch(struct worker *worker, unsigned int ops)
{
	(void)worker;
	(void)ops;
}

static const struct workload others[] = {
	{ .name = "short", .locks = LOCK_BOTH, .ops = 100, .batch = no_batch },
	{ .name = "long", .locks = LOCK_BOTH, .ops = 200 },
	{ .name = "irq", .locks = LOCK_IRQ, .ops = 300 },
	{ .name = "base", .is_baseline = true, .ops = 400 },
};

static struct kmap_strategy strategies[] = { { .name = "a" }, { .name = "b" } };
static const struct scenario scenarios[] = { { .name = "s" }, { .name = "t" } };

static struct params params;
static bool counts_instructions;
static struct bench_row result; /* of every row */
static unsigned int failing_scenarios;

static struct row_config ran[MOST_ROWS];
static unsigned int rows, recorded, in_table;
static unsigned int passed, failed, skipped, traced, progressed, steps;
static char clock_said[100]; /* what tally_clock() was told, and rows */
static char played[200], remembered[200];

unsigned int workload_count(void)
{
	return 1 + ARRAY_SIZE(others);
}

/* `empty` stands in the middle. */
const struct workload *workload_at(unsigned int index)
{
	if (index == 2)
		return &workload_empty;
	return &others[index < 2 ? index : index - 1];
}

unsigned int strategy_count(void)
{
	return ARRAY_SIZE(strategies);
}

const struct kmap_strategy *strategy_at(unsigned int index)
{
	return &strategies[index];
}

unsigned int scenario_count(void)
{
	return ARRAY_SIZE(scenarios);
}

const struct scenario *scenario_at(unsigned int index)
{
	return &scenarios[index];
}

unsigned int num_online_cpus(void)
{
	return CPUS;
}

bool clock_counts_instructions(void)
{
	return counts_instructions;
}

u64 clock_from_us(u32 us)
{
	return us;
}

void row_run(const struct row_config *config, struct bench_row *row)
{
	assert_true(rows < MOST_ROWS);
	ran[rows++] = *config;
	strcat(clock_said, rows <= 5 ? "r" : "");
	*row = result;
	row->batch = config->batch;
}

void record_bench(const struct bench_row *row)
{
	recorded++;
	if (row->deadlocks)
		assert_string_equal(row->reason, "who waits for whom");
}

const char *deadlock_text(void)
{
	return "who waits for whom";
}

void table_add(const struct bench_row *row)
{
	in_table++;
	assert_int_equal(row->ops, result.ops);
}

void table_print(const char *workload)
{
	assert_string_equal(workload, "cycle");
}

/* n: nothing is known; 1: from single ops; 8: from batches */
void tally_clock(const struct bench_row *row)
{
	char what[2] = { row ? (char)('0' + row->batch) : 'n', '\0' };

	strcat(clock_said, what);
}

void record_progress(u32 step, u32 of, const char *label)
{
	assert_non_null(label);
	assert_int_equal(step, ++progressed);
	assert_true(step <= of);
	steps = of;
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

u32 record_failures(void)
{
	return failed;
}

void printk(const char *fmt, ...)
{
	(void)fmt;
}

void trace_print(void)
{
	traced++;
}

enum verdict scenario_run(const struct scenario *scenario,
			  const struct kmap_strategy *strategy, bool irq)
{
	size_t used = strlen(played);

	snprintf(played + used, sizeof(played) - used, "%s%s%s ",
		 strategy->name, scenario->name, irq ? "i" : "s");
	record_count(failing_scenarios == 0);
	failing_scenarios -= failing_scenarios > 0;
	return VERDICT_STALE;
}

/* What is remembered: as expected, or not. */
void matrix_add(const struct scenario *scenario,
		const struct kmap_strategy *strategy, bool irq,
		enum verdict verdict, bool as_expected)
{
	size_t used = strlen(remembered);

	assert_int_equal(verdict, VERDICT_STALE);
	snprintf(remembered + used, sizeof(remembered) - used, "%s%s%s%s ",
		 strategy->name, scenario->name, irq ? "i" : "s",
		 as_expected ? "" : "!");
}

static int setup(void **state)
{
	(void)state;
	params = (struct params){ .strategies = 3,
				  .workloads = 0x1f,
				  .scenarios = 3,
				  .lock_spin = true,
				  .lock_irq = true,
				  .window = 64,
				  .colors = 2,
				  .seed = 7 };
	counts_instructions = true;
	result = (struct bench_row){ .ops = 5 };
	strategies[0].claims = strategies[1].claims = CLAIM_ALL;
	failing_scenarios = 0;
	rows = recorded = in_table = passed = failed = skipped = 0;
	traced = progressed = 0;
	clock_said[0] = played[0] = remembered[0] = '\0';
	return 0;
}

static void measure(void)
{
	measure_plan(&params, true, true);
	measure_rows(&params);
	measure_scenarios(&params);
	assert_int_equal(progressed, steps); /* all that was planned */
	assert_int_equal(recorded, rows);
	assert_int_equal(in_table, rows);
}

static unsigned int count(const char *workload, unsigned int threads,
			  enum accounting accounting)
{
	unsigned int n = 0;

	for (unsigned int i = CLOCK_ROWS; i < rows; i++)
		n += strcmp(ran[i].workload->name, workload) == 0 &&
		     ran[i].threads == threads &&
		     ran[i].accounting == accounting;
	return n;
}

/* 2 strategies with 2 locks; 1, 2 and 4 threads. */
static void everything(void **state)
{
	(void)state;
	measure();
	for (unsigned int threads = 1; threads <= 4; threads *= 2) {
		assert_int_equal(count("short", threads, ACCOUNTING_NONE), 4);
		assert_int_equal(count("long", threads, ACCOUNTING_NONE), 4);
		assert_int_equal(count("irq", threads, ACCOUNTING_NONE), 2);
		assert_int_equal(count("base", threads, ACCOUNTING_NONE), 1);
	}
	/* The lock is timed where it may be long, with most threads. */
	assert_int_equal(count("long", 4, ACCOUNTING_ALL), 4);
	assert_int_equal(count("irq", 4, ACCOUNTING_ALL), 2);
	assert_int_equal(rows, CLOCK_ROWS + 3 * 11 + 6);
	assert_int_equal(passed, rows + 8);
	assert_int_equal(failed + skipped + traced, 0);
	assert_string_equal(played, "ass asi ats ati bss bsi bts bti ");
}

static void each_row_is_what_it_should_be(void **state)
{
	(void)state;
	measure();
	for (unsigned int i = CLOCK_ROWS; i < rows; i++) {
		const struct row_config *row = &ran[i];
		bool all = row->accounting == ACCOUNTING_ALL;
		bool short_one = row->workload == &others[0];

		assert_int_equal(row->window.slots, 64);
		assert_int_equal(row->window.colors, 2);
		assert_int_equal(row->seed, 7);
		assert_int_equal(row->batch, short_one ? ROWS_BATCH : 1);
		assert_int_equal(row->ops, row->workload->ops / (all ? 2 : 1));
		assert_int_equal(row->strategy == NULL,
				 row->workload->is_baseline);
		assert_true(!row->window.lock_irq || row->strategy);
		assert_true(row->slice > 0 && !row->stop_at_stale);
	}
}

/* Nothing is taken off until it is known, and then at once. */
static void the_clock_is_measured_first(void **state)
{
	(void)state;
	measure();
	assert_memory_equal(clock_said, "nr1r8rr", 7);
	for (unsigned int i = 0; i < CLOCK_ROWS; i++) {
		assert_ptr_equal(ran[i].workload, &workload_empty);
		assert_int_equal(ran[i].threads, 1);
		assert_int_equal(ran[i].batch, i ? ROWS_BATCH : 1);
	}
	for (unsigned int i = CLOCK_ROWS; i < rows; i++)
		assert_true(ran[i].workload != &workload_empty);
}

static void what_is_asked_for(void **state)
{
	(void)state;
	params.strategies = 2;
	params.workloads = BIT(1);
	params.scenarios = 1;
	params.lock_spin = false;
	params.threads[0] = 3;
	params.threads[1] = 9; /* row_run() says that there are fewer CPUs */
	params.nr_threads = 2;
	params.accounting = BIT(ACCOUNTING_CONTENDED) | BIT(ACCOUNTING_ALL);
	params.ops = 55;
	measure();
	assert_int_equal(rows, CLOCK_ROWS + 4);
	for (unsigned int i = CLOCK_ROWS; i < rows; i++) {
		assert_ptr_equal(ran[i].strategy, &strategies[1]);
		assert_ptr_equal(ran[i].workload, &others[1]);
		assert_true(ran[i].window.lock_irq);
		assert_int_equal(ran[i].ops, 55);
	}
	assert_int_equal(count("long", 3, ACCOUNTING_CONTENDED), 1);
	assert_int_equal(count("long", 9, ACCOUNTING_ALL), 1);
	assert_string_equal(played, "bsi ");
}

/* On a host's clock, as many ops as fit; rows share a minute. */
static void time_is_shared_out(void **state)
{
	(void)state;
	counts_instructions = false;
	measure();
	for (unsigned int i = 0; i < rows; i++) {
		assert_int_equal(ran[i].ops, 0);
		assert_int_equal(ran[i].slice, 500000);
	}
	setup(state);
	counts_instructions = false;
	params.nr_threads = PARAMS_MAX_THREADS;
	memset(params.threads, 1, sizeof(params.threads));
	measure();
	assert_in_range(ran[0].slice, 60000000 / rows - 1000, 60000000 / rows);
}

/* A row that was not run proves nothing, and is no failure. */
static void rows_that_were_not_run(void **state)
{
	(void)state;
	result.na = true;
	result.reason = "why";
	params.trace = true;
	measure_plan(&params, true, false);
	measure_rows(&params);
	assert_int_equal(skipped, rows);
	assert_int_equal(passed + failed + traced, 0);
}

static void rows_against_the_claims_are_failures(void **state)
{
	(void)state;
	result.stale_reads = 1;
	strategies[0].claims = CLAIM_ALL & ~CLAIM_NO_STALE;
	measure_plan(&params, true, false);
	measure_rows(&params);
	/* The baselines and the clock must be right, too. */
	assert_int_equal(failed, rows - (3 * 5 + 3));
	assert_int_equal(passed, 3 * 5 + 3);
}

static void deadlocks_say_who_waits(void **state)
{
	(void)state;
	result.deadlocks = 1;
	strategies[0].claims = strategies[1].claims =
		CLAIM_ALL & ~CLAIM_NO_DEADLOCK_IRQ;
	params.workloads = BIT(1);
	params.trace = true;
	measure_plan(&params, true, false);
	measure_rows(&params);
	/* With lock=spin nobody may; with lock=irq they may. */
	assert_int_equal(passed, 2 * 4);
	assert_int_equal(failed, 2 * 4 + CLOCK_ROWS);
	assert_int_equal(traced, rows);
}

/* There is no trace if none was asked for. */
static void what_is_not_traced_is_not_shown(void **state)
{
	(void)state;
	failing_scenarios = 3;
	measure_plan(&params, false, true);
	measure_scenarios(&params);
	assert_int_equal(failed, 3);
	assert_int_equal(traced, 0);
}

static void scenarios_that_fail_show_their_trace(void **state)
{
	(void)state;
	failing_scenarios = 3;
	params.trace = true;
	measure_plan(&params, false, true);
	measure_scenarios(&params);
	assert_int_equal(traced, 3);
	assert_int_equal(progressed, steps);
	assert_string_equal(remembered, "ass! asi! ats! ati bss bsi bts bti ");
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(everything),
		TEST(each_row_is_what_it_should_be),
		TEST(the_clock_is_measured_first),
		TEST(what_is_asked_for),
		TEST(time_is_shared_out),
		TEST(rows_that_were_not_run),
		TEST(rows_against_the_claims_are_failures),
		TEST(deadlocks_say_who_waits),
		TEST(what_is_not_traced_is_not_shown),
		TEST(scenarios_that_fail_show_their_trace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
