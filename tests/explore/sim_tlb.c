/* SPDX-License-Identifier: MIT */
/* sim_tlb.c - see sim_impl.h */
#include "sim_impl.h"

#include <string.h>

#include "names.h"
#define BAD_PAGE   15        /* the number of what is no page of ours */
#define PFN_STRIDE 0x100001u /* both words of an entry differ between pages */

bool sim_perfect_tlbs;

/*
 * Pages. mem_map is a huge sparse array, so that a page's number has bits in
 * both words of an entry.
 */
struct page *sim_page(unsigned int n)
{
	return pfn_to_page((n + 1) * PFN_STRIDE);
}

int sim_page_number(u32 pfn)
{
	if (pfn == 0 || pfn % PFN_STRIDE || pfn / PFN_STRIDE > SIM_PAGES)
		return -1;
	return (int)(pfn / PFN_STRIDE) - 1;
}

/* Of mm/kmap_local.c's slots there are only few: of the first CPUs, the first
 * levels. */
int slot_of_address(unsigned long vaddr)
{
	unsigned long nr = (vaddr - KMAP_LOCAL_BASE) >> PAGE_SHIFT;
	unsigned long level = nr % KMAP_LOCAL_SLOTS;

	if (vaddr < KMAP_LOCAL_BASE)
		return (int)((vaddr - PKMAP_BASE) >> PAGE_SHIFT);
	sim_expect(level < SIM_LOCAL_LEVELS, "more slots than are simulated");
	return (int)(PKMAP_SLOTS_MAX +
		     nr / KMAP_LOCAL_SLOTS * SIM_LOCAL_LEVELS + level);
}

struct pte *pte_of(unsigned long vaddr)
{
	int slot = slot_of_address(vaddr);

	return slot < SIM_SLOTS ? &sim.table[slot] : NULL;
}

/* Slot of a word of the page table, or -1. */
int slot_of_word(const void *at)
{
	const u8 *byte = at;
	const u8 *first = (const u8 *)sim.table;

	if (byte < first || byte >= first + sizeof(sim.table))
		return -1;
	return (int)((size_t)(byte - first) / sizeof(struct pte));
}

u64 entry_now(int slot)
{
	const struct pte *pte = &sim.table[slot];

	return (u64)pte->high.shared_value << 32 | pte->low.shared_value;
}

/* The set with the one page that the entry maps now, or the empty one. */
u16 page_set(u64 entry)
{
	int page = sim_page_number(pte_pfn(entry));

	if (!(entry & PTE_PRESENT))
		return 0;
	return (u16)(1u << (page < 0 ? BAD_PAGE : page));
}

/* Every CPU may have filled its TLB from the entry as it was. */
void may_be_held(int slot, u64 entry)
{
	for (unsigned int cpu = 0; cpu < sim_cpus(); cpu++) {
		footprint_add(cpu, PART_TLB);
		sim.cpu[cpu].old[slot] |= page_set(entry);
	}
}

/* Take an entry. Has any CPU filled its TLB from it? The accessed bit tells. If
 * no program has used the entry, both answers are possible. */
u64 sim_xchg_pte(void *at, u64 value)
{
	int slot = slot_of_word(at);
	u64 old;

	if (!sim_running()) {
		old = memory_read(at, 8);
		memcpy(at, &value, 8);
		return old;
	}
	visible(&sim.table[slot].low, true);
	self()->taking = at;
	suspend(AT_XCHG);
	self()->taking = NULL;
	drain_all(self());
	footprint_write(at);
	old = entry_now(slot);
	if (old & PTE_PRESENT && self()->arg)
		old |= PTE_ACCESSED;
	if (old & PTE_ACCESSED)
		may_be_held(slot, old);
	memcpy(at, &value, 8);
	if (old & PTE_PRESENT)
		sim_event(event_of_slot(EVENT_ENTRY_CLEAR, slot, EVENT_NONE),
			  "takes the entry of slot %d: the accessed bit is %s",
			  slot, old & PTE_ACCESSED ? "set" : "clear");
	if (value & PTE_PRESENT)
		say_entry(slot, value);
	return old;
}

static void flush(int first, int last)
{
	step();
	drain_all(self());
	footprint_own(sim_cpu_id(), PART_TLB);
	for (int slot = first; slot <= last; slot++)
		self()->old[slot] = 0;
}

void sim_flush_one(unsigned long vaddr)
{
	int slot = slot_of_address(vaddr);

	if (!sim_running())
		return;
	flush(slot, slot);
	sim_event(event_of_slot(EVENT_FLUSH, slot, EVENT_NONE),
		  "flushes slot %d from its TLB", slot);
}

void sim_flush_all(void)
{
	if (!sim_running())
		return;
	flush(0, SIM_SLOTS - 1);
	sim_event(event_of(EVENT_FLUSH), "flushes its whole TLB");
}

bool has_buffered(int slot)
{
	for (unsigned int i = 0; i < self()->stores; i++)
		if (slot_of_word(self()->store[i].at) == slot)
			return true;
	return false;
}

u16 sim_reach(const void *vaddr)
{
	int slot = slot_of_address((unsigned long)vaddr);
	u16 may;

	step();
	/* A CPU's own page walks see its stores; setting the accessed bit is a
	 * locked access to the entry, which then must be in memory. */
	if (has_buffered(slot))
		drain_all(self());
	footprint_own(sim_cpu_id(), PART_TLB);
	footprint_read(&sim.table[slot]);
	may = page_set(entry_now(slot));
	if (!sim_perfect_tlbs)
		may |= self()->old[slot];
	if ((entry_now(slot) & (PTE_PRESENT | PTE_ACCESSED)) == PTE_PRESENT) {
		footprint_write(&sim.table[slot]);
		sim.table[slot].low.shared_value |= PTE_ACCESSED;
	}
	return may;
}

static struct event access_of(int slot, int wanted, u16 may)
{
	struct event event = event_of_slot(EVENT_ACCESS, slot, wanted);

	event.reached = may & ((1u << BAD_PAGE) - 1);
	if (may >> BAD_PAGE)
		event.reached |= BIT(EVENT_NO_PAGE);
	return event;
}

void sim_use(const void *vaddr, const struct page *page)
{
	int slot = (int)(((unsigned long)vaddr - PKMAP_BASE) >> PAGE_SHIFT);
	int wanted = sim_page_number(page_to_pfn(page));
	u16 may = sim_reach(vaddr);

	sim_event(access_of(slot, wanted, may),
		  "uses slot %d, to reach page P%d", slot, wanted);
	if (may == 0)
		sim_found(VERDICT_STALE, "CPU %u faults: slot %d is not mapped",
			  sim_cpu_id(), slot);
	else if (may & ~(1u << wanted))
		sim_found(VERDICT_STALE,
			  "CPU %u wants page P%d through slot %d, but its TLB "
			  "may still have %s there",
			  sim_cpu_id(), wanted, slot,
			  page_set_text(may & (u16) ~(1u << wanted)));
}
