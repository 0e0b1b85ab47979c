/* SPDX-License-Identifier: MIT */
/* measure.c - see measure.h */
#include "job/measure.h"

#include "arch/clock.h"
#include "job/matrix.h"
#include "job/rows.h"
#include "job/table.h"
#include "lib/div64.h"
#include "lib/printf.h"
#include "scenario/scenario.h"
#include "smp/deadlock.h"
#include "smp/printk.h"
#include "smp/trace.h"
#include "workload/row.h"
#include "workload/tally.h"
#include "workload/verdict.h"

/*
 * How long a row takes. On a host's clock: its share of the time that all rows
 * together may take. Where times are repeatable, a row does a fixed number of
 * ops, the same on every host; the limit matters only if ops= asks for many.
 */
#define ROWS_BUDGET_MS 60000u
#define SLICE_MAX_MS   500u
#define SLICE_MIN_MS   20u
#define LIMIT_MS       10000

#define CLOCK_ROWS 2 /* measure_clock() */

typedef void (*play_function_t)(const struct params *params,
				const struct scenario *scenario,
				const struct kmap_strategy *strategy, bool irq);

static struct {
	u32 step, steps;
	u64 slice; /* ticks of the clock, a row */
} plan;

static void count_row(const struct params *p, const struct row_config *config)
{
	(void)p;
	(void)config;
	plan.steps++;
}

static void announce(const struct row_config *config)
{
	const struct kmap_strategy *strategy = config->strategy;
	char label[80];

	ksnprintf(label, sizeof(label), "%s%s%s, %u %s%s",
		  strategy ? strategy->name : "",
		  !strategy                 ? ""
		  : config->window.lock_irq ? " irq "
					    : " spin ",
		  config->workload->name, config->threads,
		  config->threads == 1 ? "thread" : "threads",
		  config->accounting ? ", with times of the lock" : "");
	record_progress(++plan.step, plan.steps, label);
}

static struct bench_row measure_row(const struct params *p,
				    const struct row_config *config)
{
	struct row_config run = *config;
	struct bench_row row;

	run.slice = plan.slice;
	announce(config);
	row_run(&run, &row);
	if (row.deadlocks)
		row.reason = deadlock_text();
	record_bench(&row);
	if (row.na)
		record_count_skipped();
	else
		record_count(row_as_claimed(config, &row));
	table_add(&row);
	if (p->trace && row.reason && !row.na)
		trace_print();
	return row;
}

static void run_row(const struct params *p, const struct row_config *config)
{
	measure_row(p, config);
}

/* One scenario, with each lock that the parameters choose. */
static void each_lock(const struct params *p, const struct scenario *scenario,
		      const struct kmap_strategy *strategy,
		      play_function_t function)
{
	if (p->lock_spin)
		function(p, scenario, strategy, false);
	if (p->lock_irq)
		function(p, scenario, strategy, true);
}

/* Every scenario, in the order they are played. */
static void each_scenario(const struct params *p, play_function_t function)
{
	for (unsigned int i = 0; i < strategy_count(); i++) {
		if (!(p->strategies >> i & 1))
			continue;
		for (unsigned int j = 0; j < scenario_count(); j++)
			if (p->scenarios >> j & 1)
				each_lock(p, scenario_at(j), strategy_at(i),
					  function);
	}
}

static void count_scenario(const struct params *p,
			   const struct scenario *scenario,
			   const struct kmap_strategy *strategy, bool irq)
{
	(void)p;
	(void)scenario;
	(void)strategy;
	(void)irq;
	plan.steps++;
}

/* Of what has gone wrong just now. */
static void show_trace(const struct params *p)
{
	if (p->trace)
		trace_print();
	else
		printk("with trace=on it is printed what each CPU did\n");
}

static void play_scenario(const struct params *p,
			  const struct scenario *scenario,
			  const struct kmap_strategy *strategy, bool irq)
{
	char label[80];
	u32 failures = record_failures();
	enum verdict verdict;

	ksnprintf(label, sizeof(label), "scenario %s, %s %s", scenario->name,
		  strategy->name, lock_form_name(irq));
	record_progress(++plan.step, plan.steps, label);
	verdict = scenario_run(scenario, strategy, irq);
	matrix_add(scenario, strategy, irq, verdict,
		   record_failures() == failures);
	if (record_failures() > failures)
		show_trace(p);
}

static u32 slice_ms(u32 rows)
{
	u32 each = rows ? ROWS_BUDGET_MS / rows : 0;

	if (clock_counts_instructions())
		return LIMIT_MS;
	each = min(each, SLICE_MAX_MS);
	return max(each, SLICE_MIN_MS);
}

void measure_plan(const struct params *p, bool rows, bool scenarios)
{
	plan.step = 0;
	plan.steps = CLOCK_ROWS;
	rows_each(p, count_row);
	plan.slice = clock_from_us(1000) * slice_ms(plan.steps);
	if (!rows)
		plan.steps = 0;
	if (scenarios)
		each_scenario(p, count_scenario);
}

/* What measuring takes by itself: part of every run. */
static void measure_clock(const struct params *p)
{
	struct row_config config = rows_config(p, &workload_empty);
	struct bench_row row;

	tally_clock(NULL);
	row = measure_row(p, &config);
	tally_clock(&row);
	config.batch = ROWS_BATCH;
	row = measure_row(p, &config);
	tally_clock(&row);
}

void measure_rows(const struct params *p)
{
	measure_clock(p);
	rows_each(p, run_row);
	table_print("cycle");
}

void measure_scenarios(const struct params *p)
{
	each_scenario(p, play_scenario);
}
