/* SPDX-License-Identifier: MIT */
/* test_paging.c - what the page tables forbid, and where memory is. */
#include "arch/paging.h"
#include "arch/safecopy.h"
#include "job/test.h"
#include "mm/highmem.h"

extern const char text_start[], rodata_end[]; /* linker.ld */

static bool can_write(unsigned long vaddr)
{
	u32 same;

	return safe_copy(&same, (void *)vaddr, 1) &&
	       safe_copy((void *)vaddr, &same, 1);
}

static bool can_read(unsigned long vaddr)
{
	u32 value;

	return safe_copy(&value, (void *)vaddr, 1);
}

KERNEL_TEST(null_pointer_faults, 1)
{
	EXPECT(!can_read(0));
	EXPECT(!can_read(4092));
}

KERNEL_TEST(image_is_write_protected, 1)
{
	static u32 data;

	EXPECT(can_read((unsigned long)text_start));
	EXPECT(!can_write((unsigned long)text_start));
	EXPECT(!can_write((unsigned long)rodata_end - 4096));
	EXPECT(can_write((unsigned long)&data));
}

KERNEL_TEST(data_is_not_executable, 1)
{
	static u32 data;
	u64 pte = pte_read(pte_of((unsigned long)&data));
	u64 text = pte_read(pte_of((unsigned long)text_start));

	if (!(kernel_page_flags() & PTE_NX)) {
		test_skip("the CPU has no NX");
		return;
	}
	EXPECT(pte & PTE_NX);
	EXPECT(!(text & PTE_NX));
}

KERNEL_TEST(stacks_have_guard_pages, 1)
{
	unsigned long here = (unsigned long)__builtin_frame_address(0);
	unsigned long at = here & PAGE_MASK;
	int pages = 0;

	EXPECT(here >= STACK_BASE && here < STACK_END);
	while (can_read(at) && pages <= STACK_PAGES) {
		at -= PAGE_SIZE;
		pages++;
	}
	EXPECT(pages >= 1 && pages <= STACK_PAGES);
}

/* The table itself is at the end of a chain of physical addresses. */
KERNEL_TEST(page_tables_are_below_4_gib, 1)
{
	unsigned long pkmap = (unsigned long)pte_of(PKMAP_BASE);
	unsigned long alias = (unsigned long)pte_of(ALIAS_BASE);

	EXPECT(pkmap >= PAGE_OFFSET && pkmap < PAGE_OFFSET + DIRECT_MAP_SIZE);
	EXPECT(alias >= PAGE_OFFSET && alias < PAGE_OFFSET + DIRECT_MAP_SIZE);
}

KERNEL_TEST(clearing_an_entry_leaves_nothing, 1)
{
	struct pte pte = { SHARED_INIT(0), SHARED_INIT(0) };

	set_pte(&pte, 0x123456789067ull);
	EXPECT(pte_read(&pte) == 0x123456789067ull);
	EXPECT(pte_pfn(pte_read(&pte)) == 0x23456789u);
	EXPECT(ptep_xchg(&pte, 0xfff000111ull) == 0x123456789067ull);
	EXPECT(pte_read(&pte) == 0xfff000111ull);
	pte_clear(&pte);
	EXPECT(pte_read(&pte) == 0);
}
