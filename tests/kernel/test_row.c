/* SPDX-License-Identifier: MIT */
/*
 * test_row.c - rows of the benchmark, where it is known beforehand what they
 * must count.
 */
#include "arch/clock.h"
#include "job/rows.h"
#include "job/test.h"
#include "lib/string.h"
#include "mm/violation.h"
#include "oracle/oracle.h"
#include "smp/cpu.h"
#include "smp/mailbox.h"
#include "workload/row.h"
#include "workload/tally.h"

#define OPS   64
#define SLOTS 32

static const struct workload *workload_named(const char *name)
{
	for (unsigned int i = 0; i < workload_count(); i++)
		if (strcmp(workload_at(i)->name, name) == 0)
			return workload_at(i);
	EXPECT(!"there is no such workload");
	return workload_at(0);
}

static const struct kmap_strategy *strategy_named(const char *name)
{
	for (unsigned int i = 0; i < strategy_count(); i++)
		if (strcmp(strategy_at(i)->name, name) == 0)
			return strategy_at(i);
	EXPECT(!"there is no such strategy");
	return strategy_at(0);
}

static struct row_config config_of(const char *workload, unsigned int threads)
{
	struct row_config config = {
		.workload = workload_named(workload),
		.threads = threads,
		.window = { SLOTS, 1, false, 0 },
		.ops = OPS,
		.slice = clock_from_us(1000) * 20000,
		.seed = 1,
		.batch = 1,
	};

	if (!config.workload->is_baseline)
		config.strategy = strategy_named("held");
	return config;
}

static struct bench_row run(const struct row_config *config)
{
	struct bench_row row;

	row_run(config, &row);
	EXPECT(row.complete && !row.reason && row.verdict == VERDICT_SAFE);
	EXPECT(row.ops >= config->ops);
	EXPECT(row.readings > 0 && row.elapsed > 0);
	return row;
}

/* One thread's readings do not overlap, so they fit into the row. */
static bool fits(const struct bench_row *row)
{
	return row->threads > 1 || row->mean * row->readings <= row->elapsed;
}

KERNEL_TEST(a_row_of_shootdowns_counts_each_and_who_was_told, 2)
{
	struct row_config config = config_of("shootdown", 1);
	struct bench_row row = run(&config);

	EXPECT(row.ops == OPS && row.checked == 0);
	EXPECT(row.readings + row.interrupted == OPS);
	EXPECT(row.shootdowns == OPS);
	EXPECT(row.flushed_pages == OPS * SLOTS);
	EXPECT(row.ipis == (u64)OPS * (num_online_cpus() - 1));
	EXPECT(row.misses == 0 && row.batch == 1);
	EXPECT(fits(&row));
}

KERNEL_TEST(a_row_of_cross_calls_counts_its_interrupts_alone, 2)
{
	struct row_config config = config_of("ipi", 1);
	struct bench_row row = run(&config);

	EXPECT(row.ipis == (u64)OPS * (num_online_cpus() - 1));
	EXPECT(row.shootdowns == 0 && row.flushed_pages == 0);
}

/* The rows above, if CPUs are told one by one. */
KERNEL_TEST(a_row_counts_messages_to_one_and_to_all_alike, 2)
{
	bool broadcasts = mailbox_broadcasts();

	mailbox_set_broadcast(false);
	test_a_row_of_shootdowns_counts_each_and_who_was_told();
	test_a_row_of_cross_calls_counts_its_interrupts_alone();
	mailbox_set_broadcast(broadcasts);
}

KERNEL_TEST(a_row_that_cycles_misses_and_is_checked_at_every_op, 1)
{
	struct row_config config = config_of("cycle", 1);
	struct bench_row row = run(&config);

	EXPECT(row.ops == OPS && row.checked == OPS && row.misses == OPS);
	EXPECT(row.readings + row.interrupted == OPS);
	/* The window was full at the start. */
	EXPECT(row.shootdowns == OPS / SLOTS);
	EXPECT(row.flushed_pages == row.shootdowns * SLOTS);
	EXPECT(row.mean > 0 && row.p50 <= row.p99);
	EXPECT(row.p99 <= row.p999 && row.p999 <= row.max);
	EXPECT(!row.has_holds);
	EXPECT(fits(&row));
}

