/* SPDX-License-Identifier: MIT */
/* worker.c - see worker.h */
#include "workload/worker.h"

#include "lib/div64.h"
#include "lib/string.h"
#include "mm/violation.h"
#include "smp/deadlock.h"
#include "workload/tally.h"

/* Ops of the leader between two looks whether the row is over */
#define LOOK_LEAST 8
#define LOOK_MOST  512

/* The longest step of a clock that counts instructions: Bochs' */
#define CLOCK_STEP 5

/* How many threads have arrived somewhere; the leader is not counted. */
struct arrivals {
	SHARED(u32) n;
};

/* The row that runs now. */
static struct {
	struct arrivals ready, stopped;
	SHARED(bool) go;
	SHARED(bool) stop;
	SHARED(const char *) reason;
	/* By the leader: */
	u32 next_look; /* when it has done so many ops */
	u64 start, elapsed;
	struct counters before, after;
} run;

void row_stop(const char *reason)
{
	cmpxchg(run.reason, NULL, reason);
	WRITE_ONCE(run.stop, true);
}

void workers_reset(struct worker *workers, const struct row_config *config)
{
	memset(&run, 0, sizeof(run));
	for (unsigned int i = 0; i < config->threads; i++) {
		struct worker *worker = &workers[i];

		memset(worker, 0, sizeof(*worker));
		worker->config = config;
		worker->index = i;
		hist_reset(&worker->latency);
		prng_seed(&worker->random, config->seed + i);
	}
}

static bool leads(const struct worker *worker)
{
	return worker->index == 0;
}

/* Set everything back as it was before the warm-up, except what was found
 * wrong. */
static void forget_warm_up(struct worker *worker)
{
	WRITE_ONCE(worker->ops, 0);
	worker->single = (struct readings){ 0 };
	worker->clock_readings = 0;
	worker->interrupted = 0;
	worker->oracle.checked = 0;
	worker->handler_oracle.checked = 0;
	hist_reset(&worker->latency);
}

static void warm_up(struct worker *worker)
{
	const struct workload *workload = worker->config->workload;
	u32 turns = workload->warm_up ? workload->warm_up(worker->config) : 1;

	while (turns-- && !READ_ONCE(run.stop))
		workload->op(worker);
	forget_warm_up(worker);
}

/* Wait until all others have arrived. The thread that runs the row is on this
 * CPU, too: it must be let in, as it ends the row if they do not arrive
 * (workload/row.c). */
static void await_others(const struct worker *leader,
			 const struct arrivals *there)
{
	while (READ_ONCE(there->n) + 1 < leader->config->threads) {
		cpu_relax();
		thread_yield();
	}
}

static void await_start(void)
{
	while (!READ_ONCE(run.go)) {
		cpu_relax();
		thread_yield();
	}
}

static void start(struct worker *worker)
{
	if (!leads(worker)) {
		fetch_add(run.ready.n, 1);
		await_start();
		return;
	}
	await_others(worker, &run.ready);
	tally_start(worker->config);
	run.before = counters_read();
	run.start = get_cycles();
	smp_store_mb(run.go, true);
}

/*
 * Wait until all others have stopped. Each finishes what it is at, and nobody
 * else uses its CPU meanwhile: so the row lasts until they have stopped on
 * average, not until the last has.
 */
static u64 average_end(const struct worker *leader)
{
	u32 threads = leader->config->threads;
	u64 sum = get_cycles() - run.start;
	u32 stopped = 0;

	while (stopped + 1 < threads) {
		u32 now = READ_ONCE(run.stopped.n);

		sum += (get_cycles() - run.start) * (now - stopped);
		stopped = now;
		cpu_relax();
		thread_yield();
	}
	return div_u64(sum, threads);
}

static void stop(struct worker *worker)
{
	if (!leads(worker)) {
		fetch_add(run.stopped.n, 1);
		return;
	}
	run.elapsed = average_end(worker);
	run.after = counters_read();
}

/* All threads' ops; `leader` is the first of them. */
static u64 total_ops(const struct worker *leader)
{
	u64 sum = 0;

	for (unsigned int i = 0; i < leader->config->threads; i++)
		sum += READ_ONCE(leader[i].ops);
	return sum;
}

