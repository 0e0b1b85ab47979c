/* SPDX-License-Identifier: MIT */
/*
 * baselines.c - what the parts cost by themselves: no strategy can be faster
 * than the shootdown it makes, none is worth it where kmap_local would do.
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

static void nothing(void *info)
{
	(void)info;
}

static void op_ipi(struct worker *worker)
{
	struct cpumask others = cpus_online_but_me();
	u64 start = get_cycles();

	smp_call_function_many(&others, nothing, NULL, true);
	worker_add(worker, get_cycles() - start);
}

const struct workload workload_ipi = {
	.name = "ipi",
	.summary = "baseline: an empty cross call to all other CPUs",
	.is_baseline = true,
	.plan = plan_nothing,
	.op = op_ipi,
};

static void op_shootdown(struct worker *worker)
{
	u64 start = get_cycles();

	flush_tlb_kernel_range(PKMAP_ADDR(0),
			       PKMAP_ADDR(worker->config->window.slots));
	worker_add(worker, get_cycles() - start);
}

const struct workload workload_shootdown = {
	.name = "shootdown",
	.summary = "baseline: forget the whole window on all CPUs",
	.is_baseline = true,
	.plan = plan_nothing,
	.op = op_shootdown,
};

/* The same, signalled in other ways: smp/tlb.h. */
static const char *plan_broadcast(const struct row_config *config,
				  struct worker *workers)
{
	(void)config;
	(void)workers;
	return mailbox_broadcast ? NULL
				 : "a message to all would reach CPUs that are "
				   "not in use";
}

const struct workload workload_shootdown_broadcast = {
	.name = "shootdown-broadcast",
	.summary = "baseline: the same, all CPUs told by one message",
	.is_baseline = true,
	.plan = plan_broadcast,
	.signal = TLB_BROADCAST,
	.op = op_shootdown,
};

const struct workload workload_shootdown_serial = {
	.name = "shootdown-serial",
	.summary = "baseline: the same, own flush after the others', not "
		   "meanwhile",
	.is_baseline = true,
	.plan = plan_nothing,
	.signal = TLB_SERIAL,
	.op = op_shootdown,
};

const struct workload workload_shootdown_early = {
	.name = "shootdown-early",
	.summary = "baseline: the same, CPUs acknowledge before they flush",
	.is_baseline = true,
	.plan = plan_nothing,
	.signal = TLB_EARLY_ACK,
	.op = op_shootdown,
};

/* What `quarantine` does when a part of the window was in use: flush that. */
#define PART_SLOTS 8

static void op_part(struct worker *worker)
{
	u64 start = get_cycles();

	flush_tlb_kernel_range(PKMAP_ADDR(0), PKMAP_ADDR(PART_SLOTS));
	worker_add(worker, get_cycles() - start);
}

const struct workload workload_shootdown_part = {
	.name = "shootdown-part",
	.summary = "baseline: forget 8 slots, not the whole window",
	.is_baseline = true,
	.plan = plan_nothing,
	.op = op_part,
};

static const char *plan_local(const struct row_config *config,
			      struct worker *workers)
{
	return own_frames(config, workers, config->window.slots);
}

static void op_local(struct worker *worker)
{
	u32 frame = worker_next_frame(worker);
	u64 start = get_cycles();
	void *vaddr = kmap_local_page(test_frame_page(frame));
	u64 cycles = get_cycles() - start;

	oracle_check(frame, vaddr, ORACLE_THREAD, &worker->oracle);
	start = get_cycles();
	kunmap_local(vaddr);
	worker_add(worker, cycles + (get_cycles() - start));
}

const struct workload workload_local = {
	.name = "local",
	.summary = "baseline: kmap_local_page(), for one CPU and no shootdown",
	.is_baseline = true,
	.plan = plan_local,
	.op = op_local,
};
