/* SPDX-License-Identifier: MIT */
/* measure.c - see measure.h */
#include "job/measure.h"

#include "arch/clock.h"
#include "job/table.h"
#include "lib/div64.h"
#include "lib/printf.h"
#include "scenario/scenario.h"
#include "smp/cpu.h"
#include "smp/deadlock.h"
#include "smp/printk.h"
#include "smp/trace.h"
#include "workload/row.h"
#include "workload/verdict.h"

#define ROWS_BUDGET_MS \
	60000 /* all rows together, without what surrounds them */
#define SLICE_MAX_MS 500
#define SLICE_MIN_MS 20

static struct {
	u32 step, steps;
	u64 slice; /* cycles a row */
} plan;

typedef void (*row_function_t)(const struct params *params,
			       const struct row_config *config);
typedef void (*play_function_t)(const struct params *params,
				const struct scenario *scenario,
				const struct kmap_strategy *strategy, bool irq);

/* The thread counts asked for, or 1, 2, 4 and 8 as far as there are CPUs. */
static unsigned int thread_counts(const struct params *p, u8 *counts)
{
	static const u8 usual[] = { 1, 2, 4, 8 };
	unsigned int n = 0;

	for (unsigned int i = 0; i < p->nr_threads; i++)
		counts[n++] = p->threads[i];
	for (unsigned int i = 0; !p->nr_threads && i < ARRAY_SIZE(usual); i++)
		if (usual[i] <= num_online_cpus())
			counts[n++] = usual[i];
	return n;
}

/* One workload with every number of threads. */
static void each_thread_count(const struct params *p,
			      const struct workload *workload,
			      const struct kmap_strategy *strategy, bool irq,
			      row_function_t function)
{
	u8 counts[PARAMS_MAX_THREADS];
	unsigned int n = thread_counts(p, counts);

	for (unsigned int i = 0; i < n; i++) {
		struct row_config config = {
			.strategy = strategy,
			.workload = workload,
			.threads = counts[i],
			.window = { p->window, p->colors, irq },
			.ops = p->ops,
			.slice = plan.slice,
			.seed = p->seed,
		};

		function(p, &config);
	}
}

static void each_workload(const struct params *p, bool baselines,
			  const struct kmap_strategy *strategy, bool irq,
			  row_function_t function)
{
	for (unsigned int i = 0; i < workload_count(); i++) {
		const struct workload *workload = workload_at(i);

		if (p->workloads >> i & 1 &&
		    workload->is_baseline == baselines &&
		    (baselines || workload->locks & lock_form(irq)))
			each_thread_count(p, workload, strategy, irq, function);
	}
}

/* Every row, in the order they are run. */
static void each_row(const struct params *p, row_function_t function)
{
	each_workload(p, true, NULL, false, function);
	for (unsigned int i = 0; i < strategy_count(); i++) {
		if (!(p->strategies >> i & 1))
			continue;
		if (p->lock_spin)
			each_workload(p, false, strategy_at(i), false,
				      function);
		if (p->lock_irq)
			each_workload(p, false, strategy_at(i), true, function);
	}
}

static void count_row(const struct params *p, const struct row_config *config)
{
	(void)p;
	(void)config;
	plan.steps++;
}

static void run_row(const struct params *p, const struct row_config *config)
{
	const struct kmap_strategy *strategy = config->strategy;
	struct bench_row row;
	char label[80];

	ksnprintf(label, sizeof(label), "%s%s%s%s, %u %s",
		  strategy ? strategy->name : "",
		  !strategy                 ? ""
		  : config->window.lock_irq ? " irq "
					    : " spin ",
		  config->workload->name, "", config->threads,
		  config->threads == 1 ? "thread" : "threads");
	record_progress(++plan.step, plan.steps, label);
	row_run(config, &row);
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
}

/* One scenario with the locks asked for. */
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

static void play_scenario(const struct params *p,
			  const struct scenario *scenario,
			  const struct kmap_strategy *strategy, bool irq)
{
	char label[80];
	u32 failures = record_failures();

	ksnprintf(label, sizeof(label), "scenario %s, %s %s", scenario->name,
		  strategy->name, lock_form_name(irq));
	record_progress(++plan.step, plan.steps, label);
	scenario_run(scenario, strategy, irq);
	if (p->trace || record_failures() > failures)
		trace_print();
}

void measure_plan(const struct params *p, bool rows, bool scenarios)
{
	u64 slice_ms;
	u32 count;

	plan.step = 0;
	plan.steps = 0;
	each_row(p, count_row);
	count = plan.steps;
	slice_ms =
		count ? min((u64)SLICE_MAX_MS, (u64)ROWS_BUDGET_MS / count) : 0;
	plan.slice = clock_from_us(1000) * max(slice_ms, (u64)SLICE_MIN_MS);
	plan.steps = rows ? count : 0;
	if (scenarios)
		each_scenario(p, count_scenario);
}

void measure_rows(const struct params *p)
{
	each_row(p, run_row);
	table_print("cycle");
}

void measure_scenarios(const struct params *p)
{
	each_scenario(p, play_scenario);
}
