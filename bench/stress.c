/* SPDX-License-Identifier: MIT */
/* stress.c - see stress.h */
#include "bench/stress.h"

#include "arch/x86/clock.h"
#include "bench/row.h"
#include "lib/histogram.h"
#include "lib/printf.h"
#include "smp/cpu.h"
#include "smp/point.h"
#include "smp/printk.h"

#define DEFAULT_SECONDS 10
#define ROUND_MS        200 /* one workload, one window, one number of threads */

/* How a CPU is delayed at a named point, in 1 of so many passages each. */
#define DELAY_IN 8
#define PARK_IN  4096
#define DELAY_US 3
#define PARK_US  2000

static struct {
	struct prng random;
} __cacheline delays[NR_CPUS];

/* At any point, on any CPU, with whatever locks held: a little later, or, like
 * a virtual CPU whose host has other things to do, much later. */
static void delay(const struct point *point, unsigned long arg)
{
	struct prng *random = &delays[smp_processor_id()].random;

	(void)point;
	(void)arg;
	if (prng_below(random, PARK_IN) == 0)
		delay_us(PARK_US);
	else if (prng_below(random, DELAY_IN) == 0)
		delay_us(prng_below(random, DELAY_US) + 1);
}

static struct row_config random_config(const struct params *p,
				       const struct kmap_strategy *strategy,
				       bool irq, struct prng *random)
{
	struct row_config config = {
		.strategy = strategy,
		.threads = prng_below(random, num_online_cpus()) + 1,
		.window = { PKMAP_MIN_SLOTS +
				    prng_below(random,
					       p->window - PKMAP_MIN_SLOTS + 1),
			    1u << prng_below(random, 3), irq },
		.slice = clock_from_us(1000) * ROUND_MS,
		.seed = prng_next(random),
	};

	do {
		config.workload =
			workload_at(prng_below(random, workload_count()));
	} while (config.workload->is_floor ||
		 (config.workload->irq_only && !irq));
	return config;
}

static void add(struct bench_row *sum, const struct bench_row *row)
{
	sum->ops += row->ops;
	sum->checked += row->checked;
	sum->shootdowns += row->shootdowns;
	sum->ipis += row->ipis;
	sum->flushed_pages += row->flushed_pages;
	sum->stale_reads += row->stale_reads;
	sum->stale_writes += row->stale_writes;
	sum->double_maps += row->double_maps;
	sum->deadlocks += row->deadlocks;
	sum->breaches += row->breaches;
	sum->stuck = sum->stuck || row->stuck;
	sum->max = max(sum->max, row->max);
	if (!row->complete)
		sum->reason = row->reason;
}

static bool caught(const struct bench_row *row)
{
	return row->stale_reads || row->stale_writes || row->breaches ||
	       row->deadlocks || row->stuck;
}

/* What the lock form adds to the claims a strategy must make to be safe. */
static bool claims_safety(const struct kmap_strategy *strategy, bool irq)
{
	u32 needed =
		CLAIM_ALL & ~(irq ? CLAIM_NO_DEADLOCK : CLAIM_NO_DEADLOCK_IRQ);

	return (strategy->claims & needed) == needed;
}

static void stress_one(const struct params *p,
		       const struct kmap_strategy *strategy, bool irq)
{
	u64 limit = clock_from_us(1000000) *
		    (p->seconds ? p->seconds : DEFAULT_SECONDS);
	u64 start = get_cycles();
	struct row_config config = { .strategy = strategy };
	struct bench_row sum = {
		.strategy = strategy->name,
		.lock = irq ? "irq" : "spin",
		.workload = "stress",
		.threads = num_online_cpus(),
		.slots = p->window,
		.complete = true,
		.seed = p->seed,
	};
	struct prng random;

	prng_seed(&random, p->seed);
	while (get_cycles() - start < limit && !caught(&sum) &&
	       (!p->ops || sum.ops < p->ops)) {
		struct bench_row row;

		config = random_config(p, strategy, irq, &random);
		row_run(&config, &row);
		if (!row.na)
			add(&sum, &row);
	}
	sum.complete = !caught(&sum);
	printk("%-10s %-4s %llu maps: %s\n", strategy->name, sum.lock, sum.ops,
	       caught(&sum) ? sum.reason ? sum.reason : "stale access"
			    : "nothing found");
	record_bench(&sum);
	record_count(claims_safety(strategy, irq)
			     ? !caught(&sum)
			     : caught(&sum) && row_as_claimed(&config, &sum));
}

void stress_run(const struct params *p)
{
	unsigned int locks = p->lock_spin + p->lock_irq;
	u32 step = 0;
	u32 steps = 0;

	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		prng_seed(&delays[cpu].random, p->seed + cpu);
	for (unsigned int i = 0; i < strategy_count(); i++)
		steps += p->strategies >> i & 1 ? locks : 0;
	point_set_handler(delay);
	point_arm(NULL, true);
	for (unsigned int i = 0; i < strategy_count(); i++) {
		for (int irq = 0; irq < 2; irq++) {
			char label[80];

			if (!(p->strategies >> i & 1) ||
			    !(irq ? p->lock_irq : p->lock_spin))
				continue;
			ksnprintf(label, sizeof(label), "stress %s %s",
				  strategy_at(i)->name, irq ? "irq" : "spin");
			record_progress(++step, steps, label);
			stress_one(p, strategy_at(i), irq);
		}
	}
	point_arm(NULL, false);
	point_set_handler(NULL);
}
