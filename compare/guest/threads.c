/* SPDX-License-Identifier: GPL-2.0 */
/*
 * threads.c - see threads.h
 *
 * Thread 0 leads: it gives the signals, and ends the row when all together have
 * done as many ops as were asked for.
 */
#include "threads.h"

#include <asm/msr.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/kthread.h>

#include "measure.h"
#include "pages.h"
#include "record.h"

#define OPS       4096 /* of all threads of a row */
#define LOOK      8 /* ops of the leader between two looks whether it is over */
#define BATCH     8
#define HIST_SIZE 512

struct thread {
	unsigned int index, next;
	u64 ops, checked, stale_reads;
	u64 sum, readings, max;
	u32 hist[HIST_SIZE];
} ____cacheline_aligned;

static struct thread threads[PAGES_THREADS];

static struct {
	unsigned int threads;
	bool cycles; /* through more pages than slots; else one page */
	atomic_t ready, stopped;
	bool go, stop;
	u64 start, elapsed;
	struct completion done;
} run;

/* A step is an eighth of a power of 2. */
static unsigned int step_of(u64 ticks)
{
	unsigned int bits = fls64(ticks);

	if (bits <= 3)
		return (unsigned int)ticks;
	return (bits - 3) * 8 + ((ticks >> (bits - 4)) & 7);
}

/* The largest value of a step. */
static u64 top_of(unsigned int step)
{
	unsigned int bits = step / 8 + 3;

	if (step < 8)
		return step;
	return ((u64)(step % 8 + 9) << (bits - 4)) - 1;
}

static void add_reading(struct thread *thread, u64 ticks)
{
	ticks = less(in_units(ticks), 2 * measured_empty());
	thread->sum += ticks;
	thread->max = max(thread->max, ticks);
	thread->readings++;
	thread->hist[step_of(ticks)]++;
}

static struct page *next_page(struct thread *thread)
{
	unsigned int i = thread->index * PAGES_PER_THREAD;

	if (!run.cycles)
		return pages[i];
	thread->next =
		thread->next + 1 < PAGES_PER_THREAD ? thread->next + 1 : 0;
	return pages[i + thread->next];
}

static void map_check_unmap(struct thread *thread)
{
	struct page *page = next_page(thread);
	u64 start, took;
	void *vaddr;

	start = rdtsc();
	vaddr = kmap(page);
	took = rdtsc() - start;
	thread->checked++;
	thread->stale_reads += pages[number_in(vaddr)] != page;
	start = rdtsc();
	kunmap(page);
	took += rdtsc() - start;
	WRITE_ONCE(thread->ops, thread->ops + 1);
	add_reading(thread, took);
}

static void map_and_unmap(struct thread *thread, unsigned int ops)
{
	struct page *page = next_page(thread);
	unsigned int i;

	for (i = 0; i < ops; i++) {
		kmap(page);
		kunmap(page);
	}
	WRITE_ONCE(thread->ops, thread->ops + ops);
}

static bool finished(struct thread *thread)
{
	u64 sum = 0;
	unsigned int i;

	if (thread->index == 0 && thread->ops % LOOK == 0) {
		for (i = 0; i < run.threads; i++)
			sum += READ_ONCE(threads[i].ops);
		if (sum >= OPS)
			WRITE_ONCE(run.stop, true);
	}
	return READ_ONCE(run.stop);
}

static void work(struct thread *thread)
{
	while (!finished(thread)) {
		if (!run.cycles) {
			map_and_unmap(thread, BATCH);
			map_and_unmap(thread, 2 * BATCH);
		}
		map_check_unmap(thread);
	}
}

static void warm_up(struct thread *thread)
{
	unsigned int i, ops = run.cycles ? LAST_PKMAP / run.threads : 1;

	for (i = 0; i < ops; i++)
		map_check_unmap(thread);
	*thread =
		(struct thread){ .index = thread->index, .next = thread->next };
}

