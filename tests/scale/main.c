/* SPDX-License-Identifier: MIT */
/*
 * main.c - rows of the benchmark on a simulated machine with caches: a JSON
 * record a line.
 *
 *	scale --machine NAME --cpus N [--transfers PERCENT]
 *	      [--interrupts PERCENT] [--lines] <ROWS
 *
 * Each line of ROWS is a row: strategy, workload, threads, ops (0: as usual),
 * and what passes at each event of plain code and at each check of a page, in
 * 256ths of a cycle. --list says which strategies and workloads there are.
 * Each row has a process of its own, so none depends on the one before it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cache.h"
#include "cpu.h"
#include "frames.h"
#include "run.h"
#include "workload/verdict.h"

#define BATCH 8 /* as the kernel: job/rows.h */

static struct machine chosen;
static unsigned int cpu_count = 1;
static bool shows_lines;
static unsigned long transfer_percent = 100, interrupt_percent = 100;

static const struct kmap_strategy *strategy_named(const char *name)
{
	for (unsigned int i = 0; i < strategy_count(); i++)
		if (!strcmp(strategy_at(i)->name, name))
			return strategy_at(i);
	fprintf(stderr, "no strategy %s\n", name);
	exit(3);
}

static const struct workload *workload_named(const char *name)
{
	for (unsigned int i = 0; i < workload_count(); i++)
		if (!strcmp(workload_at(i)->name, name))
			return workload_at(i);
	fprintf(stderr, "no workload %s\n", name);
	exit(3);
}

static void print_line(unsigned long address, u64 transfers)
{
	printf("{\"kind\": \"line\", \"address\": %lu, \"transfers\": %llu}\n",
	       address, (unsigned long long)transfers);
}

static void print_row(const struct scale_row *row)
{
	const struct bench_row *b = &row->bench;

	printf("{\"v\": 3, \"kind\": \"scale\", \"platform\": \"simulated\", "
	       "\"machine\": \"%s\", \"strategy\": \"%s\", \"lock\": \"%s\", "
	       "\"workload\": \"%s\", \"cpus\": %u, \"threads\": %u, "
	       "\"unit\": \"cycles\", \"ops\": %llu, \"elapsed\": %llu, "
	       "\"mean\": %llu, \"transfers\": %llu, \"plain\": %llu, "
	       "\"checked\": %llu, \"shootdowns\": %llu, \"ipis\": %llu, "
	       "\"misses\": %llu, \"transfer_percent\": %lu, "
	       "\"interrupt_percent\": %lu, \"verdict\": \"%s\"}\n",
	       chosen.name, b->strategy, b->lock, b->workload, cpu_count,
	       b->threads, (unsigned long long)b->ops,
	       (unsigned long long)b->elapsed, (unsigned long long)b->mean,
	       (unsigned long long)row->transfers,
	       (unsigned long long)row->plain, (unsigned long long)b->checked,
	       (unsigned long long)b->shootdowns, (unsigned long long)b->ipis,
	       (unsigned long long)b->misses, transfer_percent,
	       interrupt_percent, verdict_name(b->verdict));
	if (shows_lines)
		cache_each_line(print_line);
}

static void run_one(struct row_config *config)
{
	static struct scale_row row;

	run_row(cpu_count, config, &row);
	print_row(&row);
	fflush(stdout);
	_exit(0);
}

static void in_process(struct row_config *config)
{
	pid_t child;
	int status;

	fflush(stdout);
	child = fork();
	if (child == 0)
		run_one(config);
	if (child < 0 || waitpid(child, &status, 0) != child || status) {
		fprintf(stderr, "a row of %s, %s has failed\n",
			config->strategy->name, config->workload->name);
		exit(1);
	}
}

static void run_line(const char *line)
{
	char strategy[32], workload[32];
	unsigned int threads;
	unsigned long long ops, plain, outside;
	struct row_config config = { .batch = 1, .seed = 1 };

	if (sscanf(line, "%31s %31s %u %llu %llu %llu", strategy, workload,
		   &threads, &ops, &plain, &outside) != 6) {
		fprintf(stderr, "not a row: %s", line);
		exit(3);
	}
	plain_ticks = plain;
	outside_ticks = outside;
	config.strategy = strategy_named(strategy);
	config.workload = workload_named(workload);
	config.threads = threads;
	config.window = (struct pkmap_config){ PKMAP_SLOTS_MAX, 1, false, 0 };
	config.ops = ops ? ops : config.workload->ops;
	config.slice = (u64)machine->khz * 10000;
	if (config.workload->batch)
		config.batch = BATCH;
	in_process(&config);
}

static void list_names(void)
{
	for (unsigned int i = 0; i < strategy_count(); i++)
		printf("strategy %s\n", strategy_at(i)->name);
	for (unsigned int i = 0; i < workload_count(); i++)
		printf("workload %s\n", workload_at(i)->name);
	for (unsigned int i = 0; machine_at(i); i++)
		printf("machine %s %s\n", machine_at(i)->name,
		       machine_at(i)->title);
	exit(0);
}

static void multiply(u32 *cost, unsigned long percent)
{
	*cost = (u32)(*cost * percent / 100);
}

static void multiply_costs(void)
{
	for (int i = 0; i < NR_DISTANCES; i++) {
		multiply(&chosen.load[i], transfer_percent);
		multiply(&chosen.store[i], transfer_percent);
	}
	multiply(&chosen.send, interrupt_percent);
	multiply(&chosen.deliver, interrupt_percent);
	multiply(&chosen.enter, interrupt_percent);
	multiply(&chosen.leave, interrupt_percent);
}

static void option(const char *name, const char *value)
{
	const struct machine *found;

	if (!strcmp(name, "--machine")) {
		found = machine_named(value);
		if (!found) {
			fprintf(stderr, "no machine %s\n", value);
			exit(3);
		}
		chosen = *found;
	} else if (!strcmp(name, "--cpus")) {
		cpu_count = (unsigned int)strtoul(value, NULL, 10);
	} else if (!strcmp(name, "--transfers")) {
		transfer_percent = strtoul(value, NULL, 10);
	} else if (!strcmp(name, "--interrupts")) {
		interrupt_percent = strtoul(value, NULL, 10);
	} else {
		fprintf(stderr, "no option %s\n", name);
		exit(3);
	}
}

int main(int argc, char **argv)
{
	char line[200];
	int i = 1;

	chosen = *machine_at(0);
	machine = &chosen;
	for (; i < argc; i++) {
		if (!strcmp(argv[i], "--list"))
			list_names();
		else if (!strcmp(argv[i], "--lines"))
			shows_lines = true;
		else if (i + 1 < argc)
			option(argv[i], argv[i + 1]), i++;
	}
	if (cpu_count < 1 || cpu_count > NR_CPUS) {
		fprintf(stderr, "1 to %d CPUs\n", NR_CPUS);
		return 3;
	}
	multiply_costs();
	while (fgets(line, sizeof(line), stdin))
		run_line(line);
	return 0;
}
