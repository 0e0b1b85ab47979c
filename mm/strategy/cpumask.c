/* SPDX-License-Identifier: MIT */
/*
 * cpumask.c - no shootdown: every CPU invalidates a slot's address for itself,
 * the first time it uses the slot after it was recycled.
 *
 * For each slot there is a set of CPUs: those that have invalidated its address
 * since any CPU could last have cached an older translation. A CPU that is not
 * in the set invalidates the address before it uses the slot. (It is not the
 * set of CPUs that used the slot: a processor may fill its TLB from any present
 * entry at any time.) When a slot is unmapped, its entry is removed by one
 * atomic exchange. If the accessed bit is not set in it, no CPU can have cached
 * it, and the set stays as it is.
 *
 * Invariants, beyond those of mm/pkmap.h, whose I1 is replaced:
 *   C1  a CPU in valid[nr] cannot use any translation of the slot except the
 *       one that its entry has now (none, if the entry is not present);
 *   C2  entries are created with the accessed bit clear.
 *
 * Claims: everything, with both locks, except that the address is good on any
 * CPU. It is good on the CPU that called kmap_high(), and wherever the thread
 * moves (the migration hook flushes). It must not be handed to another CPU:
 * scenario stale-third shows what happens then.
 * Prior art: sf_buf of FreeBSD/i386 (Elmeleegy et al., USENIX 2005).
 */
#include "mm/strategy.h"

#include "smp/cpumask.h"
#include "smp/point.h"

static struct shared_cpumask valid[PKMAP_SLOTS_MAX]; /* under kmap_lock */

static void nobody_is_valid(unsigned int nr)
{
	struct cpumask none = { { 0 } };

	shared_cpumask_write(&valid[nr], &none);
}

static void cpumask_take_pte(unsigned int nr)
{
	if (ptep_xchg(&pkmap_page_table[nr], 0) & PTE_ACCESSED)
		nobody_is_valid(nr);
}

static enum reclaim_result cpumask_flush(void)
{
	pkmap_zero_unused(0);
	POINT(pkmap_unflushed, 0);
	POINT(pkmap_flushed, 0); /* nothing more is flushed here */
	return RECLAIM_GO_ON;
}

static void cpumask_slot_used(unsigned int nr)
{
	unsigned int me = smp_processor_id();

	if (shared_cpumask_test(&valid[nr], me))
		return;
	local_flush_tlb_one(PKMAP_ADDR(nr));
	shared_cpumask_set(&valid[nr], me);
}

/* The thread may bring addresses of any slots with it. */
static void cpumask_migrated(struct thread *thread)
{
	(void)thread;
	local_flush_tlb_all();
}

static void cpumask_reset(void)
{
	for (unsigned int nr = 0; nr < PKMAP_SLOTS_MAX; nr++)
		nobody_is_valid(nr);
}

static const struct kmap_strategy cpumask = {
	.name = "cpumask",
	.title = "no shootdown: each CPU invalidates an address before it "
		 "uses it",
	.order = 70,
	.claims = CLAIM_ALL & ~CLAIM_ANY_CPU,
	.in_batches = true,
	.flush_all_zero_pkmaps = cpumask_flush,
	.slot_turned_up = pkmap_slot_turned_up,
	.reset = cpumask_reset,
	.take_pte = cpumask_take_pte,
	.slot_used = cpumask_slot_used,
	.migrated = cpumask_migrated,
};

KMAP_STRATEGY(cpumask);
