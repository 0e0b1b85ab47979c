/* SPDX-License-Identifier: MIT */
/*
 * highmem_paths.h - which code kmap_high() and kunmap_high() consist of: for
 * mm/highmem.c, mm/reset.c, and strategies with ways of their own.
 *
 * A hit takes a few dozen instructions. So it does not ask what has the same
 * answer for the whole life of a window: which form the lock has, and what the
 * strategy wants. There is a function for each combination that is to be fast,
 * and a slow one for the rest. What is rare is in functions that are called
 * last, so the fast ones need no stack frame.
 */
#ifndef MM_HIGHMEM_PATHS_H
#define MM_HIGHMEM_PATHS_H

#include "mm/strategy.h"

extern struct highmem_paths {
	void *(*kmap)(struct page *page);
	void (*kunmap)(struct page *page);
} highmem_paths;

/* Choose, for kmap_reset(). */
void highmem_choose_paths(const struct kmap_strategy *strategy,
			  const struct pkmap_config *config);

/* kmap_high(), whatever the strategy, for a page that may not be mapped. The
 * second form is called with kmap_lock held, and releases it. */
void *kmap_locked(struct page *page);
void *kmap_finish(struct page *page);

/* kunmap_high() with kmap_lock held, whose release is part of it: nothing has
 * been done yet. `were_on` is from lock_kmap_any(). */
void kunmap_finish(struct page *page, bool were_on);

/* The end of kunmap_high() where the page has been unpinned without the lock,
 * by a locked instruction. `last`: nobody uses it any more. */
void kunmap_unpinned(struct page *page, bool last);

#endif
