/* SPDX-License-Identifier: MIT */
/*
 * workload.h - what a benchmark row does, again and again.
 *
 * A row runs one workload on a number of threads, each on a CPU of its own
 * unless it says that they share CPUs.
 * Only mapping and unmapping are timed. Between the two, the oracle checks each
 * mapping. Operations that are too short to be timed one by one are also done
 * in batches, in which nobody reads the clock or checks the page.
 */
#ifndef WORKLOAD_WORKLOAD_H
#define WORKLOAD_WORKLOAD_H

#include "lib/histogram.h"
#include "lib/prng.h"
#include "lib/registry.h"
#include "mm/lockform.h"
#include "oracle/oracle.h"
#include "smp/lockstat.h"
#include "smp/thread.h"
#include "workload/stopwatch.h"

struct worker;

struct row_config {
	const struct kmap_strategy *strategy; /* NULL with a baseline */
	const struct workload *workload;
	unsigned int threads;
	bool share_cpus; /* there may be more threads than CPUs */
	struct pkmap_config window;
	u64 ops;   /* for all threads together; 0: as many as fit */
	u64 slice; /* ticks of the clock, after which the row ends anyway */
	u32 seed;
	unsigned int batch; /* ops per reading of the clock; 1: no batches */
	enum accounting accounting; /* of the lock */
	bool stop_at_stale;         /* a wrong access ends the row */
	/* On each worker between two ops, with nothing mapped; may be NULL. */
	void (*between)(struct worker *worker);
};

/* Readings of a number of ops each. */
struct readings {
	u32 count;
	u64 time; /* units: clock_ticks_per_unit() */
};

/* One thread of a row. */
struct worker {
	const struct row_config *config;
	unsigned int index;
	struct thread *thread;
	u32 first, count; /* test frames it uses; others may use them, too */
	u32 next;         /* the one it uses next, 0 to count - 1 */
	struct prng random;
	u32 dither;             /* counts what is measured: workload/worker.c */
	SHARED(u32) ops;        /* done: a map and an unmap each */
	struct readings single; /* of one op each */
	struct readings once;   /* of `batch` ops each, if that is not 1 */
	struct readings twice;  /* of twice as many */
	u32 clock_readings;     /* for the single ones */
	u32 interrupted;        /* of all these, spoilt by an interrupt */
	struct histogram latency; /* of single ops that were not, in units */
	struct oracle_counts oracle;
	struct oracle_counts handler_oracle; /* of interrupt handlers */
} __cacheline;

struct workload {
	const char *name;
	const char *title; /* one line */
	/* Who calls, and which addresses go to whom. It must keep the contract
	 * of mm/highmem.h, and rely on nothing that a strategy does not claim.
	 */
	const char *contract;
	unsigned int order; /* place in lists */
	bool is_baseline;   /* uses no strategy: run once, not per strategy */
	u32 locks;          /* LOCK_ bits it is run with; a baseline: none */
	u32 ops;            /* by default, where times are repeatable */

	/* Give each worker its frames. Returns NULL, or why the row cannot be
	 * run here. */
	const char *(*plan)(const struct row_config *config,
			    struct worker *workers);

	/* Around the row, on the thread that runs it; may be NULL. */
	void (*begin)(const struct row_config *config);
	void (*end)(const struct row_config *config);

	/* On each worker's CPU, before its first op and after its last; may be
	 * NULL. */
	void (*worker_begin)(struct worker *worker);
	void (*worker_end)(struct worker *worker);

	/* One op, or a few that belong together. */
	void (*op)(struct worker *worker);

	/* How often each worker calls op() before the row starts, so that the
	 * window is in the state that it will be in later. NULL: once. */
	u32 (*warm_up)(const struct row_config *config);

	/* Do `ops` ops, one after the other, and nothing else; may be NULL. */
	void (*batch)(struct worker *worker, unsigned int ops);
};

#define WORKLOAD(variable) REGISTER(workloads, struct workload, variable)

/* The registry, in the order they are run. */
unsigned int workload_count(void);
const struct workload *workload_at(unsigned int index);

/* `ops` more ops have been done. */
static inline void worker_count(struct worker *worker, unsigned int ops)
{
	WRITE_ONCE(worker->ops, READ_ONCE(worker->ops) + ops);
}

/* For workloads: an op has been done, and took the time on the watch. */
void worker_add(struct worker *worker, const struct stopwatch *watch);

/* For workloads: the next of the worker's frames, in a circle. */
static inline u32 worker_next_frame(struct worker *worker)
{
	u32 at = worker->next;

	worker->next = at + 1 < worker->count ? at + 1 : 0;
	return worker->first + at;
}

/* For plan(): each worker gets `count` frames of its own. As plan(). */
const char *own_frames(const struct row_config *config, struct worker *workers,
		       u32 count);

/* For workloads: map, check and unmap one test frame. */
void worker_map_check_unmap(struct worker *worker, u32 frame);

/* For warm_up(): the number with which all workers together fill the window. */
u32 window_share(const struct row_config *config);

/* The row is over for a reason of the workload's own. */
void row_stop(const char *reason);

/* What measuring takes by itself; part of every run. See workload/tally.h. */
extern const struct workload workload_empty;

#endif
