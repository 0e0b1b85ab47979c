/* SPDX-License-Identifier: MIT */
/* env.c - see env.h */
#include "job/env.h"

#include "arch/clock.h"
#include "arch/cpu_info.h"
#include "lib/version.h"
#include "mm/memblock.h"
#include "record/record.h"
#include "smp/cpu.h"

/* The chosen ones of a list of names. */
static void write_names(struct json_writer *w, const char *key, u64 chosen,
			const struct param_names *known)
{
	const char *names[64];
	size_t n = 0;

	for (unsigned int i = 0; i < known->count; i++)
		if (chosen >> i & 1)
			names[n++] = known->names[i];
	json_array_str(w, key, names, n);
}

static const struct param_names accountings = { accounting_names,
						NR_ACCOUNTINGS };

static void write_parameters(struct json_writer *w, const struct params *p,
			     const struct params_names *known)
{
	u64 threads[PARAMS_MAX_THREADS];

	for (unsigned int i = 0; i < p->nr_threads; i++)
		threads[i] = p->threads[i];
	json_object_begin(w, "parameters");
	json_str(w, "run", params_run_name(p->run));
	write_names(w, "strategy", p->strategies, &known->strategies);
	json_str(w, "lock",
		 !p->lock_irq    ? "spin"
		 : !p->lock_spin ? "irq"
				 : "both");
	write_names(w, "workload", p->workloads, &known->workloads);
	write_names(w, "scenario", p->scenarios, &known->scenarios);
	json_array_u64(w, "threads", threads, p->nr_threads);
	json_u64(w, "window", p->window);
	json_u64(w, "colors", p->colors);
	json_u64(w, "batch", p->batch);
	write_names(w, "accounting", p->accounting, &accountings);
	json_u64(w, "ops", p->ops);
	json_u64(w, "seconds", p->seconds);
	json_u64(w, "seed", p->seed);
	json_bool(w, "trace", p->trace);
	json_object_end(w);
}

/* How the CPUs advance: one after the other, all by the same step, or really in
 * parallel. A machine that nobody has described counts as parallel. */
static const char *cpus_advance(enum params_platform platform)
{
	switch (platform) {
	case PLATFORM_TCG:
	case PLATFORM_EXACT:
		return "in-turn";
	case PLATFORM_BOCHS:
		return "side-by-side";
	default:
		return "parallel";
	}
}

/* What this run measures with. */
static void write_platform(struct json_writer *w, enum params_platform platform)
{
	bool counts = clock_counts_instructions();

	json_str(w, "platform", params_platform_name(platform));
	json_str(w, "unit", record_unit());
	json_str(w, "cpus_advance", cpus_advance(platform));
	json_bool(w, "repeatable", counts);
	json_u64(w, "tsc_khz", clock_khz());
}

size_t cpus_of_other_clock(u64 *cpus)
{
	size_t n = 0;

	for (unsigned int cpu = 1; cpu < num_online_cpus(); cpu++)
		if (cpu_difference(cpu).clock)
			cpus[n++] = cpu;
	return n;
}

size_t cpus_of_other_mtrr(u64 *cpus)
{
	size_t n = 0;

	for (unsigned int cpu = 1; cpu < num_online_cpus(); cpu++)
		if (cpu_difference(cpu).mtrr)
			cpus[n++] = cpu;
	return n;
}

static void write_unlike(struct json_writer *w)
{
	u64 cpus[NR_CPUS];

	json_array_u64(w, "tsc_apart", cpus, cpus_of_other_clock(cpus));
	json_array_u64(w, "mtrr_apart", cpus, cpus_of_other_mtrr(cpus));
}

void record_env(const struct params *p, const struct params_names *known,
		const struct machine_info *machine)
{
	struct cpu_info cpu = cpu_info();
	struct json_writer *w = record_begin("env");

	json_str(w, "version", KMAPLAB_VERSION);
	json_u64(w, "cpus", num_online_cpus());
	json_str(w, "vendor", cpu.vendor);
	json_str(w, "model", cpu.name);
	json_u64(w, "phys_bits", cpu.phys_bits);
	write_platform(w, machine->platform);
	write_unlike(w);
	json_u64(w, "mem_kb", machine->mem_kib);
	json_u64(w, "lowmem_pages", memblock_nr_free(ZONE_LOW));
	json_u64(w, "highmem_pages", memblock_nr_free(ZONE_HIGH));
	json_u64(w, "slots", p->window);
	json_str(w, "directmap", p->directmap_2m ? "2m" : "4k");
	write_parameters(w, p, known);
	record_write();
}
