/* SPDX-License-Identifier: GPL-2.0 */
/*
 * pages.h - pages of high memory. Each holds its own number, so that an access
 * shows which page it reached.
 */
#ifndef KMAPCOMPARE_PAGES_H
#define KMAPCOMPARE_PAGES_H

#include <linux/highmem.h>
#include <linux/threads.h>

/* More than the window has slots, so that it is recycled all the time. */
#define PAGES_PER_THREAD (LAST_PKMAP + LAST_PKMAP / 8 + 1)
#define PAGES_THREADS    NR_CPUS
#define PAGES_COUNT      (PAGES_PER_THREAD * PAGES_THREADS)

extern struct page *pages[PAGES_COUNT];

/* Words of a page: its number; and what was written last. */
enum { WORD_NUMBER, WORD_WRITTEN };

/* Returns 0, or -ENOMEM. From task context, once. */
int pages_get(void);

static inline u32 number_in(const void *vaddr)
{
	return READ_ONCE(((const u32 *)vaddr)[WORD_NUMBER]);
}

#endif
