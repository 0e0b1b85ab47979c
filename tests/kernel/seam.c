/* SPDX-License-Identifier: MIT */
/* seam.c - see seam.h */
#include "tests/kernel/seam.h"

u32 seam_xchg(struct shared_word *at, u32 value)
{
	return xchg(at->value, value);
}

u32 seam_cmpxchg(struct shared_word *at, u32 old, u32 value)
{
	return cmpxchg(at->value, old, value);
}

u32 seam_fetch_add(struct shared_word *at, u32 value)
{
	return fetch_add(at->value, value);
}

u32 seam_fetch_or(struct shared_word *at, u32 value)
{
	return fetch_or(at->value, value);
}

u32 seam_fetch_and(struct shared_word *at, u32 value)
{
	return fetch_and(at->value, value);
}

u64 seam_pte_xchg64(u64 *at, u64 value)
{
	return pte_xchg64(at, value);
}

u32 seam_store_then_load(struct shared_word *to, struct shared_word *from)
{
	WRITE_ONCE(to->value, 1);
	return READ_ONCE(from->value);
}

u32 seam_store_mb_load(struct shared_word *to, struct shared_word *from)
{
	WRITE_ONCE(to->value, 1);
	smp_mb();
	return READ_ONCE(from->value);
}

u32 seam_store_mb_in_one(struct shared_word *to, struct shared_word *from)
{
	smp_store_mb(to->value, 1);
	return READ_ONCE(from->value);
}

void seam_store_twice(struct shared_word *first, struct shared_word *second)
{
	WRITE_ONCE(first->value, 1);
	WRITE_ONCE(second->value, 1);
}

u32 seam_load_twice(struct shared_word *first, struct shared_word *second)
{
	u32 one = READ_ONCE(first->value);

	return one | READ_ONCE(second->value) << 1;
}

void seam_flush_one(unsigned long vaddr)
{
	local_flush_tlb_one(vaddr);
}

void seam_flush_all(void)
{
	local_flush_tlb_all();
}

void seam_irq_disable(void)
{
	local_irq_disable();
}

void seam_irq_enable(void)
{
	local_irq_enable();
}

bool seam_irq_save(void)
{
	return local_irq_save();
}

void seam_irq_restore(bool were_on)
{
	local_irq_restore(were_on);
}

void seam_halt(void)
{
	safe_halt();
}

void seam_relax(void)
{
	cpu_relax();
}

void seam_sync_core(void)
{
	sync_core();
}
