/* SPDX-License-Identifier: MIT */
/* rows.c - see rows.h */
#include "job/rows.h"

#include "arch/clock.h"
#include "smp/cpu.h"

/* The thread counts asked for, or 1, 2, 4 and 8 as far as there are CPUs. */
struct counts {
	unsigned int n;
	unsigned int most;
	u8 threads[PARAMS_MAX_THREADS];
};

static struct counts thread_counts(const struct params *p)
{
	static const u8 usual[] = { 1, 2, 4, 8 };
	struct counts counts = { 0 };

	for (unsigned int i = 0; i < p->nr_threads; i++)
		counts.threads[counts.n++] = p->threads[i];
	for (unsigned int i = 0; !p->nr_threads && i < ARRAY_SIZE(usual); i++)
		if (usual[i] <= num_online_cpus())
			counts.threads[counts.n++] = usual[i];
	for (unsigned int i = 0; i < counts.n; i++)
		counts.most = max(counts.most, (unsigned int)counts.threads[i]);
	return counts;
}

/* Half as many say how long the lock is held and waited for. */
static u64 ops_of(const struct params *p, const struct workload *workload,
		  enum accounting accounting)
{
	if (p->ops)
		return p->ops;
	if (!clock_counts_instructions())
		return 0;
	return accounting == ACCOUNTING_NONE ? workload->ops
					     : workload->ops / 2;
}

struct row_config rows_config(const struct params *p,
			      const struct workload *workload)
{
	return (struct row_config){
		.workload = workload,
		.threads = 1,
		.window = { p->window, p->colors, false, p->batch },
		.ops = ops_of(p, workload, ACCOUNTING_NONE),
		.seed = p->seed,
		.batch = 1,
	};
}

/*
 * Costs are measured without accounting, so each row is run without it. To get
 * the times of the lock, a row has to be run again. That pays where many
 * threads want the lock, and where it may be held for long. The workloads with
 * batches hold it for a short time only, and the baselines do not take it.
 */
static u64 accountings(const struct params *p, const struct row_config *config,
		       const struct counts *counts)
{
	const struct workload *workload = config->workload;
	u64 modes = BIT(ACCOUNTING_NONE);

	if (workload->is_baseline)
		return modes;
	if (p->accounting)
		return p->accounting;
	if (config->threads == counts->most && !workload->batch)
		modes |= BIT(ACCOUNTING_ALL);
	return modes;
}

static void each_accounting(const struct params *p, struct row_config *config,
			    u64 modes, row_function_t function)
{
	for (int mode = 0; mode < NR_ACCOUNTINGS; mode++) {
		if (!(modes >> mode & 1))
			continue;
		config->accounting = mode;
		config->ops = ops_of(p, config->workload, mode);
		config->batch =
			mode == ACCOUNTING_NONE && config->workload->batch
				? ROWS_BATCH
				: 1;
		function(p, config);
	}
}

/* One workload, with every number of threads. */
static void each_thread_count(const struct params *p, struct row_config *config,
			      row_function_t function)
{
	struct counts counts = thread_counts(p);

	for (unsigned int i = 0; i < counts.n; i++) {
		config->threads = counts.threads[i];
		each_accounting(p, config, accountings(p, config, &counts),
				function);
	}
}

/* Not `empty`, which is part of every run: see job/measure.c. */
static bool is_chosen(const struct params *p, unsigned int workload)
{
	return p->workloads >> workload & 1 &&
	       workload_at(workload) != &workload_empty;
}

static void each_baseline(const struct params *p, row_function_t function)
{
	for (unsigned int i = 0; i < workload_count(); i++) {
		struct row_config config = rows_config(p, workload_at(i));

		if (is_chosen(p, i) && config.workload->is_baseline)
			each_thread_count(p, &config, function);
	}
}

static void each_workload(const struct params *p,
			  const struct kmap_strategy *strategy, bool irq,
			  row_function_t function)
{
	for (unsigned int i = 0; i < workload_count(); i++) {
		struct row_config config = rows_config(p, workload_at(i));

		config.strategy = strategy;
		config.window.lock_irq = irq;
		if (is_chosen(p, i) && config.workload->locks & lock_form(irq))
			each_thread_count(p, &config, function);
	}
}

void rows_each(const struct params *p, row_function_t function)
{
	each_baseline(p, function);
	for (unsigned int i = 0; i < strategy_count(); i++) {
		if (!(p->strategies >> i & 1))
			continue;
		if (p->lock_spin)
			each_workload(p, strategy_at(i), false, function);
		if (p->lock_irq)
			each_workload(p, strategy_at(i), true, function);
	}
}