KERNEL_TEST(a_row_of_hits_misses_nothing, 1)
{
	struct row_config config = config_of("hot", 1);
	struct bench_row row;

	config.batch = 8;
	row = run(&config);
	EXPECT(row.misses == 0 && row.shootdowns == 0 && row.ipis == 0);
	/* 8 and 16 at a time, and then one that is checked */
	EXPECT(row.checked > 0 && row.checked <= row.ops / 8);
	EXPECT(row.mean > 0 && row.max > 0);
	config.batch = 1;
	row = run(&config);
	EXPECT(row.misses == 0 && row.checked == row.ops);
}

KERNEL_TEST(threads_of_a_row_start_and_stop_together, 2)
{
	unsigned int threads = min(num_online_cpus(), 8u);
	struct row_config config = config_of("cycle", threads);
	struct bench_row row = run(&config);

	EXPECT(row.checked == row.ops && row.misses == row.ops);
	EXPECT(row.readings + row.interrupted == row.ops);
	/* All worked for as long as it lasted, or waited. */
	EXPECT(row.mean * row.readings <= row.elapsed * threads);
}

/* What CPU `cpu` has last written to the first frames through the window. */
static u32 written_by(unsigned int cpu, u32 frames)
{
	u32 sum = 0;

	for (u32 i = 0; i < frames; i++)
		sum += test_frame_alias(i)[cpu].scribble[ORACLE_THREAD];
	return sum;
}

static bool is_all_unmapped(void)
{
	for (unsigned int nr = 0; nr < SLOTS; nr++)
		if (READ_ONCE(pkmap_count[nr].value) > 1)
			return false;
	return true;
}

/* Each address is checked by who maps, who gets it, and who lets it go. */
KERNEL_TEST(addresses_are_handed_on_to_other_cpus, 2)
{
	unsigned int threads = min(num_online_cpus(), 4u);
	struct row_config config = config_of("handover", threads);
	u32 before = written_by(1, SLOTS);
	int tries = 20; /* on a host that lets one CPU run for long */
	struct bench_row row;

	config.ops = 16 * OPS;
	do {
		row = run(&config);
		EXPECT(row.checked >= 3 * row.ops);
		EXPECT(row.misses > row.ops / 2);
		/* The first frames are those that CPU 0 maps. */
	} while (written_by(1, SLOTS) == before && --tries > 0);
	EXPECT(tries > 0);
	EXPECT(is_all_unmapped() && !violation_any());
}

KERNEL_TEST(addresses_for_one_cpu_are_not_handed_on, 2)
{
	struct row_config config = config_of("handover", 2);
	struct bench_row row;

	for (unsigned int i = 0; i < strategy_count(); i++) {
		bool on_any = strategy_at(i)->claims & CLAIM_ANY_CPU;

		config.strategy = strategy_at(i);
		row_run(&config, &row);
		EXPECT(row.na == !on_any && (row.ops > 0) == on_any);
	}
}

