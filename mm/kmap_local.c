/* SPDX-License-Identifier: MIT */
/* kmap_local.c - see kmap_local.h */
#include "mm/kmap_local.h"

#include "arch/panic.h"
#include "arch/pte.h"
#include "mm/highmem.h"
#include "smp/preempt.h"
#include "smp/thread.h"

_Static_assert(KMAP_LOCAL_DEPTH <= KMAP_LOCAL_SLOTS, "a slot for each level");
_Static_assert(512 % KMAP_LOCAL_SLOTS == 0, "a CPU's slots in one page table");

/* Written at the start only: the entries of each CPU's slots, and what they all
 * have besides the frame. */
static struct {
	u64 flags;
	struct pte *tables[NR_CPUS];
} local_slots __read_mostly;

/* Their callers say which CPU this is, so that they need not ask anew. */
static unsigned long address_of(unsigned int cpu, unsigned int level)
{
	return KMAP_LOCAL_BASE + (cpu * KMAP_LOCAL_SLOTS + level) * PAGE_SIZE;
}

static void set_slot(unsigned int cpu, unsigned int level, u32 pfn)
{
	set_pte(&local_slots.tables[cpu][level],
		(u64)pfn << PAGE_SHIFT | local_slots.flags);
}

static void clear_slot(unsigned int cpu, unsigned int level)
{
	pte_clear(&local_slots.tables[cpu][level]);
	local_flush_tlb_one(address_of(cpu, level));
}

void *kmap_local_page(struct page *page)
{
	u32 pfn = page_to_pfn(page);
	unsigned int cpu, level;
	struct thread *me;
	void *vaddr;

	if (pfn < highstart_pfn)
		return page_address(page);
	/* In between, a switch would put an older entry into the slot. */
	preempt_disable();
	cpu = smp_processor_id();
	me = thread_current();
	level = READ_ONCE(me->kmap_local_depth);
	assert(level < KMAP_LOCAL_DEPTH);
	/* First: a handler that interrupts us then takes the next level. */
	WRITE_ONCE(me->kmap_local_depth, level + 1);
	WRITE_ONCE(me->kmap_local_pfn[level], pfn);
	set_slot(cpu, level, pfn);
	vaddr = (void *)address_of(cpu, level);
	preempt_enable();
	return vaddr;
}

void kunmap_local(const void *vaddr)
{
	unsigned long at = (unsigned long)vaddr & PAGE_MASK;
	unsigned int cpu, depth;
	struct thread *me;

	if (at < KMAP_LOCAL_BASE)
		return; /* a low page */
	/* In between, a switch back would map the page again. */
	preempt_disable();
	cpu = smp_processor_id();
	me = thread_current();
	depth = READ_ONCE(me->kmap_local_depth);
	assert(depth > 0 && at == address_of(cpu, depth - 1));
	clear_slot(cpu, depth - 1);
	WRITE_ONCE(me->kmap_local_depth, depth - 1);
	preempt_enable();
}

/* A thread takes its mappings along when it leaves the CPU to another one. */
static void switch_mappings(struct thread *from, struct thread *to)
{
	unsigned int cpu = smp_processor_id();

	for (unsigned int i = 0; i < READ_ONCE(from->kmap_local_depth); i++)
		clear_slot(cpu, i);
	for (unsigned int i = 0; i < READ_ONCE(to->kmap_local_depth); i++)
		set_slot(cpu, i, READ_ONCE(to->kmap_local_pfn[i]));
}

void kmap_local_init(void)
{
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		local_slots.tables[cpu] = pte_of(address_of(cpu, 0));
	local_slots.flags = kernel_page_flags();
	thread_switch_hook = switch_mappings;
}
