/* SPDX-License-Identifier: MIT */
/* target.c - see target.h */
#include "target.h"

#include <string.h>

#include "locations.h"
#include "mm/highmem.h"
#include "smp/cpu.h"
#include "smp/mailbox.h"
#include "state.h"

void threads_init(void);

static const struct explore_job *job;

/* Every TLB may hold what is mapped now. */
static void plug_in(unsigned int cpu)
{
	memset(sim.cpu[cpu].old, 0, sizeof(sim.cpu[cpu].old));
	if (!sim.cpu[cpu].offline)
		shared_cpumask_set(&cpu_online_mask, cpu);
	sim.cpu[cpu].ticks = job->of->ticks;
	sim.cpu[cpu].devices = job->of->devices;
}

static void begin(void)
{
	const struct explore_case *c = job->of;
	struct pkmap_config config = { c->slots, max(c->colors, 1u), job->irq };

	state_reset();
	plain_reset();
	sim_reset(c->cpus, c->program);
	sim.outer_lock = (spinlock_t)SPINLOCK_INIT("outer_lock");
	sim_perfect_tlbs = c->perfect_tlbs;
	sim_device_handler = c->device_handler;
	threads_init();
	shared_cpumask_set(&cpu_online_mask, 0); /* alone, for the set-up */
	pkmap_page_table = pte_of(PKMAP_BASE);
	mailbox_set_broadcast(!c->one_by_one);
	kmap_reset(job->strategy, &config);
	if (c->before)
		c->before();
	for (unsigned int cpu = 0; cpu < c->cpus; cpu++)
		plug_in(cpu);
}

static void check_slot(unsigned int nr)
{
	int count = READ_ONCE(pkmap_count[nr].value);
	u64 entry = pte_read(&pkmap_page_table[nr]);
	bool mapped = entry & PTE_PRESENT;

	if (mapped != (count >= 1))
		sim_found(VERDICT_BAD_COUNT,
			  "at the end slot %u has count %d, but is %s", nr,
			  count, mapped ? "mapped" : "not mapped");
	if (mapped && READ_ONCE(pfn_to_page(pte_pfn(entry))->kmap_address) !=
			      PKMAP_ADDR(nr))
		sim_found(VERDICT_BAD_COUNT,
			  "at the end slot %u maps a page whose address is "
			  "another one",
			  nr);
}

static void check_end(void)
{
	for (unsigned int nr = 0; nr < job->of->slots; nr++)
		check_slot(nr);
}

static const struct search_target the_target = { begin, check_end };

const struct search_target *target_select(const struct explore_job *of)
{
	job = of;
	locations_reset();
	return &the_target;
}

const struct search_target *target(void)
{
	return &the_target;
}
