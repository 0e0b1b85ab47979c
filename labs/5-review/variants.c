/* SPDX-License-Identifier: MIT */
/*
 * variants.c - lab 5: `dropped` with some of its defects repaired, each apart
 * from the others. They judge scenes: a scene that shows a defect, and nothing
 * else, goes wrong with those variants that have it, and with no others.
 *
 * A slot is fresh until somebody has been given its address. If a CPU is about
 * to get the address of a fresh slot, and has recycled in vain since the slot
 * was zeroed, that is D3. It is repaired by a flush when there was nothing to
 * zero, with the lock held (so the variants are for lock=spin only). Else the
 * slot may be stale in the CPU's own TLB, which is D1, and in those of others,
 * which is D2. Each is repaired by a flush of these TLBs before the address is
 * given.
 */
#include "mm/strategy.h"

#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/point.h"

#define D1          BIT(0)
#define D2          BIT(1)
#define D3          BIT(2)
#define D4          BIT(3)
#define D7          BIT(4)
#define ALL_DEFECTS 0x1fu

/* A variant's place in lists says which defects it has: its hooks are told no
 * more than which strategy is in use. */
#define FIRST_ORDER 2000u

static bool has(u32 defect)
{
	return (kmap_strategy->order - FIRST_ORDER) & defect;
}

/* Under kmap_lock. */
static struct {
	SHARED(bool) given;  /* since it was mapped */
	SHARED(u32) in_vain; /* CPUs that have recycled in vain since it was
				zeroed, a bit each */
} slots[PKMAP_SLOTS_MAX];

static void note_in_vain(void)
{
	u32 me = BIT(smp_processor_id());

	for (unsigned int nr = 0; nr < LAST_PKMAP; nr++)
		if (READ_ONCE(pkmap_count[nr].value) == 0)
			WRITE_ONCE(slots[nr].in_vain,
				   READ_ONCE(slots[nr].in_vain) | me);
}

static enum reclaim_result variant_flush(void)
{
	if (pkmap_zero_unused(0).count == 0) {
		note_in_vain();
		if (!has(D3))
			pkmap_flush_window();
		return RECLAIM_GO_ON;
	}
	unlock_kmap();
	POINT(pkmap_unflushed, 0);
	pkmap_flush_window();
	POINT(pkmap_flushed, 0);
	lock_kmap();
	return has(D4) ? RECLAIM_GO_ON : RECLAIM_LOOK_AGAIN;
}

static void forget(void *vaddr)
{
	local_flush_tlb_one((unsigned long)vaddr);
}

static void flush_fresh(unsigned int nr)
{
	struct cpumask others = cpus_online_but_me();

	if (!has(D1))
		local_flush_tlb_one(PKMAP_ADDR(nr));
	if (!has(D2))
		smp_call_function_many(&others, forget, (void *)PKMAP_ADDR(nr),
				       true);
}

static void variant_slot_used(unsigned int nr)
{
	if (READ_ONCE(slots[nr].given))
		return;
	WRITE_ONCE(slots[nr].given, true);
	if (!(READ_ONCE(slots[nr].in_vain) & BIT(smp_processor_id())))
		flush_fresh(nr);
}

static void variant_take_pte(unsigned int nr)
{
	WRITE_ONCE(slots[nr].given, false);
	WRITE_ONCE(slots[nr].in_vain, 0);
	pte_clear(&pkmap_page_table[nr]);
}

/* D7 is repaired by a last look before going to sleep. */
static bool variant_slot_turned_up(unsigned int color)
{
	if (has(D7))
		return false;
	for (unsigned int nr = color; nr < LAST_PKMAP;
	     nr += pkmap_config.colors) {
		int count = READ_ONCE(pkmap_count[nr].value);

		if (count == 0 || count == 1)
			return true;
	}
	return false;
}

static void variant_reset(void)
{
	for (unsigned int nr = 0; nr < PKMAP_SLOTS_MAX; nr++) {
		WRITE_ONCE(slots[nr].given, false);
		WRITE_ONCE(slots[nr].in_vain, 0);
	}
}

#define VARIANT(variable, its_name, defects)              \
	static const struct kmap_strategy variable = {    \
		.name = its_name,                         \
		.title = "a variant of dropped",          \
		.order = FIRST_ORDER + (defects),         \
		.flush_all_zero_pkmaps = variant_flush,   \
		.reset = variant_reset,                   \
		.take_pte = variant_take_pte,             \
		.slot_used = variant_slot_used,           \
		.slot_turned_up = variant_slot_turned_up, \
	};                                                \
	KMAP_STRATEGY(variable)

VARIANT(repaired, "repaired", 0);
VARIANT(only_d1, "only-d1", D1);
VARIANT(only_d2, "only-d2", D2);
VARIANT(only_d3, "only-d3", D3);
VARIANT(only_d4, "only-d4", D4);
VARIANT(only_d7, "only-d7", D7);
VARIANT(without_d1, "without-d1", ALL_DEFECTS & ~D1);
VARIANT(without_d2, "without-d2", ALL_DEFECTS & ~D2);
VARIANT(without_d3, "without-d3", ALL_DEFECTS & ~D3);
VARIANT(without_d4, "without-d4", ALL_DEFECTS & ~D4);
VARIANT(without_d7, "without-d7", ALL_DEFECTS & ~D7);
