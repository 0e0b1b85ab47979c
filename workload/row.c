/* SPDX-License-Identifier: MIT */
/* row.c - see row.h */
#include "workload/row.h"

#include "arch/clock.h"
#include "arch/ipi.h"
#include "arch/panic.h"
#include "lib/div64.h"
#include "lib/string.h"
#include "mm/violation.h"
#include "smp/cpu.h"
#include "smp/deadlock.h"
#include "smp/lockstat.h"
#include "smp/spinwait.h"
#include "smp/tlb.h"
#include "workload/verdict.h"

#define OVERTIME_MS 5000 /* after which a row's threads are called stuck */

/* The row that runs now. */
static struct worker workers[NR_CPUS];
static struct lock_stat kmap_lock_stat;
static struct histogram merged;
static struct {
	SHARED(u32) ready; /* threads that have come to the start */
	SHARED(bool) go;
	SHARED(bool) stop;
	SHARED(const char *) reason;
	u64 end; /* cycles; written before go */
} run;

void row_stop(const char *reason)
{
	cmpxchg(run.reason, NULL, reason);
	WRITE_ONCE(run.stop, true);
}

/* All begin together: the last to arrive fires the gun. */
static void wait_for_start(struct worker *worker)
{
	struct spin_wait wait;

	if (fetch_add(run.ready, 1) + 1 == worker->config->threads) {
		run.end = get_cycles() + worker->config->slice;
		smp_store_mb(run.go, true);
		return;
	}
	spin_wait_begin(&wait, WAIT_OTHER, "the start of the row");
	while (!READ_ONCE(run.go))
		spin_wait_turn(&wait);
	spin_wait_end(&wait);
}

/* The first broken invariant that there is, in words. */
static const char *violation_what(void)
{
	if (violation_first(VIOLATION_DOUBLE_MAP).count)
		return verdict_title(VERDICT_DOUBLE_MAP);
	if (violation_first(VIOLATION_COUNT).count)
		return violation_first(VIOLATION_COUNT).what;
	return violation_first(VIOLATION_CALLER).what;
}

static bool finished(const struct worker *worker)
{
	if (violation_any())
		row_stop(violation_what());
	else if (deadlock_count())
		row_stop(verdict_title(VERDICT_DEADLOCK));
	else if (worker->config->stop_at_stale && oracle_first().found)
		row_stop(verdict_title(VERDICT_STALE));
	return READ_ONCE(run.stop) || get_cycles() >= run.end ||
	       (worker->config->ops && !worker->ops_left);
}

static void work(void *arg)
{
	struct worker *worker = arg;
	const struct workload *workload = worker->config->workload;

	if (workload->worker_begin)
		workload->worker_begin(worker);
	wait_for_start(worker);
	while (!finished(worker)) {
		workload->op(worker);
		if (worker->config->between)
			worker->config->between(worker);
	}
	if (workload->worker_end)
		workload->worker_end(worker);
}

static void reset(const struct row_config *config)
{
	kmap_reset(config->strategy ? config->strategy : strategy_at(0),
		   &config->window);
	deadlock_reset();
	oracle_reset();
	lockstat_reset(&kmap_lock_stat);
	WRITE_ONCE(run.ready, 0);
	WRITE_ONCE(run.go, false);
	WRITE_ONCE(run.stop, false);
	WRITE_ONCE(run.reason, NULL);
	for (unsigned int i = 0; i < config->threads; i++) {
		struct worker *worker = &workers[i];

		memset(worker, 0, sizeof(*worker));
		worker->config = config;
		worker->index = i;
		worker->ops_left = div_u64(config->ops + config->threads - 1,
					   config->threads);
		hist_reset(&worker->latency);
		prng_seed(&worker->random, config->seed + i);
	}
}

static void start_threads(const struct row_config *config)
{
	for (unsigned int i = 0; i < config->threads; i++) {
		workers[i].thread = thread_create(config->workload->name, i,
						  work, &workers[i]);
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

/* Totals over all CPUs, to subtract from each other. */
struct counters {
	u64 shootdowns, flushed_pages, ipis;
};

static struct counters read_counters(void)
{
	struct counters sum = { 0 };

	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++) {
		sum.shootdowns += tlb_stats[cpu].shootdowns;
		sum.flushed_pages += tlb_stats[cpu].flushed_pages;
		sum.ipis += ipis_sent_for_memory(cpu);
	}
	return sum;
}

static void add_workers(struct bench_row *row)
{
	u64 cycles = 0;

	hist_reset(&merged);
	for (unsigned int i = 0; i < row->threads; i++) {
		const struct worker *w = &workers[i];

		row->ops += w->ops;
		cycles += w->cycles;
		row->checked += w->oracle.checked + w->handler_oracle.checked;
		row->stale_reads +=
			w->oracle.stale_reads + w->handler_oracle.stale_reads;
		row->stale_writes +=
			w->oracle.stale_writes + w->handler_oracle.stale_writes;
		hist_merge(&merged, &w->latency);
	}
	if (row->ops)
		row->cycles_per_op = div64_u64(cycles, row->ops);
	row->p50 = hist_percentile(&merged, 500);
	row->p99 = hist_percentile(&merged, 990);
	row->p999 = hist_percentile(&merged, 999);
	row->max = merged.max;
}

static void add_lock_times(struct bench_row *row)
{
	static struct histogram waits;

	hist_reset(&merged);
	hist_reset(&waits);
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++) {
		const struct lock_stat_cpu *stat = &kmap_lock_stat.cpu[cpu];

		hist_merge(&merged, &stat->hold);
		hist_merge(&waits, &stat->wait);
		row->irqoff_max = max(row->irqoff_max, stat->irqoff_max);
	}
	row->has_lock_stats = merged.count > 0;
	row->hold_p50 = hist_percentile(&merged, 500);
	row->hold_p99 = hist_percentile(&merged, 990);
	row->hold_max = merged.max;
	row->wait_p99 = hist_percentile(&waits, 990);
	row->wait_max = waits.max;
}

static void add_counters(struct bench_row *row, const struct counters *before)
{
	struct counters after = read_counters();

	row->shootdowns = after.shootdowns - before->shootdowns;
	row->flushed_pages = after.flushed_pages - before->flushed_pages;
	row->ipis = after.ipis - before->ipis;
	row->double_maps = violation_first(VIOLATION_DOUBLE_MAP).count;
	row->bad_counts = violation_first(VIOLATION_COUNT).count;
	row->refused = violation_first(VIOLATION_CALLER).count;
	row->deadlocks = deadlock_count();
}

static void run_workers(const struct row_config *config, struct bench_row *row)
{
	const struct workload *workload = config->workload;
	struct counters before;

	if (workload->begin)
		workload->begin(config);
	before = read_counters();
	if (!workload->is_baseline)
		kmap_lock.stat = &kmap_lock_stat;
	tlb_set_signal(workload->signal | config->signal);
	start_threads(config);
	wait_for_end(config, row);
	tlb_set_signal(0);
	kmap_lock.stat = NULL;
	add_counters(row, &before);
	add_workers(row);
	add_lock_times(row);
	row->reason = READ_ONCE(run.reason);
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
