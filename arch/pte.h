/* SPDX-License-Identifier: MIT */
/*
 * pte.h - page table entries of PAE paging, and how to change them while other
 * CPUs walk the tables.
 *
 * An entry has 64 bits, a store 32: between two stores a walker sees half of
 * each. So a present entry is written high word first, and removed low word
 * first, because the low word holds the present bit; one present entry is
 * replaced by another in a single locked operation. (Intel SDM vol. 3, 4.4.2
 * for the format, 4.10 for what a TLB may have kept.)
 *
 * Portable: built on the machine seam only. None of these flushes a TLB.
 */
#ifndef ARCH_PTE_H
#define ARCH_PTE_H

#include "arch/machine.h"

#define PTE_PRESENT  (1ull << 0)
#define PTE_WRITE    (1ull << 1)
#define PTE_PWT      (1ull << 3)
#define PTE_PCD      (1ull << 4)
#define PTE_ACCESSED (1ull << 5)
#define PTE_DIRTY    (1ull << 6)
#define PTE_LARGE    (1ull << 7) /* in a page directory: a 2 MiB page */
#define PTE_GLOBAL   (1ull << 8)
#define PTE_NX       (1ull << 63)

#define PTE_ADDRESS 0x000ffffffffff000ull

struct pte {
	SHARED(u32) low;
	SHARED(u32) high;
} __aligned(8);

/* Make an entry present that is not. */
static inline void set_pte(struct pte *pte, u64 value)
{
	WRITE_ONCE(pte->high, (u32)(value >> 32));
	WRITE_ONCE(pte->low, (u32)value);
}

/* Make an entry not present. Copies in TLBs stay until they are flushed. */
static inline void pte_clear(struct pte *pte)
{
	WRITE_ONCE(pte->low, 0);
	WRITE_ONCE(pte->high, 0);
}

/* Replace any entry by any other, in one step. Returns the old entry, with its
 * accessed and dirty bits. */
static inline u64 ptep_xchg(struct pte *pte, u64 value)
{
	return pte_xchg64(pte, value);
}

/*
 * The entry as it is now. The two halves are read one after the other, so the
 * result is exact only while nobody replaces the entry: hold the lock that
 * guards it.
 */
static inline u64 pte_read(struct pte *pte)
{
	u32 low = READ_ONCE(pte->low);

	return (u64)READ_ONCE(pte->high) << 32 | low;
}

static inline u32 pte_pfn(u64 value)
{
	return (u32)((value & PTE_ADDRESS) >> 12);
}

#endif
