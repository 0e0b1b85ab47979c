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

/* Entries of each CPU's slots. */
static struct pte *tables[NR_CPUS];

static unsigned long address_of(unsigned int level)
{
	return KMAP_LOCAL_BASE +
	       (smp_processor_id() * KMAP_LOCAL_SLOTS + level) * PAGE_SIZE;
}

static void set_slot(unsigned int level, u32 pfn)
{
	set_pte(&tables[smp_processor_id()][level],
		(u64)pfn << PAGE_SHIFT | kernel_page_flags());
}

static void clear_slot(unsigned int level)
{
	pte_clear(&tables[smp_processor_id()][level]);
	local_flush_tlb_one(address_of(level));
}

void *kmap_local_page(struct page *page)
{
	struct thread *me;
	unsigned int level;
	void *vaddr;

	if (page_to_pfn(page) < highstart_pfn)
		return page_address(page);
	/* In between, a switch would put an older entry into the slot. */
	preempt_disable();
	me = thread_current();
	level = READ_ONCE(me->kmap_local_depth);
	assert(level < KMAP_LOCAL_DEPTH);
	/* First: a handler that interrupts us then takes the next level. */
	WRITE_ONCE(me->kmap_local_depth, level + 1);
	WRITE_ONCE(me->kmap_local_pfn[level], page_to_pfn(page));
	set_slot(level, page_to_pfn(page));
	vaddr = (void *)address_of(level);
	preempt_enable();
	return vaddr;
}

void kunmap_local(const void *vaddr)
{
	struct thread *me;
	unsigned long at = (unsigned long)vaddr & PAGE_MASK;
	unsigned int depth;

	if (at < KMAP_LOCAL_BASE)
		return; /* a low page */
	/* In between, a switch back would map the page again. */
	preempt_disable();
	me = thread_current();
	depth = READ_ONCE(me->kmap_local_depth);
	assert(depth > 0 && at == address_of(depth - 1));
	clear_slot(depth - 1);
	WRITE_ONCE(me->kmap_local_depth, depth - 1);
	preempt_enable();
}

/* A thread takes its mappings along when it leaves the CPU to another one. */
static void switch_mappings(struct thread *from, struct thread *to)
{
	for (unsigned int i = 0; i < READ_ONCE(from->kmap_local_depth); i++)
		clear_slot(i);
	for (unsigned int i = 0; i < READ_ONCE(to->kmap_local_depth); i++)
		set_slot(i, READ_ONCE(to->kmap_local_pfn[i]));
}

void kmap_local_init(void)
{
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		tables[cpu] = pte_of(KMAP_LOCAL_BASE +
				     cpu * KMAP_LOCAL_SLOTS * PAGE_SIZE);
	thread_switch_hook = switch_mappings;
}
