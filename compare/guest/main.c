/* SPDX-License-Identifier: GPL-2.0 */
/*
 * main.c - what is measured beside kmaplab, when Linux has booted.
 *
 * On the command line: kmap_run=rows, threads, stress or shared; kmap_maps= and
 * kmap_seconds= for how long. It takes the place of the first process: there is
 * no other.
 */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/moduleparam.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "pages.h"
#include "record.h"
#include "rows.h"
#include "stress.h"
#include "threads.h"

static char *job = "rows";
static unsigned int seconds = 10, maps = 1000000;
core_param(kmap_run, job, charp, 0);
core_param(kmap_maps, maps, uint, 0);
core_param(kmap_seconds, seconds, uint, 0);

static void run(void)
{
	if (!strcmp(job, "rows"))
		rows_run();
	else if (!strcmp(job, "threads"))
		threads_run();
	else
		stress_run(!strcmp(job, "shared"), maps, seconds);
}

static bool is_benchmark(void)
{
	return !strcmp(job, "rows") || !strcmp(job, "threads");
}

static int __init kmapcompare(void)
{
	write_env(is_benchmark() ? "rows" : "stress");
	if (pages_get())
		panic("kmapcompare: not enough high memory");
	set_cpus_allowed_ptr(current, cpumask_of(0));
	run();
	write_end("ok");
	return 0;
}
late_initcall_sync(kmapcompare);
