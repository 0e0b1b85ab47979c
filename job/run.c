/* SPDX-License-Identifier: MIT */
/* run.c - see run.h */
#include "job/run.h"

#include "arch/exit.h"
#include "arch/panic.h"
#include "job/describe.h"
#include "job/measure.h"
#include "job/report.h"
#include "job/results.h"
#include "job/shell.h"
#include "job/stress.h"
#include "job/table.h"
#include "job/test.h"
#include "mm/window_trace.h"
#include "oracle/testframes.h"
#include "scenario/scenario.h"
#include "smp/cpu.h"
#include "smp/preempt.h"
#include "smp/printk.h"
#include "smp/thread.h"
#include "smp/trace.h"
#include "workload/row.h"
#include "workload/workload.h"

static const struct params *params;
static struct machine_info machine;

const struct params_names *run_names(void)
{
	static const char *strategies[REGISTRY_MAX];
	static const char *workloads[REGISTRY_MAX];
	static const char *scenarios[REGISTRY_MAX];
	static struct params_names names;

	for (unsigned int i = 0; i < strategy_count(); i++)
		strategies[i] = strategy_at(i)->name;
	for (unsigned int i = 0; i < workload_count(); i++)
		workloads[i] = workload_at(i)->name;
	for (unsigned int i = 0; i < scenario_count(); i++)
		scenarios[i] = scenario_at(i)->name;
	names.strategies = (struct param_names){ strategies, strategy_count() };
	names.workloads = (struct param_names){ workloads, workload_count() };
	names.scenarios = (struct param_names){ scenarios, scenario_count() };
	return &names;
}

/* As many test frames as the most threads that will run can use. */
static void make_test_frames(void)
{
	u32 threads = row_most_threads(params->preempt_full);

	test_frames_init(threads * (params->window + params->window / 8 + 2) +
			 STAGE_PAGES);
	if (test_frames_count() >= STAGE_PAGES)
		return;
	printk("there is too little high memory to show anything: this needs "
	       "more RAM, or lowmem=\n");
	/* What does nothing must not end as if all were well. */
	if (params->run != RUN_TESTS && params->run != RUN_SHELL &&
	    params->run != RUN_REPORT)
		record_count(false);
}

/* A screen that stays as it is looks like one of a machine that hangs. */
static void say_what_comes(void)
{
	printk("measuring: until the first table, this may take two minutes\n");
}

static __noreturn void finish(void)
{
	bool ok = record_failures() == 0;

	record_end(ok ? END_OK : END_UNEXPECTED);
	machine_exit(ok ? EXIT_OK : EXIT_UNEXPECTED);
}

/* Printed last, so that it stays on the screen of a real machine. */
static void sum_up(void)
{
	table_print_short(NULL, "cycle");
	printk("\nrows and verdicts that were not as expected: %u\n",
	       record_failures());
}

void run_job(const struct params *p)
{
	trace_set(p->trace);
	if (p->trace)
		window_trace_begin();
	switch (p->run) {
	case RUN_MEASURE:
	case RUN_HALT:
		say_what_comes();
		measure_plan(p, true, true);
		measure_rows(p);
		measure_scenarios(p);
		sum_up();
		break;
	case RUN_ROWS:
		say_what_comes();
		measure_plan(p, true, false);
		measure_rows(p);
		break;
	case RUN_SCENARIOS:
		measure_plan(p, false, true);
		measure_scenarios(p);
		break;
	case RUN_STRESS:
		stress_run(p);
		break;
	case RUN_TESTS:
		tests_run();
		break;
	case RUN_SHELL:
		shell_run(p);
		break;
	case RUN_REPORT:
		report_show(p, &machine);
	}
}

static bool cpus_are_parallel(void)
{
	return machine.platform == PLATFORM_MTTCG ||
	       machine.platform == PLATFORM_KVM ||
	       machine.platform == PLATFORM_UNKNOWN;
}

static void job(void *unused)
{
	(void)unused;
	make_test_frames();
	record_env(params, run_names(), &machine);
	describe_all();
	preempt_set_full(params->preempt_full);
	test_cpus_are_parallel = cpus_are_parallel();
	run_job(params);
	if (params->run == RUN_HALT) {
		printk("done; the machine can be switched off\n");
		results_show(params, &machine);
	}
	finish();
}

void run_start(const struct params *p, const struct machine_info *m)
{
	params = p;
	machine = *m;
	if (!thread_create("main", 0, job, NULL))
		panic("no memory for the first thread");
}
