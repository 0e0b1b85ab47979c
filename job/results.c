/* SPDX-License-Identifier: MIT */
/* results.c - see results.h */
#include "job/results.h"

#include "arch/clock.h"
#include "arch/cpu_info.h"
#include "job/matrix.h"
#include "job/pages.h"
#include "job/table.h"
#include "lib/version.h"
#include "smp/cpu.h"

static void summary_page(struct screen_page *page, const struct params *params,
			 const struct machine_info *machine)
{
	struct cpu_info cpu = cpu_info();

	page_printf(page, "kmaplab %s, seed %u: %s%.40s\n", KMAPLAB_VERSION,
		    params->seed, cpu.name[0] ? "" : cpu.vendor, cpu.name);
	page_printf(page, "%u CPUs, %llu MiB of RAM, %u address bits, %u MHz\n",
		    num_online_cpus(), machine->mem_kib / 1024, cpu.phys_bits,
		    clock_khz() / 1000);
	table_print_short(page, "cycle");
	page_printf(page,
		    "\nrows and verdicts that were not as expected: %u\n"
		    "done; the machine can be switched off. Any key: next page",
		    record_failures());
}

static void verdicts_page(struct screen_page *page, const struct params *params,
			  const struct machine_info *machine)
{
	(void)params;
	(void)machine;
	if (!matrix_is_empty())
		matrix_print(page);
}

__noreturn void results_show(const struct params *params,
			     const struct machine_info *machine)
{
	static const page_maker_t makers[] = { summary_page, verdicts_page };

	pages_show(makers, ARRAY_SIZE(makers), params, machine);
}
