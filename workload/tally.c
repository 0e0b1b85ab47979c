/* SPDX-License-Identifier: MIT */
/* tally.c - see tally.h */
#include "workload/tally.h"

#include "arch/clock.h"
#include "arch/ipi.h"
#include "lib/div64.h"
#include "mm/violation.h"
#include "smp/cpu.h"
#include "smp/deadlock.h"
#include "smp/tlb.h"

/* Means are in sixteenths, so that the difference of two is exact to one. */
#define SIXTEENTHS 4 /* bits after the binary point */

static struct lock_stat kmap_lock_stat;

/* Of all threads or CPUs of the row that was run last. */
static struct histogram times, holds, waits;

/* What an op takes that does nothing, in units. */
static struct {
	bool known;
	u64 reading; /* timed by itself: one reading of the clock */
	u64 in_batch;
} empty;

static u64 in_units(u64 ticks)
{
	u32 unit = clock_ticks_per_unit();

	return unit == 1 ? ticks : div_u64(ticks, unit);
}

struct counters counters_read(void)
{
	struct counters sum = { 0 };

	for (unsigned int cpu = 0; cpu < num_online_cpus(); cpu++) {
		sum.shootdowns += tlb_stats[cpu].shootdowns;
		sum.flushed_pages += tlb_stats[cpu].flushed_pages;
		sum.ipis += ipis_sent_for_memory(cpu);
		sum.misses += kmap_stats[cpu].misses;
	}
	return sum;
}

void tally_begin(const struct row_config *config)
{
	if (config->accounting == ACCOUNTING_NONE)
		return;
	kmap_lock.stat = &kmap_lock_stat;
	lockstat_set_mode(config->accounting);
}

void tally_start(const struct row_config *config)
{
	if (config->accounting != ACCOUNTING_NONE)
		lockstat_reset(&kmap_lock_stat);
}

void tally_end(const struct row_config *config)
{
	if (config->accounting == ACCOUNTING_NONE)
		return;
	lockstat_set_mode(ACCOUNTING_NONE);
	kmap_lock.stat = NULL;
	lockstat_finish(&kmap_lock_stat);
}

static u64 less(u64 a, u64 b)
{
	return a > b ? a - b : 0;
}

static u64 mean(const struct readings *all)
{
	return all->count ? div_u64(all->time << SIXTEENTHS, all->count) : 0;
}

static u64 rounded(u64 sixteenths)
{
	return (sixteenths + (1 << (SIXTEENTHS - 1))) >> SIXTEENTHS;
}

/* All readings of a row. */
struct sums {
	struct readings single, once, twice;
	u64 clock_readings;
};

static void add(struct readings *sum, const struct readings *one)
{
	sum->count += one->count;
	sum->time += one->time;
}

static void add_worker(struct sums *sums, const struct worker *w,
		       struct bench_row *row)
{
	add(&sums->single, &w->single);
	add(&sums->once, &w->once);
	add(&sums->twice, &w->twice);
	sums->clock_readings += w->clock_readings;
	hist_merge(&times, &w->latency);
	row->ops += READ_ONCE(w->ops);
	row->interrupted += w->interrupted;
	row->checked += w->oracle.checked + w->handler_oracle.checked;
	row->stale_reads +=
		w->oracle.stale_reads + w->handler_oracle.stale_reads;
	row->stale_writes +=
		w->oracle.stale_writes + w->handler_oracle.stale_writes;
}

/* The time of two batches less that of one: what surrounds the ops cancels out.
 */
static u64 by_difference(const struct sums *sums, unsigned int batch)
{
	return div_u64(less(mean(&sums->twice), mean(&sums->once)), batch);
}

/* The mean over all ops, without the readings of the clock. */
static u64 by_total(const struct sums *sums, unsigned int batch)
{
	u64 readings = sums->once.count + sums->twice.count;
	u64 ops = (u64)batch * (sums->once.count + 2 * sums->twice.count);
	u64 time = less(sums->once.time + sums->twice.time,
			readings * empty.reading);

	return ops ? div64_u64(time << SIXTEENTHS, ops) : 0;
}

/* The exact way is the difference of two means. But on a clock that the host
 * disturbs, that is mostly noise. */
static void mean_of_batches(const struct sums *sums, struct bench_row *row)
{
	u64 sixteenths = clock_counts_instructions()
				 ? by_difference(sums, row->batch)
				 : by_total(sums, row->batch);

	row->readings = sums->once.count + sums->twice.count;
	row->empty = empty.in_batch;
	row->mean = less(rounded(sixteenths), empty.in_batch);
}