static bool is_over(const struct worker *leader)
{
	const struct row_config *config = leader->config;

	return (config->ops && total_ops(leader) >= config->ops) ||
	       get_cycles() - run.start >= config->slice;
}

/* The first violation, in words. */
static const char *violation_what(void)
{
	if (violation_first(VIOLATION_DOUBLE_MAP).count)
		return verdict_title(VERDICT_DOUBLE_MAP);
	if (violation_first(VIOLATION_COUNT).count)
		return violation_first(VIOLATION_COUNT).what;
	return violation_first(VIOLATION_CALLER).what;
}

static void look_around(const struct worker *leader)
{
	if (violation_any())
		row_stop(violation_what());
	else if (deadlock_count())
		row_stop(verdict_title(VERDICT_DEADLOCK));
	else if (leader->config->stop_at_stale && oracle_first().found)
		row_stop(verdict_title(VERDICT_STALE));
	else if (is_over(leader))
		WRITE_ONCE(run.stop, true);
}

/* Ops that the leader will do in half of the time that is left. */
static u64 half_by_time(const struct worker *leader)
{
	u64 passed = get_cycles() - run.start + 1;
	u64 slice = leader->config->slice;
	u64 left = slice - min(passed, slice);

	return div64_u64(READ_ONCE(leader->ops) * left, 2 * passed);
}

/* Or of its share of the ops that are left; by itself, of all of them. */
static u64 half_by_ops(const struct worker *leader)
{
	const struct row_config *config = leader->config;
	u64 left = config->ops - min(total_ops(leader), config->ops);

	if (config->threads == 1)
		return left;
	return max(div_u64(left, 2 * config->threads), (u64)LOOK_LEAST);
}

/*
 * A look takes time, and takes the others' counters out of their CPUs' caches.
 * The others do not look. So the leader looks seldom as long as the end is far,
 * or a row with one thread would seem slow. Not if a wrong access is to end the
 * row at once.
 */
static u32 look_again_after(const struct worker *leader)
{
	u64 ops = LOOK_LEAST;

	if (!leader->config->stop_at_stale)
		ops = max(min(half_by_time(leader), (u64)LOOK_MOST),
			  (u64)LOOK_LEAST);
	if (leader->config->ops)
		ops = min(ops, half_by_ops(leader));
	return (u32)ops;
}

/* Called between ops. */
static bool finished(const struct worker *worker)
{
	u32 ops = READ_ONCE(worker->ops);

	if (leads(worker) && ops >= run.next_look) {
		look_around(worker);
		run.next_look = ops + look_again_after(worker);
	}
	return READ_ONCE(run.stop);
}

/*
 * If an op always began at the same place of the clock's steps, what it takes
 * would always be rounded the same way. So a few instructions pass before it,
 * another number each time.
 */
static void dither(struct worker *worker)
{
	for (u32 turns = worker->dither++ % CLOCK_STEP; turns; turns--)
		barrier();
}

static void time_batch(struct worker *worker, struct readings *to,
		       unsigned int ops)
{
	struct stopwatch watch = { 0 };

	if (finished(worker))
		return;
	stopwatch_start(&watch);
	worker->config->workload->batch(worker, ops);
	stopwatch_stop(&watch);
	worker_add_batch(worker, to, ops, &watch);
}

void worker_run(void *arg)
{
	struct worker *worker = arg;
	const struct row_config *config = worker->config;
	const struct workload *workload = config->workload;

	if (workload->worker_begin)
		workload->worker_begin(worker);
	warm_up(worker);
	start(worker);
	while (!finished(worker)) {
		if (config->batch > 1) {
			time_batch(worker, &worker->once, config->batch);
			time_batch(worker, &worker->twice, 2 * config->batch);
		}
		dither(worker);
		workload->op(worker);
		if (config->between)
			config->between(worker);
	}
	stop(worker);
	if (workload->worker_end)
		workload->worker_end(worker);
}

void workers_tally(const struct worker *workers, struct bench_row *row)
{
	row->reason = READ_ONCE(run.reason);
	tally(workers, run.elapsed, &run.before, &run.after, row);
}
