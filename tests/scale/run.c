/* SPDX-License-Identifier: MIT */
/* run.c - see run.h */
#include "run.h"

#include "arch/panic.h"
#include "cache.h"
#include "cpu.h"
#include "mm/highmem.h"
#include "smp/cpu.h"
#include "workload/tally.h"

static struct {
	const struct row_config *config;
	struct scale_row *row;
	bool started;
	u64 checks; /* since then */
} run;

static u64 plain_events(void)
{
	u64 sum = 0;

	for (unsigned int cpu = 0; cpu < machine_cpus(); cpu++)
		sum += cpus[cpu].plain;
	return sum;
}

/* The linker (--wrap) sends workload/worker.c here: it reads the counters at
 * the start signal and at the end. */
struct counters __real_counters_read(void);
struct counters __wrap_counters_read(void);

struct counters __wrap_counters_read(void)
{
	if (!run.started) {
		run.started = true;
		cache_start_counting();
		run.row->plain = plain_events();
	} else {
		run.row->transfers = cache_transfers();
		run.row->plain = plain_events() - run.row->plain;
	}
	return __real_counters_read();
}

/* The first thread ends a row (workload/row.c). With many CPUs it may get the
 * lock so seldom that the row would last for ever. */
#define OVERTIME 2

void row_checked(void)
{
	unsigned int batch = run.config->batch;
	u32 ops_a_check = batch > 1 ? 3 * batch + 1 : 1;

	if (!run.started)
		return;
	run.checks++;
	if (run.checks * ops_a_check >= OVERTIME * run.config->ops)
		row_stop(NULL);
}

static void main_thread(void *unused)
{
	(void)unused;
	kmap_init();
	row_run(run.config, &run.row->bench);
	machine_stop();
}

static void boot(void)
{
	set_cpu_online();
	thread_init_cpu();
	start_timer();
	if (this_cpu == 0) {
		while (num_online_cpus() < machine_cpus())
			cpu_relax();
		if (!thread_create("main", 0, main_thread, NULL))
			panic("no thread");
	}
	thread_idle();
}

void run_row(unsigned int count, const struct row_config *config,
	     struct scale_row *row)
{
	run.config = config;
	run.row = row;
	machine_run(count, boot);
}