KERNEL_TEST(a_row_accounts_the_lock_when_asked_to, 1)
{
	struct row_config config = config_of("cycle", 1);
	struct bench_row row;

	config.accounting = ACCOUNTING_ALL;
	row = run(&config);
	EXPECT(row.has_holds && row.hold_max > 0);
	EXPECT(row.has_waits && row.wait_max <= row.elapsed);
	EXPECT(row.hold_p50 <= row.hold_p99 && row.hold_p99 <= row.hold_max);
	EXPECT(row.wait_p99 <= row.wait_max && row.irqoff_max == 0);
	if (clock_counts_instructions())
		EXPECT(row.hold_max <= row.max);
	EXPECT(strcmp(row.accounting, "all") == 0);
	/* One thread never waits for the lock. */
	config.accounting = ACCOUNTING_CONTENDED;
	row = run(&config);
	EXPECT(!row.has_holds && !row.has_waits);
	config.accounting = ACCOUNTING_NONE;
	row = run(&config);
	EXPECT(!row.has_holds && strcmp(row.accounting, "none") == 0);
	config.accounting = ACCOUNTING_ALL;
	config.window.lock_irq = true;
	row = run(&config);
	EXPECT(row.irqoff_max >= row.hold_max);
	EXPECT(row.irqoff_max <= row.elapsed);
}

/* A hit does not take the lock here; the map before the signal did. */
KERNEL_TEST(what_the_lock_did_before_the_signal_is_not_accounted, 1)
{
	struct row_config config = config_of("hot", 1);
	struct bench_row row;

	config.strategy = strategy_named("lockless");
	config.accounting = ACCOUNTING_ALL;
	row = run(&config);
	EXPECT(!row.has_holds);
}

KERNEL_TEST(a_row_without_a_number_of_ops_ends_with_its_slice, 1)
{
	struct row_config config = config_of("cycle", 1);
	struct bench_row row;
	u64 start = get_cycles();

	config.ops = 0;
	config.slice = clock_from_us(1000) * 20;
	row = run(&config);
	EXPECT(row.ops > 0);
	EXPECT(row.elapsed * clock_ticks_per_unit() <= get_cycles() - start);
	EXPECT(row.elapsed * clock_ticks_per_unit() >=
	       config.slice - clock_ticks_per_unit());
}

KERNEL_TEST(what_measuring_takes_is_taken_off, 1)
{
	struct row_config config = config_of("empty", 1);
	struct bench_row single, batch, net;

	tally_clock(NULL);
	single = run(&config);
	EXPECT(single.mean > 0 && single.p50 > 0 && !single.has_empty);
	tally_clock(&single);
	config.batch = 8;
	batch = run(&config);
	EXPECT(!batch.has_empty);
	tally_clock(&batch);
	config.batch = 1;
	net = run(&config);
	EXPECT(net.has_empty && net.empty > 0);
	/* A wall clock's median is disturbed by whatever else the host does. */
	if (clock_counts_instructions())
		EXPECT(batch.mean < single.mean && net.mean <= 1 &&
		       net.p50 == 0);
	else
		EXPECT(net.p50 < single.p50 * 2);
	tally_clock(NULL);
}

KERNEL_TEST(timer_interrupts_are_not_in_a_reading, 1)
{
	u64 end = get_cycles() + clock_from_us(1000) * 500;
	u64 before = get_cycles();
	struct stopwatch watch = { 0 };

	stopwatch_start(&watch);
	while (tick_stolen() == watch.before && get_cycles() < end)
		cpu_relax();
	stopwatch_stop(&watch);
	end = get_cycles();
	EXPECT(watch.stolen > 0 && watch.readings == 1);
	EXPECT(watch.ticks + watch.stolen <= end - before);
}

/* Threads sleep and wake each other, which is no cost of mapping. They do so on
 * Bochs, where CPUs advance side by side. */
KERNEL_TEST(a_row_does_not_count_interrupts_that_wake_threads, 2)
{
	struct row_config config =
		config_of("pressure", min(num_online_cpus(), 4u));
	struct bench_row row;

	config.ops = 16 * OPS;
	row = run(&config);
	EXPECT(row.ipis == row.shootdowns * (num_online_cpus() - 1));
}

KERNEL_TEST(a_row_that_cannot_be_run_says_why, 1)
{
	struct row_config config = config_of("hot", num_online_cpus() + 1);
	struct bench_row row;

	row_run(&config, &row);
	EXPECT(row.na && row.reason && row.verdict == VERDICT_NA);
}
