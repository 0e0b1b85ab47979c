/* SPDX-License-Identifier: MIT */
/*
 * workloads.c - the workloads that map one page at a time, and the registry of
 * all.
 */
#include "arch/clock.h"
#include "smp/tick.h"
#include "workload/workload.h"

REGISTRY(workloads, struct workload, workload);

void worker_map_check_unmap(struct worker *worker, u32 frame)
{
	struct page *page = test_frame_page(frame);
	struct stopwatch watch = { 0 };
	void *vaddr;

	stopwatch_start(&watch);
	vaddr = kmap_high(page);
	stopwatch_stop(&watch);
	if (!vaddr)
		return; /* the row is being ended */
	oracle_check(frame, vaddr, ORACLE_THREAD, &worker->oracle);
	stopwatch_start(&watch);
	kunmap_high(page);
	stopwatch_stop(&watch);
	worker_add(worker, &watch);
}

/* More pages than there are slots, so that the window is recycled all the
 * time. */
static u32 more_than_window(const struct row_config *config)
{
	return config->window.slots + config->window.slots / 8 + 1;
}

const char *own_frames(const struct row_config *config, struct worker *workers,
		       u32 count)
{
	if ((u64)config->threads * count > test_frames_count())
		return "not enough high memory for the threads' pages";
	for (unsigned int i = 0; i < config->threads; i++) {
		workers[i].first = i * count;
		workers[i].count = count;
		workers[i].next = 0;
	}
	return NULL;
}

u32 window_share(const struct row_config *config)
{
	return config->window.slots / config->threads;
}

static const char *plan_hot(const struct row_config *config,
			    struct worker *workers)
{
	/* In a batch nobody checks whether the page could be mapped. */
	if (config->batch > 1 && config->threads > get_pkmap_entries_count(0))
		return "more threads than slots";
	return own_frames(config, workers, 1);
}

static void batch_hot(struct worker *worker, unsigned int ops)
{
	struct page *page = test_frame_page(worker->first);

	for (; ops; ops--) {
		kmap_high(page);
		kunmap_high(page);
	}
}

static const char *plan_cycle(const struct row_config *config,
			      struct worker *workers)
{
	return own_frames(config, workers, more_than_window(config));
}

/* One set of frames for all; each worker starts at another place in it. */
static const char *plan_shared(const struct row_config *config,
			       struct worker *workers)
{
	u32 count = more_than_window(config);

	if (count > test_frames_count())
		return "not enough high memory for the pages";
	for (unsigned int i = 0; i < config->threads; i++) {
		workers[i].first = 0;
		workers[i].count = count;
		workers[i].next = i * count / config->threads;
	}
	return NULL;
}

static void map_next(struct worker *worker)
{
	worker_map_check_unmap(worker, worker_next_frame(worker));
}

static const struct workload hot = {
	.name = "hot",
	.title = "each thread maps one page of its own again and again",
	.contract = "threads that keep the rules; each uses its "
		    "addresses itself, on its CPU",
	.order = 10,
	.locks = LOCK_BOTH,
	.ops = 1600,
	.plan = plan_hot,
	.op = map_next,
	.batch = batch_hot,
};

WORKLOAD(hot);

static const struct workload cycle = {
	.name = "cycle",
	.title = "each thread maps more pages of its own than the window has "
		 "slots",
	.contract = "threads that keep the rules; each uses its "
		    "addresses itself, on its CPU",
	.order = 20,
	.locks = LOCK_BOTH,
	.ops = 2048,
	.plan = plan_cycle,
	.op = map_next,
	.warm_up = window_share,
};

WORKLOAD(cycle);

static const struct workload shared = {
	.name = "shared",
	.title = "all threads map the same set of more pages than slots",
	.contract = "threads that keep the rules; several map the same "
		    "page, and each uses the address that it got "
		    "itself, on its CPU",
	.order = 30,
	.locks = LOCK_BOTH,
	.ops = 2048,
	.plan = plan_shared,
	.op = map_next,
	.warm_up = window_share,
};

WORKLOAD(shared);

/*
 * irqmix: the same as shared, but a fast timer interrupts each CPU, and the
 * handler uses a page of the set if it is mapped.
 */
#define IRQMIX_HZ    2000
#define IRQMIX_APART 10000 /* cycles: several times what the handler takes */

static struct worker *interrupted[NR_CPUS]; /* each CPU's own */

static void irqmix_interrupt(void)
{
	struct worker *worker = interrupted[smp_processor_id()];
	struct page *page;
	u32 frame;
	void *vaddr;

	if (!worker)
		return;
	frame = worker->first + prng_below(&worker->random, worker->count);
	page = test_frame_page(frame);
	vaddr = kmap_high_get(page);
	if (!vaddr)
		return;
	oracle_check(frame, vaddr, ORACLE_HANDLER, &worker->handler_oracle);
	kunmap_high(page);
}

static void irqmix_begin(const struct row_config *config)
{
	(void)config;
	tick_hook = irqmix_interrupt;
}

static void irqmix_end(const struct row_config *config)
{
	(void)config;
	tick_hook = NULL;
}

static void irqmix_worker_begin(struct worker *worker)
{
	interrupted[smp_processor_id()] = worker;
	clock_start_tick(IRQMIX_HZ, IRQMIX_APART);
}

static void irqmix_worker_end(struct worker *worker)
{
	(void)worker;
	clock_start_tick(TICK_HZ, TICK_APART);
	interrupted[smp_processor_id()] = NULL;
}

static const struct workload irqmix = {
	.name = "irqmix",
	.title = "as shared, but interrupt handlers use kmap_high_get(), too",
	.contract = "threads that keep the rules, and interrupt "
		    "handlers that call kmap_high_get(); each uses its "
		    "addresses itself, on its CPU",
	.order = 60,
	.locks = LOCK_IRQ,
	.ops = 2048,
	.plan = plan_shared,
	.begin = irqmix_begin,
	.end = irqmix_end,
	.worker_begin = irqmix_worker_begin,
	.worker_end = irqmix_worker_end,
	.op = map_next,
	.warm_up = window_share,
};

WORKLOAD(irqmix);
