/* SPDX-License-Identifier: MIT */
/*
 * baselines.c - what the parts cost by themselves. No strategy can be faster
 * than its shootdown, and none is worth its cost where kmap_local would do.
 */
#include "mm/kmap_local.h"
#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/tlb.h"
#include "workload/workload.h"

static const char *plan_nothing(const struct row_config *config,
				struct worker *workers)
{
	(void)config;
	(void)workers;
	return NULL;
}

/* empty: what measuring takes by itself. */
static void op_empty(struct worker *worker)
{
	struct stopwatch watch = { 0 };

	stopwatch_start(&watch);
	barrier();
	stopwatch_stop(&watch);
	worker_add(worker, &watch);
}

static void batch_empty(struct worker *worker, unsigned int ops)
{
	(void)worker;
	for (; ops; ops--)
		barrier();
}

const struct workload workload_empty = {
	.name = "empty",
	.title = "baseline: nothing, to see what measuring takes by itself",
	.contract = "nothing is mapped",
	.order = 100,
	.is_baseline = true,
	.ops = 1600,
	.plan = plan_nothing,
	.op = op_empty,
	.batch = batch_empty,
};

WORKLOAD(workload_empty);

static void nothing(void *info)
{
	(void)info;
}

static void op_ipi(struct worker *worker)
{
	struct cpumask others = cpus_online_but_me();
	struct stopwatch watch = { 0 };

	stopwatch_start(&watch);
	smp_call_function_many(&others, nothing, NULL, true);
	stopwatch_stop(&watch);
	worker_add(worker, &watch);
}

static const struct workload ipi = {
	.name = "ipi",
	.title = "baseline: an empty cross call to all other CPUs",
	.contract = "nothing is mapped",
	.order = 110,
	.is_baseline = true,
	.ops = 256,
	.plan = plan_nothing,
	.op = op_ipi,
};

WORKLOAD(ipi);

static void op_shootdown(struct worker *worker)
{
	struct stopwatch watch = { 0 };

	stopwatch_start(&watch);
	flush_tlb_kernel_range(PKMAP_ADDR(0),
			       PKMAP_ADDR(worker->config->window.slots));
	stopwatch_stop(&watch);
	worker_add(worker, &watch);
}

static const struct workload shootdown = {
	.name = "shootdown",
	.title = "baseline: flush the whole window on all CPUs",
	.contract = "nothing is mapped",
	.order = 120,
	.is_baseline = true,
	.ops = 256,
	.plan = plan_nothing,
	.op = op_shootdown,
};

WORKLOAD(shootdown);

static const char *plan_local(const struct row_config *config,
			      struct worker *workers)
{
	return own_frames(config, workers, config->window.slots);
}

static void op_local(struct worker *worker)
{
	u32 frame = worker_next_frame(worker);
	struct page *page = test_frame_page(frame);
	struct stopwatch watch = { 0 };
	void *vaddr;

	stopwatch_start(&watch);
	vaddr = kmap_local_page(page);
	stopwatch_stop(&watch);
	oracle_check(frame, vaddr, ORACLE_THREAD, &worker->oracle);
	stopwatch_start(&watch);
	kunmap_local(vaddr);
	stopwatch_stop(&watch);
	worker_add(worker, &watch);
}

static void batch_local(struct worker *worker, unsigned int ops)
{
	struct page *page = test_frame_page(worker_next_frame(worker));

	for (; ops; ops--)
		kunmap_local(kmap_local_page(page));
}

static const struct workload local = {
	.name = "local",
	.title = "baseline: kmap_local_page(), for one CPU, without shootdown",
	.contract = "threads that stay on their CPUs; an address is for "
		    "the thread that mapped",
	.order = 170,
	.is_baseline = true,
	.ops = 1600,
	.plan = plan_local,
	.op = op_local,
	.batch = batch_local,
};

WORKLOAD(local);
