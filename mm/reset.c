/* SPDX-License-Identifier: MIT */
/* reset.c - the window from scratch, for one strategy or the next. */
#include "mm/highmem.h"
#include "mm/highmem_paths.h"
#include "mm/violation.h"
#include "mm/window_wait.h"
#include "smp/idle.h"
#include "smp/tlb.h"

static const struct pkmap_config full_window = { PKMAP_SLOTS_MAX, 1, false, 0 };

const struct kmap_strategy *kmap_strategy __read_mostly;

static struct pkmap_config effective_config(
	const struct kmap_strategy *strategy, const struct pkmap_config *config)
{
	struct pkmap_config effective = *config;

	if (effective.batch == 0)
		effective.batch = PKMAP_BATCH;
	if (!strategy->in_batches || effective.batch > effective.slots)
		effective.batch = effective.slots;
	return effective;
}

void kmap_reset(const struct kmap_strategy *strategy,
		const struct pkmap_config *config)
{
	struct pkmap_config effective = effective_config(strategy, config);

	WRITE_ONCE(quiesce_hook.call, NULL);
	pkmap_rebuild(&effective);
	kmap_strategy = strategy;
	highmem_choose_paths(strategy, config);
	violation_reset();
	window_wait_reset();
	/* The whole address range, whatever part of it was in use before. */
	flush_tlb_kernel_range(PKMAP_ADDR(0), PKMAP_ADDR(PKMAP_SLOTS_MAX));
	if (strategy->reset)
		strategy->reset();
	spin_polls_shootdowns(strategy->spinners_serve);
	thread_migrate_hook = strategy->migrated;
	WRITE_ONCE(quiesce_hook.call, strategy->quiesce);
}

void kmap_init(void)
{
	pkmap_page_table = pte_of(PKMAP_BASE);
	kmap_reset(strategy_at(0), &full_window);
}