static void mean_of_singles(const struct sums *sums, struct bench_row *row)
{
	row->readings = sums->single.count;
	if (!row->readings)
		return;
	row->empty =
		div64_u64(sums->clock_readings * empty.reading, row->readings);
	row->mean = rounded(mean(&sums->single));
}

static void add_times(const struct sums *sums, struct bench_row *row)
{
	row->has_empty = empty.known;
	if (row->batch > 1)
		mean_of_batches(sums, row);
	else
		mean_of_singles(sums, row);
	row->p50 = hist_percentile(&times, 500);
	row->p99 = hist_percentile(&times, 990);
	row->p999 = hist_percentile(&times, 999);
	row->max = times.max;
	row->times = &times;
}

static void add_lock_times(struct bench_row *row)
{
	u64 irqoff = 0;

	hist_reset(&holds);
	hist_reset(&waits);
	for (unsigned int cpu = 0; cpu < num_online_cpus(); cpu++) {
		const struct lock_stat_cpu *stat = &kmap_lock_stat.cpu[cpu];

		hist_merge(&holds, &stat->hold);
		hist_merge(&waits, &stat->wait);
		irqoff = max(irqoff, stat->irqoff_max);
	}
	row->holds = &holds;
	row->waits = &waits;
	row->has_holds = holds.count > 0;
	row->has_waits = waits.count > 0;
	row->hold_p50 = in_units(hist_percentile(&holds, 500));
	row->hold_p99 = in_units(hist_percentile(&holds, 990));
	row->hold_max = in_units(holds.max);
	row->wait_p99 = in_units(hist_percentile(&waits, 990));
	row->wait_max = in_units(waits.max);
	row->irqoff_max = in_units(irqoff);
}

void tally(const struct worker *workers, u64 took,
	   const struct counters *before, const struct counters *after,
	   struct bench_row *row)
{
	struct sums sums = { 0 };

	hist_reset(&times);
	for (unsigned int i = 0; i < row->threads; i++)
		add_worker(&sums, &workers[i], row);
	add_times(&sums, row);
	row->elapsed = in_units(took);
	row->shootdowns = after->shootdowns - before->shootdowns;
	row->flushed_pages = after->flushed_pages - before->flushed_pages;
	row->ipis = after->ipis - before->ipis;
	row->misses = after->misses - before->misses;
	row->double_maps = violation_first(VIOLATION_DOUBLE_MAP).count;
	row->bad_counts = violation_first(VIOLATION_COUNT).count;
	row->refused = violation_first(VIOLATION_CALLER).count;
	row->deadlocks = deadlock_count();
	if (workers->config->accounting != ACCOUNTING_NONE)
		add_lock_times(row);
}

void tally_clock(const struct bench_row *row)
{
	empty.known = row && row->batch > 1;
	if (empty.known) {
		/* On a host's clock it is so little that noise hides it. */
		empty.in_batch = clock_counts_instructions() ? row->mean : 0;
		return;
	}
	empty.in_batch = 0;
	empty.reading = 0;
	/* On a host's clock a single reading may take any time, so the median
	 * says more than the mean. */
	if (row)
		empty.reading =
			clock_counts_instructions() ? row->mean : row->p50;
}

static void add_reading(struct readings *to, u64 time)
{
	to->count++;
	to->time += time;
}

void worker_add(struct worker *worker, const struct stopwatch *watch)
{
	u64 time =
		less(in_units(watch->ticks), watch->readings * empty.reading);

	worker_count(worker, 1);
	if (stopwatch_is_spoilt(watch)) {
		worker->interrupted++;
		return;
	}
	worker->clock_readings += watch->readings;
	add_reading(&worker->single, time);
	hist_add(&worker->latency, time);
}

/* A thread that is alone takes the same time for every batch, unless an
 * interrupt falls into it: without those the mean is exact. */
void worker_add_batch(struct worker *worker, struct readings *to,
		      unsigned int ops, const struct stopwatch *watch)
{
	bool alone = worker->config->threads == 1;

	worker_count(worker, ops);
	if (alone ? watch->stolen > 0 : stopwatch_is_spoilt(watch))
		worker->interrupted++;
	else
		add_reading(to, in_units(watch->ticks));
}
