/* SPDX-License-Identifier: MIT */
/* judge.c - see judge.h */
#include "judge.h"

#include "mm/pkmap.h"
#include "mm/violation.h"
#include "sim_impl.h"
#include "turns.h"

static bool heeded;
static bool spoke;

void judge_heed_self_checks(bool heed)
{
	heeded = heed;
	spoke = false;
}

bool judge_self_checks_spoke(void)
{
	return spoke;
}

/* The page that a slot maps, or -1: none, or none of ours. */
static int page_in(unsigned int nr)
{
	u64 entry = entry_now((int)nr);

	return entry & PTE_PRESENT ? sim_page_number(pte_pfn(entry)) : -1;
}

static void look_for_double_map(void)
{
	for (unsigned int nr = 1; nr < LAST_PKMAP; nr++)
		for (unsigned int other = 0; other < nr; other++)
			if (page_in(nr) >= 0 && page_in(nr) == page_in(other))
				sim_found(VERDICT_DOUBLE_MAP,
					  "page P%d is mapped in slot %u and "
					  "in slot %u",
					  page_in(nr), other, nr);
}

static void check_slot(unsigned int nr)
{
	int count = pkmap_count[nr].value.shared_value;
	u64 entry = entry_now((int)nr);
	bool mapped = entry & PTE_PRESENT;

	if (count == PKMAP_BUSY)
		return;
	if (mapped != (count >= 1))
		sim_found(VERDICT_BAD_COUNT, "slot %u has count %d, but is %s",
			  nr, count, mapped ? "mapped" : "not mapped");
	else if (mapped &&
		 pfn_to_page(pte_pfn(entry))->kmap_address.shared_value !=
			 PKMAP_ADDR(nr))
		sim_found(VERDICT_BAD_COUNT,
			  "slot %u maps a page whose address is another one",
			  nr);
}

static void check_page(unsigned int n)
{
	unsigned long vaddr = sim_page(n)->kmap_address.shared_value;

	if (vaddr &&
	    pkmap_count[PKMAP_NR(vaddr)].value.shared_value == PKMAP_BUSY)
		return;
	if (vaddr && page_in(PKMAP_NR(vaddr)) != (int)n)
		sim_found(VERDICT_BAD_COUNT,
			  "page P%u has the address of slot %u, which does "
			  "not map it",
			  n, PKMAP_NR(vaddr));
}

/* Nobody holds the lock, and what its holders have stored is in memory. (A
 * store that nobody else looks at does not wait in the buffer for its turn.) */
static bool is_at_rest(void)
{
	for (unsigned int cpu = 0; cpu < sim_cpus(); cpu++)
		if (sim.cpu[cpu].stores)
			return false;
	return !kmap_lock.owner.shared_value;
}

static void check_counts(void)
{
	for (unsigned int nr = 0; nr < LAST_PKMAP; nr++)
		check_slot(nr);
	for (unsigned int n = 0; n < SIM_PAGES; n++)
		check_page(n);
}

/* Only a search that is made again is about what the code reports: then it is
 * known that nothing else is to be found. */
static void hear_self_checks(void)
{
	struct violation_report twice = violation_first(VIOLATION_DOUBLE_MAP);
	struct violation_report count = violation_first(VIOLATION_COUNT);

	if (!twice.count && !count.count)
		return;
	if (heeded && twice.count)
		sim_found(VERDICT_DOUBLE_MAP, "CPU %u, slot %u: %s", twice.cpu,
			  twice.slot, twice.what);
	else if (heeded)
		sim_found(VERDICT_BAD_COUNT, "CPU %u, slot %u: %s", count.cpu,
			  count.slot, count.what);
	spoke = true;
	violation_reset(); /* so that it does not make states differ */
}

void judge_step(void)
{
	look_for_double_map();
	if (is_at_rest())
		check_counts();
	hear_self_checks();
	turns_look();
}

void judge_end(void)
{
	u32 owner = kmap_lock.owner.shared_value;

	check_counts();
	if (owner)
		sim_found(VERDICT_DEADLOCK,
			  "all are done, and CPU %u has not released kmap_lock",
			  owner - 1);
}
