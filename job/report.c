/* SPDX-License-Identifier: MIT */
/* report.c - see report.h */
#include "job/report.h"

#include "arch/clock.h"
#include "arch/cpu_info.h"
#include "job/pages.h"
#include "lib/version.h"
#include "mm/memblock.h"
#include "smp/cpu.h"
#include "smp/mailbox.h"

#define SHOWN_RANGES 20 /* that a page has room for */
#define PAGES_MIB    (MiB / PAGE_SIZE)

static void cpu_lines(struct screen_page *page,
		      const struct machine_info *machine)
{
	struct cpu_info cpu = cpu_info();

	page_printf(page, "%s %.48s\nfamily %u, model %u, stepping %u, ",
		    cpu.vendor, cpu.name, cpu.family, cpu.model, cpu.stepping);
	page_printf(page, "%u address bits\n", cpu.phys_bits);
	page_printf(page, "CPUs online: %u, listed by %s%s\n",
		    num_online_cpus(),
		    machine->cpus_source ? machine->cpus_source : "no table",
		    num_online_cpus() == 1 || mailbox_broadcasts()
			    ? ""
			    : ", not all that are listed");
	page_printf(page, "clock: %u.%03u MHz, measured by %s%s\n",
		    clock_khz() / 1000, clock_khz() % 1000,
		    machine->clock_source ? "the " : "no timer",
		    machine->clock_source ? machine->clock_source : "");
}

/* What is odd about one CPU; false: nothing. */
static bool odd_lines(struct screen_page *page, unsigned int cpu)
{
	struct cpu_difference odd = cpu_difference(cpu);

	if (odd.clock)
		page_printf(page, "CPU %u: another time than CPU 0\n", cpu);
	if (odd.mtrr)
		page_printf(page, "CPU %u: other memory types: %s\n", cpu,
			    odd.mtrr);
	return odd.clock || odd.mtrr;
}

static void all_odd_lines(struct screen_page *page)
{
	struct cpu_info cpu = cpu_info();
	bool any = false;

	if (cpu.erratum)
		page_printf(page, "%s\n", cpu.erratum);
	for (unsigned int i = 1; i < num_online_cpus(); i++)
		any = odd_lines(page, i) || any;
	if (!any && num_online_cpus() > 1)
		page_printf(page, "all CPUs show one time, and have the same "
				  "memory types\n");
}

static void machine_page(struct screen_page *page, const struct params *params,
			 const struct machine_info *machine)
{
	(void)params;
	page_printf(page, "kmaplab %s: the machine\n\n", KMAPLAB_VERSION);
	cpu_lines(page, machine);
	page_printf(page,
		    "%llu MiB of RAM in use: free are %u MiB low and %u MiB "
		    "high\n\n",
		    machine->mem_kib / 1024,
		    (u32)(memblock_nr_free(ZONE_LOW) / PAGES_MIB),
		    (u32)(memblock_nr_free(ZONE_HIGH) / PAGES_MIB));
	all_odd_lines(page);
	if (page)
		page_printf(page, "\nAny key: next page");
}

static void memory_page(struct screen_page *page, const struct params *params,
			const struct machine_info *machine)
{
	const struct memmap *map = machine->ram;

	(void)params;
	page_printf(page, "RAM, according to the loader, in KiB\n");
	for (unsigned int i = 0; i < map->count && i < SHOWN_RANGES; i++)
		page_printf(page, "%12llu to %12llu: %12llu\n",
			    map->ram[i].start / KiB, map->ram[i].end / KiB,
			    (map->ram[i].end - map->ram[i].start) / KiB);
	if (map->count > SHOWN_RANGES)
		page_printf(page, "and %u more ranges\n",
			    map->count - SHOWN_RANGES);
}

__noreturn void report_show(const struct params *params,
			    const struct machine_info *machine)
{
	static const page_maker_t makers[] = { machine_page, memory_page };

	for (unsigned int i = 0; i < ARRAY_SIZE(makers); i++)
		makers[i](NULL, params, machine);
	pages_show(makers, ARRAY_SIZE(makers), params, machine);
}
