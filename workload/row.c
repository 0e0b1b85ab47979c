/* SPDX-License-Identifier: MIT */
/*
 * row.c - see row.h
 *
 * The first thread of a row, on CPU 0, is the leader. It gives the signal to
 * start when all threads have arrived. The row is timed by its clock alone,
 * since the clocks of different CPUs may differ. The leader also ends the row,
 * when all threads together have done as many ops as were asked for. So all of
 * them work as long as the row is timed. What they still do after the signal to
 * stop is part of the row.
 */
#include "workload/row.h"

#include "arch/clock.h"
#include "arch/panic.h"
#include "lib/div64.h"
#include "smp/cpu.h"
#include "smp/deadlock.h"
#include "workload/tally.h"
#include "workload/verdict.h"
#include "workload/worker.h"

#define OVERTIME_MS 5000 /* then the threads of a row count as stuck */

static struct worker workers[NR_CPUS];

static void reset(const struct row_config *config)
{
	kmap_reset(config->strategy ? config->strategy : strategy_at(0),
		   &config->window);
	deadlock_reset();
	oracle_reset();
	workers_reset(workers, config);
}

static void start_threads(const struct row_config *config)
{
	for (unsigned int i = 0; i < config->threads; i++) {
		workers[i].thread = thread_create(config->workload->name,
						  i % num_online_cpus(),
						  worker_run, &workers[i]);
		if (!workers[i].thread)
			panic("no memory for the threads of a row");
	}
}

static bool join_all(unsigned int threads, u32 ms)
{
	bool all = true;

	for (unsigned int i = 0; i < threads; i++) {
		if (workers[i].thread && thread_join(workers[i].thread, ms))
			workers[i].thread = NULL;
		all = all && !workers[i].thread;
	}
	return all;
}

/* Threads that sleep for a slot that nobody will free end when told to. */
static void wait_for_end(const struct row_config *config, struct bench_row *row)
{
	u32 slice_ms = (u32)div_u64(config->slice, clock_khz());

	if (join_all(config->threads, slice_ms + OVERTIME_MS))
		return;
	row->lost_wakeups = 1;
	row_stop(verdict_title(VERDICT_LOST_WAKEUP));
	kmap_abort();
	if (!join_all(config->threads, OVERTIME_MS))
		panic("a row's threads do not end");
}

static void run_workers(const struct row_config *config, struct bench_row *row)
{
	const struct workload *workload = config->workload;

	if (workload->begin)
		workload->begin(config);
	tally_begin(config);
	start_threads(config);
	wait_for_end(config, row);
	tally_end(config);
	workers_tally(workers, row);
	row->complete = !row->reason;
	if (workload->end)
		workload->end(config);
	if (row->stale_writes)
		test_frames_tag_all();
}

unsigned int row_most_threads(bool share_cpus)
{
	unsigned int cpus = num_online_cpus();

	return share_cpus ? min(2 * cpus, (unsigned int)NR_CPUS) : cpus;
}

void row_run(const struct row_config *config, struct bench_row *row)
{
	const struct workload *workload = config->workload;

	*row = (struct bench_row){
		.strategy = config->strategy ? config->strategy->name : NULL,
		.lock = config->strategy
				? lock_form_name(config->window.lock_irq)
				: NULL,
		.workload = workload->name,
		.threads = config->threads,
		.slots = config->window.slots,
		.accounting = accounting_names[config->accounting],
		.batch = config->batch,
		.seed = config->seed,
	};
	if (config->threads > row_most_threads(config->share_cpus)) {
		row->reason = "more threads than CPUs";
		row->na = true;
		row->verdict = VERDICT_NA;
		return;
	}
	reset(config);
	row->reason = workload->plan(config, workers);
	row->na = row->reason != NULL;
	if (!row->na)
		run_workers(config, row);
	row->verdict = row_verdict(row);
}
