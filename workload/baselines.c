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

static const struct workload ipi = {
	.name = "ipi",
	.title = "baseline: an empty cross call to all other CPUs",
	.contract = "nothing is mapped",
	.order = 110,
	.is_baseline = true,
	.plan = plan_nothing,
	.op = op_ipi,
};

WORKLOAD(ipi);

static void op_shootdown(struct worker *worker)
{
	u64 start = get_cycles();

	flush_tlb_kernel_range(PKMAP_ADDR(0),
			       PKMAP_ADDR(worker->config->window.slots));
	worker_add(worker, get_cycles() - start);
}

static const struct workload shootdown = {
	.name = "shootdown",
	.title = "baseline: forget the whole window on all CPUs",
	.contract = "nothing is mapped",
	.order = 120,
	.is_baseline = true,
	.plan = plan_nothing,
	.op = op_shootdown,
};

WORKLOAD(shootdown);

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

static const struct workload shootdown_broadcast = {
	.name = "shootdown-broadcast",
	.title = "baseline: the same, all CPUs told by one message",
	.contract = "nothing is mapped",
	.order = 130,
	.is_baseline = true,
	.plan = plan_broadcast,
	.signal = TLB_BROADCAST,
	.op = op_shootdown,
};

WORKLOAD(shootdown_broadcast);

static const struct workload shootdown_serial = {
	.name = "shootdown-serial",
	.title = "baseline: the same, own flush after the others', not "
		 "meanwhile",
	.contract = "nothing is mapped",
	.order = 140,
	.is_baseline = true,
	.plan = plan_nothing,
	.signal = TLB_SERIAL,
	.op = op_shootdown,
};

WORKLOAD(shootdown_serial);

static const struct workload shootdown_early = {
	.name = "shootdown-early",
	.title = "baseline: the same, CPUs acknowledge before they flush",
	.contract = "nothing is mapped",
	.order = 150,
	.is_baseline = true,
	.plan = plan_nothing,
	.signal = TLB_EARLY_ACK,
	.op = op_shootdown,
};

WORKLOAD(shootdown_early);

/* What `quarantine` does when a part of the window was in use: flush that. */
#define PART_SLOTS 8

static void op_part(struct worker *worker)
{
	u64 start = get_cycles();

	flush_tlb_kernel_range(PKMAP_ADDR(0), PKMAP_ADDR(PART_SLOTS));
	worker_add(worker, get_cycles() - start);
}

static const struct workload shootdown_part = {
	.name = "shootdown-part",
	.title = "baseline: forget 8 slots, not the whole window",
	.contract = "nothing is mapped",
	.order = 160,
	.is_baseline = true,
	.plan = plan_nothing,
	.op = op_part,
};

WORKLOAD(shootdown_part);

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

static const struct workload local = {
	.name = "local",
	.title = "baseline: kmap_local_page(), for one CPU and no shootdown",
	.contract = "threads that stay on their CPUs; an address is for "
		    "the thread that mapped",
	.order = 170,
	.is_baseline = true,
	.plan = plan_local,
	.op = op_local,
};

WORKLOAD(local);
