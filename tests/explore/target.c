/* SPDX-License-Identifier: MIT */
/* target.c - see target.h */
#include "target.h"

#include <string.h>

#include "judge.h"
#include "locations.h"
#include "mm/highmem.h"
#include "mm/kmap_local.h"
#include "plain.h"
#include "smp/cpu.h"
#include "smp/mailbox.h"
#include "state.h"
#include "turns.h"

void threads_init(void);

static const struct explore_job *job;

/* Every TLB may hold what is mapped now. */
static void plug_in(unsigned int cpu)
{
	memset(sim.cpu[cpu].old, 0, sizeof(sim.cpu[cpu].old));
	if (!sim.cpu[cpu].offline)
		shared_cpumask_set(&cpu_online_mask, cpu);
	sim.cpu[cpu].ticks = job->of->ticks;
	sim.cpu[cpu].looks_given = job->of->looks;
	sim.cpu[cpu].looks = job->of->looks;
	sim.cpu[cpu].devices = job->of->devices;
	sim.cpu[cpu].preempts = job->of->preempts;
}

/* Alone, so that nobody has to answer; but a strategy may divide the window
 * among the CPUs that there will be. */
static void reset_window(const struct pkmap_config *config)
{
	shared_cpumask_set(&cpu_online_mask, 0);
	kmap_reset(job->strategy, config);
	if (!job->strategy->reset)
		return;
	for (unsigned int cpu = 1; cpu < job->of->cpus; cpu++)
		shared_cpumask_set(&cpu_online_mask, cpu);
	job->strategy->reset();
	for (unsigned int cpu = 1; cpu < job->of->cpus; cpu++)
		shared_cpumask_clear(&cpu_online_mask, cpu);
}

static void begin(void)
{
	const struct explore_case *c = job->of;
	struct pkmap_config config = { c->slots, max(c->colors, 1u), job->irq,
				       c->batch };

	state_reset();
	plain_reset();
	sim_real_threads = c->real_threads;
	sim_preemption = c->preempts > 0;
	sim_detects = c->looks;
	sim_looks_when_stuck = c->looks_when_stuck;
	sim_reset(c->cpus, c->program);
	sim.lost_ipis = c->lost_ipis;
	sim.outer_lock = (spinlock_t)SPINLOCK_INIT("outer_lock");
	sim.inner_lock = (spinlock_t)SPINLOCK_INIT("inner_lock");
	if (c->counts_turns)
		turns_watch(job->strategy, c->cpus);
	else
		turns_ignore();
	sim_perfect_tlbs = c->perfect_tlbs;
	sim_device_handler = c->device_handler;
	threads_init();
	kmap_local_init();
	pkmap_page_table = pte_of(PKMAP_BASE);
	mailbox_set_broadcast(!c->one_by_one);
	reset_window(&config);
	if (c->before)
		c->before();
	for (unsigned int cpu = 0; cpu < c->cpus; cpu++)
		plug_in(cpu);
	if (c->real_threads)
		sim_start_threads();
}

/* Not with the parts of the machine that footprints do not have (footprint.h),
 * nor if it would be searched twice, for livelocks (dfs.c). */
bool target_is_reducible(const struct explore_job *of)
{
	const struct explore_case *c = of->of;

	return !c->looks && !c->real_threads && !c->counts_turns &&
	       !c->goes_round;
}

static const struct search_target the_target = { begin, judge_step, judge_end };

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
