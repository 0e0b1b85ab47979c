/* SPDX-License-Identifier: GPL-2.0 */
/* record.c - see record.h */
#include "record.h"

#include <asm/io.h>
#include <asm/processor.h>
#include <asm/tsc.h>
#include <linux/cpumask.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/utsname.h>
#include <linux/vmstat.h>

#define RECORD_PORT 0xe9
#define EXIT_PORT   0xf4   /* QEMU's isa-debug-exit */
#define BOCHS_EXIT  0x8900 /* takes the letters of "Shutdown" */

/* What the host says about this run: kmapcompare.NAME= on the command line. */
static char *platform = "tcg";
static char *strategy = "linux";
static char *lock = "spin";
core_param(kmap_platform, platform, charp, 0);
core_param(kmap_strategy, strategy, charp, 0);
core_param(kmap_lock, lock, charp, 0);

static char line[2048];
static size_t used;

static __printf(1, 2) void add(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	used += vscnprintf(line + used, sizeof(line) - used, format, args);
	va_end(args);
}

static void begin(const char *kind)
{
	used = 0;
	add("{\"v\":3,\"kind\":\"%s\"", kind);
}

static void finish(void)
{
	add("}\n");
	outsb(RECORD_PORT, line, used);
	used = 0;
}

static void add_string(const char *key, const char *value)
{
	if (value)
		add(",\"%s\":\"%s\"", key, value);
	else
		add(",\"%s\":null", key);
}

static void add_number(const char *key, bool known, u64 value)
{
	if (known)
		add(",\"%s\":%llu", key, value);
	else
		add(",\"%s\":null", key);
}

static bool is_exact(void)
{
	return !strcmp(platform, "exact") || !strcmp(platform, "bochs");
}

static const char *unit(void)
{
	return is_exact() ? "instructions" : "cycles";
}

static const char *advance(void)
{
	if (!strcmp(platform, "bochs"))
		return "side-by-side";
	return strcmp(platform, "mttcg") ? "in-turn" : "parallel";
}

static void add_parameters(const char *run)
{
	add(",\"parameters\":{\"run\":\"%s\",\"strategy\":[\"%s\"],"
	    "\"lock\":\"%s\",\"workload\":[],\"scenario\":[],\"threads\":[],"
	    "\"accounting\":[\"none\"],\"window\":%d,\"colors\":1,\"ops\":0,"
	    "\"seconds\":0,\"seed\":0,\"trace\":false}",
	    run, strategy, lock, LAST_PKMAP);
}

void write_env(const char *run)
{
	begin("env");
	add(",\"version\":\"Linux %s\",\"cpus\":%u", utsname()->release,
	    num_online_cpus());
	add_string("vendor", boot_cpu_data.x86_vendor_id);
	add_string("model", boot_cpu_data.x86_model_id);
	add_number("phys_bits", true, boot_cpu_data.x86_phys_bits);
	add_string("platform", platform);
	add_string("unit", unit());
	add_string("cpus_advance", advance());
	add(",\"repeatable\":%s", is_exact() ? "true" : "false");
	add_number("tsc_khz", true, tsc_khz);
	add_number("mem_kb", true, (u64)totalram_pages() << (PAGE_SHIFT - 10));
	add_number("lowmem_pages", true,
		   global_zone_page_state(NR_FREE_PAGES) - nr_free_highpages());
	add_number("highmem_pages", true, nr_free_highpages());
	add_number("slots", true, LAST_PKMAP);
	add_string("directmap", "2m");
	add_parameters(run);
	finish();
}

static void add_times(const struct row *row)
{
	add_number("mean", row->has_times, row->mean);
	add_number("p50", row->has_percentiles, row->p50);
	add_number("p99", row->has_percentiles, row->p99);
	add_number("p999", row->has_percentiles, row->p999);
	add_number("max", row->has_percentiles, row->max);
	add_number("batch", true, row->batch);
	add_number("readings", true, row->readings);
	add_number("interrupted", true, row->interrupted);
	add_number("empty", row->has_times, row->empty);
}

/* Linux's lock is not accounted, and its interrupts are not counted. */
static void add_unknown(void)
{
	static const char *const keys[] = {
		"hold_p50", "hold_p99",   "hold_max", "wait_p99",
		"wait_max", "irqoff_max", "times",    "holds",
		"waits",    "shootdowns", "ipis",     "flushed_pages",
		"misses",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(keys); i++)
		add_string(keys[i], NULL);
}

static void add_found(const struct row *row)
{
	add_number("stale_reads", row->has_oracle, row->stale_reads);
	add_number("stale_writes", row->has_oracle, row->stale_writes);
	add_number("double_maps", true, row->double_maps);
	add_string("bad_counts", NULL);
	add_string("lost_wakeups", NULL);
	add_number("deadlocks", true, row->deadlocks);
	add_string("verdict", row->verdict);
	add_string("reason", row->reason);
}

void write_row(const struct row *row)
{
	begin("bench");
	add_string("strategy", row->baseline ? NULL : strategy);
	add_string("lock", row->baseline ? NULL : lock);
	add_string("workload", row->workload);
	add_number("threads", true, row->threads);
	add_number("slots", true, LAST_PKMAP);
	add_number("seed", true, 0);
	add_string("accounting", "none");
	add_string("unit", unit());
	add_number("ops", true, row->ops);
	add_number("checked", true, row->checked);
	add(",\"complete\":%s", row->reason ? "false" : "true");
	add_number("elapsed", true, row->elapsed);
	add_times(row);
	add_unknown();
	add_found(row);
	finish();
}

void write_progress(unsigned int step, unsigned int of, const char *label)
{
	begin("progress");
	add_number("step", true, step);
	add_number("of", true, of);
	add_string("label", label);
	finish();
}

void write_end(const char *status)
{
	begin("end");
	add_string("status", status);
	add(",\"passed\":0,\"failed\":0,\"skipped\":0");
	finish();
	outl(0, EXIT_PORT);
	outsb(BOCHS_EXIT, "Shutdown", 8);
	for (;;)
		cpu_relax();
}
