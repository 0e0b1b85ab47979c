/* SPDX-License-Identifier: MIT */
/*
 * row.c - see row.h
 *
 * The first of a row's threads, on CPU 0, leads: it gives the signal to start
 * when all have come, and by its clock alone the row is timed, since clocks of
 * different CPUs may differ. It ends the row, too, when all together have done
 * as many ops as were asked for: so all are at work for as long as it is timed.
 * What they still do after the signal to stop is part of it.
 */
#include "workload/row.h"

#include "arch/clock.h"
#include "arch/panic.h"
#include "lib/div64.h"
#include "lib/string.h"
#include "mm/violation.h"
#include "smp/cpu.h"
#include "smp/deadlock.h"
#include "workload/tally.h"
#include "workload/verdict.h"
#include "workload/worker.h"

#define OVERTIME_MS 5000 /* after which a row's threads are called stuck */

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
		workers[i].thread = thread_create(config->workload->name, i,
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

/* Threads that sleep for a slot that nobody will free come home when told. */
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
	tally_end();
	workers_tally(workers, row);
	row->complete = !row->reason;
	if (workload->end)
		workload->end(config);
	if (row->stale_writes)
		test_frames_tag_all();
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
	if (config->threads > num_online_cpus()) {
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
