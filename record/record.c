/* SPDX-License-Identifier: MIT */
/* record.c - see record.h */
#include "record/record.h"

#include "arch/clock.h"
#include "arch/console.h"

/* Bytes; most are some 1000 long. The longest possible have three histograms
 * in which every step has a count, of 26 bytes with its value. */
#define RECORD_SIZE (1600 + 3 * HIST_STEPS * 26)

static char line[RECORD_SIZE]; /* records are written one at a time */
static struct json_writer w;

static u32 passed, failed, skipped;

struct json_writer *record_begin(const char *kind)
{
	json_begin(&w, line, sizeof(line), kind);
	return &w;
}

static bool writing;

void record_write(void)
{
	if (!json_end(&w)) {
		console_printf("a result record did not fit\n");
		return;
	}
	writing = true;
	results_write(line);
	writing = false;
}

/* A number that only makes sense if the row was run. */
static void u64_if(bool applies, const char *key, u64 value)
{
	if (applies)
		json_u64(&w, key, value);
	else
		json_null(&w, key);
}

/* Of the ops. A row that a deadlock or a violation cut short has no times. */
static void write_times(const struct bench_row *row)
{
	bool timed = !row->na && row->readings > 0;

	u64_if(!row->na, "elapsed", row->elapsed);
	u64_if(timed, "mean", row->mean);
	u64_if(timed, "p50", row->p50);
	u64_if(timed, "p99", row->p99);
	u64_if(timed, "p999", row->p999);
	u64_if(timed, "max", row->max);
	u64_if(timed, "batch", row->batch);
	u64_if(!row->na, "readings", row->readings);
	u64_if(!row->na, "interrupted", row->interrupted);
	u64_if(timed && row->has_empty, "empty", row->empty);
}

static void write_lock_times(const struct bench_row *row)
{
	bool holds = !row->na && row->has_holds;
	bool waits = !row->na && row->has_waits;

	u64_if(holds, "hold_p50", row->hold_p50);
	u64_if(holds, "hold_p99", row->hold_p99);
	u64_if(holds, "hold_max", row->hold_max);
	u64_if(waits, "wait_p99", row->wait_p99);
	u64_if(waits, "wait_max", row->wait_max);
	u64_if(holds, "irqoff_max", row->irqoff_max);
}

static void write_histogram(bool applies, const char *key,
			    const struct histogram *h, u32 unit)
{
	static u64 pairs[2 * HIST_STEPS];

	if (applies && h)
		json_array_u64(&w, key, pairs, hist_steps(h, unit, pairs));
	else
		json_null(&w, key);
}

static void write_histograms(const struct bench_row *row)
{
	u32 ticks = clock_ticks_per_unit();
	bool ran = !row->na;

	write_histogram(ran && row->readings, "times", row->times, 1);
	write_histogram(ran && row->has_holds, "holds", row->holds, ticks);
	write_histogram(ran && row->has_waits, "waits", row->waits, ticks);
}

static void write_counts(const struct bench_row *row)
{
	bool ran = !row->na;

	u64_if(ran, "shootdowns", row->shootdowns);
	u64_if(ran, "ipis", row->ipis);
	u64_if(ran, "flushed_pages", row->flushed_pages);
	u64_if(ran, "misses", row->misses);
	u64_if(ran, "stale_reads", row->stale_reads);
	u64_if(ran, "stale_writes", row->stale_writes);
	u64_if(ran, "double_maps", row->double_maps);
	u64_if(ran, "bad_counts", row->bad_counts);
	u64_if(ran, "lost_wakeups", row->lost_wakeups);
	u64_if(ran, "deadlocks", row->deadlocks);
}

const char *record_unit(void)
{
	return clock_counts_instructions() ? "instructions" : "cycles";
}

void record_bench(const struct bench_row *row)
{
	record_begin("bench");
	json_str(&w, "strategy", row->strategy);
	json_str(&w, "lock", row->lock);
	json_str(&w, "workload", row->workload);
	json_u64(&w, "threads", row->threads);
	json_u64(&w, "slots", row->slots);
	json_u64(&w, "seed", row->seed);
	json_str(&w, "accounting", row->accounting);
	json_str(&w, "unit", record_unit());
	u64_if(!row->na, "ops", row->ops);
	u64_if(!row->na, "checked", row->checked);
	json_bool(&w, "complete", row->complete);
	write_times(row);
	write_lock_times(row);
	write_histograms(row);
	write_counts(row);
	json_str(&w, "verdict", verdict_name(row->verdict));
	json_str(&w, "reason", row->reason);
	record_write();
}

void record_scenario(const struct scenario_result *result)
{
	record_begin("scenario");
	json_str(&w, "name", result->name);
	json_str(&w, "strategy", result->strategy);
	json_str(&w, "lock", result->lock);
	json_str(&w, "verdict", verdict_name(result->verdict));
	json_str(&w, "expected", verdict_name(result->expected));
	json_str(&w, "control", verdict_name(result->control));
	json_str(&w, "detail", result->detail);
	json_str(&w, "blocked_on", result->blocked_on);
	json_str(&w, "why", result->why);
	record_write();
}

void record_test(const char *name, bool ok, bool was_skipped,
		 const char *detail)
{
	record_begin("test");
	json_str(&w, "name", name);
	json_bool(&w, "ok", ok);
	json_bool(&w, "skipped", was_skipped);
	json_str(&w, "detail", detail);
	record_write();
}

void record_progress(u32 step, u32 of, const char *label)
{
	record_begin("progress");
	json_u64(&w, "step", step);
	json_u64(&w, "of", of);
	json_str(&w, "label", label);
	record_write();
}

void record_count(bool ok)
{
	if (ok)
		passed++;
	else
		failed++;
}

void record_count_skipped(void)
{
	skipped++;
}

u32 record_failures(void)
{
	return failed;
}

void record_end(enum end_status status)
{
	static const char *const names[] = {
		[END_OK] = "ok",
		[END_UNEXPECTED] = "unexpected",
		[END_PANIC] = "panic",
		[END_BAD_PARAMETER] = "bad-parameter",
	};

	record_begin("end");
	json_str(&w, "status", names[status]);
	json_u64(&w, "passed", passed);
	json_u64(&w, "failed", failed);
	json_u64(&w, "skipped", skipped);
	record_write();
}

void record_panic(void)
{
	if (writing)
		results_write("\n"); /* end what the panic cut off */
	record_end(END_PANIC);
}
