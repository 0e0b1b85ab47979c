/* SPDX-License-Identifier: GPL-2.0 */
/* measure.c - see measure.h */
#include "measure.h"

#include <asm/msr.h>
#include <linux/hardirq.h>
#include <linux/moduleparam.h>
#include <linux/sort.h>

#define BATCH   8  /* ops in a reading of those that are short */
#define BATCHES 64 /* readings of so many, and as many of twice as many */

/* Ticks of the TSC in an instruction, where it counts those; else 1. */
static unsigned int unit = 1;
core_param(kmap_unit, unit, uint, 0);

/* One thread: no locks. */
static u64 readings[MEASURE_MOST];
static u64 empty_single, empty_batch;

/* Timer interrupts so far on this CPU: a reading that meets one is spoilt. */
static unsigned int timer_interrupts(void)
{
	return this_cpu_read(irq_stat.apic_timer_irqs) +
	       this_cpu_read(irq_stat.irq_call_count);
}

u64 in_units(u64 ticks)
{
	do_div(ticks, unit);
	return ticks;
}

u64 less(u64 a, u64 b)
{
	return a > b ? a - b : 0;
}

u64 divided(u64 sum, u32 count)
{
	if (!count)
		return 0;
	sum += count / 2;
	do_div(sum, count);
	return sum;
}

static int by_size(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

static u64 percentile(unsigned int count, unsigned int permille)
{
	return readings[min(count * permille / 1000, count - 1)];
}

static void sum_up(struct row *row, unsigned int count)
{
	u64 sum = 0;
	unsigned int i;

	for (i = 0; i < count; i++)
		sum += readings[i];
	sort(readings, count, sizeof(readings[0]), by_size, NULL);
	row->readings = count;
	row->has_times = row->has_percentiles = true;
	row->mean = divided(sum, count);
	row->p50 = percentile(count, 500);
	row->p99 = percentile(count, 990);
	row->p999 = percentile(count, 999);
	row->max = readings[count - 1];
}

/* Returns how many readings there are. */
static unsigned int time_singles(const struct op *op, struct row *row)
{
	unsigned int i, count = 0;

	row->empty = op->readings * empty_single;
	for (i = 0; i < op->ops; i++) {
		unsigned int before = timer_interrupts();
		u64 ticks = op->single(i, row);

		if (timer_interrupts() != before)
			row->interrupted++;
		else
			readings[count++] = less(in_units(ticks), row->empty);
	}
	row->ops = op->ops;
	row->batch = 1;
	return count;
}

/* What `ops` of them take; again if a timer interrupt came in between. */
static u64 time_batch(const struct op *op, unsigned int ops, struct row *row)
{
	unsigned int before;
	u64 ticks;

	do {
		before = timer_interrupts();
		ticks = rdtsc();
		op->batch(ops);
		ticks = rdtsc() - ticks;
		row->ops += ops;
		row->readings++;
		row->interrupted += timer_interrupts() != before;
	} while (timer_interrupts() != before);
	return ticks;
}

/* The time of two batches less that of one: what surrounds the ops cancels out.
 */
static void time_batches(const struct op *op, struct row *row)
{
	u64 once = 0, twice = 0;
	unsigned int i;

	for (i = 0; i < BATCHES; i++) {
		once += time_batch(op, BATCH, row);
		twice += time_batch(op, 2 * BATCH, row);
	}
	row->batch = BATCH;
	row->empty = empty_batch;
	row->has_times = true;
	row->mean = less(divided(less(twice, once), BATCHES * BATCH * unit),
			 empty_batch);
}

void measure(const struct op *op, struct row *row)
{
	u64 start;
	unsigned int i, count = 0;

	*row = (struct row){
		.workload = op->name,
		.baseline = op->baseline,
		.threads = 1,
		.has_oracle = true,
		.verdict = "safe",
	};
	for (i = 0; i < op->warm_up; i++)
		op->single(i, row);
	row->checked = 0;
	start = rdtsc();
	if (op->batch)
		time_batches(op, row);
	else
		count = time_singles(op, row);
	row->elapsed = in_units(rdtsc() - start);
	if (count)
		sum_up(row, count);
	if (row->stale_reads)
		row->verdict = "stale";
	write_row(row);
}

static u64 single_empty(unsigned int i, struct row *row)
{
	u64 start = rdtsc();

	barrier();
	return rdtsc() - start;
}

static void batch_empty(unsigned int ops)
{
	for (; ops; ops--)
		barrier();
}

static const struct op empty_op = {
	.name = "empty",
	.baseline = true,
	.ops = 1600,
	.warm_up = 1,
	.single = single_empty,
};

static const struct op empty_batches = {
	.name = "empty",
	.baseline = true,
	.warm_up = 1,
	.single = single_empty,
	.batch = batch_empty,
};

void measure_empty(void)
{
	struct row row;

	measure(&empty_op, &row);
	empty_single = row.p50;
	measure(&empty_batches, &row);
	empty_batch = row.mean;
}

u64 measured_empty(void)
{
	return empty_single;
}
