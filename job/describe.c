/* SPDX-License-Identifier: MIT */
/* describe.c - see describe.h */
#include "job/describe.h"

#include "record/catalog.h"
#include "scenario/scenario.h"
#include "smp/lockstat.h"
#include "workload/workload.h"

static struct catalog_names lock_names(u32 locks)
{
	struct catalog_names list = { .count = 0 };

	for (int irq = 0; irq < 2; irq++)
		if (locks & lock_form(irq))
			list.names[list.count++] = lock_form_name(irq);
	return list;
}

static struct catalog_names claim_names(u32 claims)
{
	struct catalog_names list = { .count = 0 };

	for (unsigned int i = 0; i < claim_count(); i++)
		if (claims & claim_at(i)->bit)
			list.names[list.count++] = claim_at(i)->name;
	return list;
}

static void describe_strategy(const struct kmap_strategy *strategy)
{
	struct catalog_names claims = claim_names(strategy->claims);

	record_catalog(&(struct catalog_item){
		.what = "strategy",
		.name = strategy->name,
		.title = strategy->title,
		.claims = &claims,
	});
}

static void describe_workload(const struct workload *workload)
{
	struct catalog_names locks = lock_names(workload->locks);

	record_catalog(&(struct catalog_item){
		.what = "workload",
		.name = workload->name,
		.title = workload->title,
		.contract = workload->contract,
		.baseline = &workload->is_baseline,
		.locks = &locks,
	});
}

static void describe_scenario(const struct scenario *scenario)
{
	struct catalog_names locks = lock_names(scenario->locks);

	record_catalog(&(struct catalog_item){
		.what = "scenario",
		.name = scenario->name,
		.title = scenario->title,
		.contract = scenario->contract,
		.locks = &locks,
		.callers = scenario->callers == KEEP_RULES ? "keep-rules"
							   : "break-rules",
		.addresses =
			scenario->addresses == ANY_CPU ? "any-cpu" : "own-cpu",
		.cpus = scenario->cpus,
		.shows = verdict_name(scenario->shows),
	});
}

static void describe_verdict(enum verdict verdict)
{
	record_catalog(&(struct catalog_item){
		.what = "verdict",
		.name = verdict_name(verdict),
		.title = verdict_title(verdict),
		.screen = verdict_screen(verdict),
	});
}

static void describe_claim(const struct claim *claim)
{
	record_catalog(&(struct catalog_item){
		.what = "claim",
		.name = claim->name,
		.title = claim->title,
	});
}

static void describe_accounting(enum accounting accounting)
{
	static const char *const titles[NR_ACCOUNTINGS] = {
		[ACCOUNTING_NONE] = "locks are not timed",
		[ACCOUNTING_CONTENDED] =
			"kmap_lock is timed where it had to be waited for",
		[ACCOUNTING_ALL] = "kmap_lock is timed whenever it is taken",
	};

	record_catalog(&(struct catalog_item){
		.what = "accounting",
		.name = accounting_names[accounting],
		.title = titles[accounting],
	});
}

void describe_all(void)
{
	for (unsigned int i = 0; i < strategy_count(); i++)
		describe_strategy(strategy_at(i));
	for (unsigned int i = 0; i < workload_count(); i++)
		describe_workload(workload_at(i));
	for (unsigned int i = 0; i < scenario_count(); i++)
		describe_scenario(scenario_at(i));
	for (unsigned int i = 0; i < NR_VERDICTS; i++)
		describe_verdict(i);
	for (unsigned int i = 0; i < claim_count(); i++)
		describe_claim(claim_at(i));
	for (unsigned int i = 0; i < NR_ACCOUNTINGS; i++)
		describe_accounting(i);
}
