/* SPDX-License-Identifier: MIT */
/* test_paging.c - what the page tables forbid, and where memory is. */
#include "arch/paging.h"
#include "arch/safecopy.h"
#include "job/test.h"
#include "mm/highmem.h"
#include "mm/kmap_local.h"
#include "oracle/testframes.h"

#define PTE_USER (1ull << 2) /* there are no users */

/* linker.ld */
extern const char text_start[], text_end[], rodata_end[], image_end[];

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

/* Of every page of the image from `start` on: which flags, of those in `mask`?
 */
static bool image_has_flags(const char *start, const char *end, u64 mask,
			    u64 flags)
{
	unsigned long at = ALIGN_UP((unsigned long)start, PAGE_SIZE);

	for (; at < (unsigned long)end; at += PAGE_SIZE) {
		struct pte *pte = pte_of(at);

		if (!pte || (pte_read(pte) & mask) != flags)
			return false;
	}
	return true;
}

/* Code is neither data nor the other way round, page by page. */
KERNEL_TEST(each_page_of_the_image_has_its_rights, 1)
{
	u64 nx = kernel_page_flags() & PTE_NX;
	u64 global = kernel_page_flags() & PTE_GLOBAL;
	u64 all = PTE_PRESENT | PTE_WRITE | PTE_GLOBAL | PTE_NX | PTE_PCD |
		  PTE_PWT | PTE_USER;

	EXPECT(global == (cpu_features.pge ? PTE_GLOBAL : 0));
	EXPECT(nx == (cpu_features.nx ? PTE_NX : 0));
	EXPECT(image_has_flags(text_start, text_end, all,
			       PTE_PRESENT | global));
	EXPECT(image_has_flags(text_end, rodata_end, all,
			       PTE_PRESENT | global | nx));
	EXPECT(image_has_flags(rodata_end, image_end, all,
			       PTE_PRESENT | PTE_WRITE | global | nx));
}

/* A cached register would keep its first value: no emulator shows that. */
KERNEL_TEST(devices_are_not_cached, 1)
{
	u64 flags = kernel_page_flags() | PTE_PCD | PTE_PWT;
	unsigned int pages = 0;

	for (unsigned long at = DEVICE_BASE;; at += PAGE_SIZE) {
		u64 pte = pte_read(pte_of(at));

		if (!(pte & PTE_PRESENT))
			break;
		EXPECT((pte & ~PTE_ADDRESS & ~(PTE_ACCESSED | PTE_DIRTY)) ==
		       flags);
		pages++;
	}
	if (!cpu_features.x2apic)
		EXPECT(pages > 0); /* the local APIC's registers */
}

/* Neither are other pages, or everything would be slow. */
KERNEL_TEST(memory_is_cached, 1)
{
	unsigned long at[] = { (unsigned long)text_start,
			       (unsigned long)__builtin_frame_address(0),
			       (unsigned long)test_frame_alias(0) };

	EXPECT(!(kernel_page_flags() & (PTE_PCD | PTE_PWT | PTE_USER)));
	for (unsigned int i = 0; i < ARRAY_SIZE(at); i++)
		EXPECT(!(pte_read(pte_of(at[i])) & (PTE_PCD | PTE_PWT)));
}

/* Accessed and dirty are the CPU's. */
static bool is_kernel_data(unsigned long at)
{
	u64 pte = pte_read(pte_of(at)) & ~PTE_ADDRESS;

	return (pte & ~(PTE_ACCESSED | PTE_DIRTY)) == kernel_page_flags();
}

/* Whichever way it is reached. */
KERNEL_TEST(memory_is_mapped_as_kernel_data, 1)
{
	struct page *page = test_frame_page(0);
	void *local = kmap_local_page(page);
	void *high = kmap_high(page);
	static u32 data;
	u32 word;

	EXPECT(is_kernel_data((unsigned long)high & PAGE_MASK));
	EXPECT(is_kernel_data((unsigned long)local & PAGE_MASK));
	EXPECT(is_kernel_data((unsigned long)test_frame_alias(0)));
	EXPECT(is_kernel_data((unsigned long)&word & PAGE_MASK));
	EXPECT(is_kernel_data((unsigned long)&data & PAGE_MASK));
	EXPECT(pte_pfn(pte_read(pte_of((unsigned long)high))) ==
	       page_to_pfn(page));
	kunmap_high(page);
	kunmap_local(local);
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
