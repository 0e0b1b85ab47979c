/* SPDX-License-Identifier: MIT */
/* testframes.c - see testframes.h */
#include "oracle/testframes.h"

#include "arch/paging.h"
#include "arch/panic.h"

#define FOUR_GIB_PFN (1u << (32 - PAGE_SHIFT))
#define ALIAS_MAX    ((ALIAS_END - ALIAS_BASE) / 4096u)

static u32 *pfns; /* of the test frames */
static u32 size;
static u32 nonce;

/* Room for the list, from low memory. */
static u32 *alloc_list(u32 entries)
{
	u32 bytes = ALIGN_UP(entries * sizeof(u32), PAGE_SIZE);
	struct page *page = memblock_alloc(ZONE_LOW, bytes >> PAGE_SHIFT);

	return page ? page_address(page) : NULL;
}

/* For odd numbers a frame above 4 GiB, if one is free; else any frame. */
static struct page *alloc_frame(u32 index)
{
	struct page *page = NULL;

	if (index % 2)
		page = memblock_alloc_from(ZONE_HIGH, 1, FOUR_GIB_PFN);
	return page ? page : memblock_alloc(ZONE_HIGH, 1);
}

void test_frames_init(u32 wanted)
{
	u32 most = min(wanted, memblock_nr_free(ZONE_HIGH) / 2);

	most = min(most, (u32)ALIAS_MAX);
	pfns = alloc_list(most);
	while (pfns && size < most) {
		struct page *page = alloc_frame(size);

		if (!page)
			break;
		pfns[size] = page_to_pfn(page);
		map_page(ALIAS_BASE + size * PAGE_SIZE,
			 (u64)pfns[size] << PAGE_SHIFT);
		size++;
	}
	test_frames_tag_all();
}

u32 test_frames_count(void)
{
	return size;
}

struct page *test_frame_page(u32 index)
{
	return pfn_to_page(pfns[index]);
}

struct frame_line *test_frame_alias(u32 index)
{
	return (struct frame_line *)(ALIAS_BASE + index * PAGE_SIZE);
}

void test_frame_tag(u32 index)
{
	struct frame_line *line = test_frame_alias(index);

	for (int i = 0; i < FRAME_LINES; i++)
		line[i] = (struct frame_line){ .magic = TAG_MAGIC,
					       .pfn = pfns[index],
					       .nonce = nonce };
}

void test_frames_tag_all(void)
{
	nonce = nonce * 1664525u + 1013904223u; /* any other number */
	for (u32 i = 0; i < size; i++)
		test_frame_tag(i);
}

u32 test_frames_nonce(void)
{
	return nonce;
}
