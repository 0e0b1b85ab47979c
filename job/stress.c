/* SPDX-License-Identifier: MIT */
/* stress.c - see stress.h */
#include "job/stress.h"

#include "arch/clock.h"
#include "job/perturb.h"
#include "lib/div64.h"
#include "lib/printf.h"
#include "record/claims.h"
#include "smp/cpu.h"
#include "smp/printk.h"
#include "workload/row.h"
#include "workload/verdict.h"

#define DEFAULT_SECONDS 10
#define ROUND_MS        100 /* of one workload, window, number of threads */
#define PARTS           10  /* progress records of a strategy and lock */

/* Small windows more often than large ones: they are recycled more often. */
static unsigned int random_window(unsigned int most, struct prng *random)
{
	u32 up_to = prng_below(random, most - PKMAP_MIN_SLOTS + 1);

	return PKMAP_MIN_SLOTS + prng_below(random, up_to + 1);
}

static struct row_config random_config(const struct params *p,
				       const struct kmap_strategy *strategy,
				       bool irq, struct prng *random)
{
	struct row_config config = {
		.strategy = strategy,
		.threads =
			prng_below(random, row_most_threads(p->preempt_full)) +
			1,
		.share_cpus = p->preempt_full,
		.window = { random_window(p->window, random),
			    1u << prng_below(random, 3), irq,
			    1 + prng_below(random, p->batch) },
		.slice = clock_from_us(1000) * ROUND_MS,
		.seed = prng_next(random),
		.batch = 1,
		.stop_at_stale = true,
		.between = perturb_between,
	};

	do {
		config.workload =
			workload_at(prng_below(random, workload_count()));
	} while (!(config.workload->locks & lock_form(irq)));
	return config;
}

static bool caught(const struct bench_row *row)
{
	return row->verdict != VERDICT_SAFE;
}

static void add(struct bench_row *sum, const struct bench_row *row)
{
	sum->ops += row->ops;
	sum->checked += row->checked;
	sum->elapsed += row->elapsed;
	sum->shootdowns += row->shootdowns;
	sum->ipis += row->ipis;
	sum->flushed_pages += row->flushed_pages;
	sum->misses += row->misses;
	sum->stale_reads += row->stale_reads;
	sum->stale_writes += row->stale_writes;
	sum->double_maps += row->double_maps;
	sum->bad_counts += row->bad_counts;
	sum->lost_wakeups += row->lost_wakeups;
	sum->deadlocks += row->deadlocks;
	sum->refused += row->refused;
	sum->verdict = row_verdict(sum);
	/* There is no reason if it happened after the last look, in an
	 * interrupt. */
	if (caught(row))
		sum->reason =
			row->reason ? row->reason : verdict_title(row->verdict);
}

/* Does it claim everything that workloads rely on? They do not rely on an
 * address being good on any CPU. */
static bool claims_safety(const struct kmap_strategy *strategy, bool irq)
{
	u32 needed = CLAIM_NO_STALE | CLAIM_NO_DOUBLE_MAP |
		     CLAIM_NO_LOST_WAKEUP |
		     claim_against(VERDICT_DEADLOCK, irq);

	return (strategy->claims & needed) == needed;
}

/* One strategy with one lock. */
struct job {
	const struct params *params;
	const struct kmap_strategy *strategy;
	bool irq;
	u64 start, limit; /* cycles */
	u32 step, steps;  /* its first progress record; of how many in all */
	u32 part;         /* its next one, 0 to PARTS */
	struct bench_row sum;
	char reason[120]; /* for the record */
};

/* How much of the job is done, 0 to PARTS. */
static u32 parts_done(const struct job *job)
{
	u64 time = get_cycles() - job->start;
	u64 ops = job->params->ops;
	u64 parts = div64_u64(time * PARTS, job->limit);

	if (ops)
		parts = max(parts, div64_u64(job->sum.ops * PARTS, ops));
	return caught(&job->sum) ? PARTS : (u32)min(parts, (u64)PARTS);
}

/* The records of all parts that have begun. */
static void progress(struct job *job)
{
	u32 done = parts_done(job);
	char label[80];

	for (; job->part < PARTS && job->part <= done; job->part++) {
		ksnprintf(label, sizeof(label), "stress %s %s, %llu maps",
			  job->sum.strategy, job->sum.lock, job->sum.ops);
		record_progress(job->step + job->part, job->steps, label);
	}
}

/* Count it, and say in the record's reason what was found, or that nothing was
 * found although it should have been. */
static void judge(struct job *job, const struct row_config *last)
{
	struct bench_row *sum = &job->sum;
	bool is_safe = claims_safety(job->strategy, job->irq);

	sum->complete = !caught(sum);
	if (caught(sum)) {
		bool as_claimed = row_as_claimed(last, sum);

		ksnprintf(job->reason, sizeof(job->reason), "%s%s", sum->reason,
			  as_claimed ? "" : ": against its claims");
		sum->reason = job->reason;
		record_count(as_claimed);
	} else if (is_safe) {
		record_count(true);
	} else {
		sum->reason = "not caught";
		if (sum->ops < STRESS_ENOUGH_MAPS)
			record_count_skipped();
		else
			record_count(false);
	}
}

static void stress_one(struct job *job)
{
	struct row_config config;
	struct bench_row row;
	struct prng random;

	prng_seed(&random, job->params->seed);
	while (progress(job), parts_done(job) < PARTS) {
		config = random_config(job->params, job->strategy, job->irq,
				       &random);
		perturb_others(prng_next(&random));
		row_run(&config, &row);
		if (!row.na)
			add(&job->sum, &row);
	}
	judge(job, &config);
	if (!job->sum.complete)
		printk("the last round: workload=%s threads=%u window=%u "
		       "colors=%u batch=%u\n",
		       config.workload->name, config.threads,
		       config.window.slots, config.window.colors,
		       config.window.batch);
	printk("%-10s %-4s %llu maps: %s%s%s\n", job->sum.strategy,
	       job->sum.lock, job->sum.ops, verdict_screen(job->sum.verdict),
	       job->sum.reason ? ": " : "",
	       job->sum.reason ? job->sum.reason : "");
	record_bench(&job->sum);
}

static struct job make_job(const struct params *p, unsigned int strategy,
			   bool irq)
{
	return (struct job){
		.params = p,
		.strategy = strategy_at(strategy),
		.irq = irq,
		.start = get_cycles(),
		.limit = clock_from_us(1000000) *
			 (p->seconds ? p->seconds : DEFAULT_SECONDS),
		.sum = { .strategy = strategy_at(strategy)->name,
			 .lock = lock_form_name(irq),
			 .workload = "stress",
			 .threads = row_most_threads(p->preempt_full),
			 .slots = p->window,
			 .accounting = accounting_names[ACCOUNTING_NONE],
			 .complete = true,
			 .seed = p->seed },
	};
}

void stress_run(const struct params *p)
{
	u32 steps = 0;
	u32 step = 1;

	for (unsigned int i = 0; i < strategy_count(); i++)
		if (p->strategies >> i & 1)
			steps += PARTS * (p->lock_spin + p->lock_irq);
	perturb_begin(p->seed);
	for (unsigned int i = 0; i < strategy_count(); i++) {
		for (int irq = 0; irq < 2; irq++) {
			struct job job = make_job(p, i, irq);

			if (!(p->strategies >> i & 1) ||
			    !(irq ? p->lock_irq : p->lock_spin))
				continue;
			job.step = step;
			job.steps = steps;
			step += PARTS;
			stress_one(&job);
		}
	}
	perturb_end();
}