static void await(atomic_t *there)
{
	while (atomic_read(there) + 1 < run.threads)
		cpu_relax();
}

static void start(struct thread *thread)
{
	if (thread->index) {
		atomic_inc(&run.ready);
		while (!READ_ONCE(run.go))
			cpu_relax();
		return;
	}
	await(&run.ready);
	run.start = rdtsc();
	smp_store_mb(run.go, true);
}

/* The others end what they are at, each at its time: the row lasts until then,
 * on average. */
static void stop(struct thread *thread)
{
	u64 sum = rdtsc() - run.start;
	unsigned int seen = 0;

	if (thread->index) {
		atomic_inc(&run.stopped);
		return;
	}
	while (seen + 1 < run.threads) {
		unsigned int now = atomic_read(&run.stopped);

		sum += (rdtsc() - run.start) * (now - seen);
		seen = now;
		cpu_relax();
	}
	do_div(sum, run.threads);
	run.elapsed = sum;
}

static int thread_main(void *arg)
{
	struct thread *thread = arg;

	warm_up(thread);
	start(thread);
	work(thread);
	stop(thread);
	complete(&run.done);
	return 0;
}

/* The value that so many of 1000 readings do not exceed. */
static u64 percentile(const struct row *row, unsigned int permille)
{
	u64 left = row->readings * permille / 1000;
	unsigned int step, i;

	for (step = 0; step < HIST_SIZE; step++) {
		u64 there = 0;

		for (i = 0; i < run.threads; i++)
			there += threads[i].hist[step];
		if (there > left)
			return min(top_of(step), row->max);
		left -= there;
	}
	return row->max;
}

static void add_up(struct row *row)
{
	u64 sum = 0;
	unsigned int i;

	for (i = 0; i < run.threads; i++) {
		row->ops += threads[i].ops;
		row->checked += threads[i].checked;
		row->stale_reads += threads[i].stale_reads;
		row->readings += threads[i].readings;
		row->max = max(row->max, threads[i].max);
		sum += threads[i].sum;
	}
	row->mean = divided(sum, row->readings);
	row->has_times = row->has_percentiles = row->readings > 0;
}

static void write_result(void)
{
	struct row row = {
		.workload = run.cycles ? "cycle" : "hot",
		.threads = run.threads,
		.elapsed = in_units(run.elapsed),
		.empty = 2 * measured_empty(),
		.batch = 1,
		.has_oracle = true,
	};

	add_up(&row);
	row.p50 = percentile(&row, 500);
	row.p99 = percentile(&row, 990);
	row.p999 = percentile(&row, 999);
	row.verdict = row.stale_reads ? "stale" : "safe";
	write_row(&row);
}

/* All are there before one runs: who waits for the others does not let go of
 * its CPU, and this thread is on one of them. */
static void start_threads(void)
{
	static struct task_struct *tasks[NR_CPUS];
	unsigned int i;

	for (i = 0; i < run.threads; i++) {
		threads[i] = (struct thread){ .index = i };
		tasks[i] =
			kthread_create(thread_main, &threads[i], "kmap/%u", i);
		if (IS_ERR(tasks[i]))
			panic("kmapcompare: no thread");
		kthread_bind(tasks[i], i);
	}
	for (i = 0; i < run.threads; i++)
		wake_up_process(tasks[i]);
}

static void run_row(bool cycles, unsigned int count)
{
	unsigned int i;

	memset(&run, 0, sizeof(run));
	run.threads = count;
	run.cycles = cycles;
	init_completion(&run.done);
	start_threads();
	for (i = 0; i < count; i++)
		wait_for_completion(&run.done);
	write_result();
}

void threads_run(void)
{
	unsigned int count;

	measure_empty();
	for (count = 1; count <= num_online_cpus(); count *= 2) {
		run_row(false, count);
		run_row(true, count);
	}
}
