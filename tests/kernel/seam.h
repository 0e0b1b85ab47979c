/* SPDX-License-Identifier: MIT */
/*
 * seam.h - each name of the machine seam (arch/machine.h) as a function of its
 * own. The litmus tests run them; tests/build/test_seam.py looks at which
 * instructions they are.
 */
#ifndef TESTS_KERNEL_SEAM_H
#define TESTS_KERNEL_SEAM_H

#include "arch/machine.h"

struct shared_word {
	SHARED(u32) value;
} __cacheline;

/* Locked instructions */
u32 seam_xchg(struct shared_word *at, u32 value);
u32 seam_cmpxchg(struct shared_word *at, u32 old, u32 value);
u32 seam_fetch_add(struct shared_word *at, u32 value);
u32 seam_fetch_or(struct shared_word *at, u32 value);
u32 seam_fetch_and(struct shared_word *at, u32 value);
u64 seam_pte_xchg64(u64 *at, u64 value);

/* Store 1 to one word, then return another: with nothing in between, with
 * smp_mb(), and by smp_store_mb(). */
u32 seam_store_then_load(struct shared_word *to, struct shared_word *from);
u32 seam_store_mb_load(struct shared_word *to, struct shared_word *from);
u32 seam_store_mb_in_one(struct shared_word *to, struct shared_word *from);

/* Two stores in this order; two loads in this order, the second one's result in
 * bit 1. */
void seam_store_twice(struct shared_word *first, struct shared_word *second);
u32 seam_load_twice(struct shared_word *first, struct shared_word *second);

void seam_flush_one(unsigned long vaddr);
void seam_flush_all(void);
void seam_irq_disable(void);
void seam_irq_enable(void);
bool seam_irq_save(void);
void seam_irq_restore(bool were_on);
void seam_halt(void);
void seam_relax(void);
void seam_sync_core(void);

#endif
