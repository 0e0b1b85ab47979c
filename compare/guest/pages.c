/* SPDX-License-Identifier: GPL-2.0 */
/* pages.c - see pages.h */
#include "pages.h"

struct page *pages[PAGES_COUNT];

static void number(unsigned int i)
{
	u32 *words = kmap_local_page(pages[i]);

	words[WORD_NUMBER] = i;
	words[WORD_WRITTEN] = 0;
	kunmap_local(words);
}

int pages_get(void)
{
	unsigned int i;

	for (i = 0; i < PAGES_COUNT; i++) {
		pages[i] = alloc_page(GFP_HIGHUSER);
		if (!pages[i] || !PageHighMem(pages[i]))
			return -ENOMEM;
		number(i);
	}
	return 0;
}
