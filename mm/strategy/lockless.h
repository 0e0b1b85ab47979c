/* SPDX-License-Identifier: MIT */
/*
 * lockless.h - pin and unpin without the lock, for strategies that build on
 * `lockless`.
 */
#ifndef MM_STRATEGY_LOCKLESS_H
#define MM_STRATEGY_LOCKLESS_H

#include "mm/strategy.h"

/* As the hooks of struct kmap_strategy: pin_unlocked(), kmap(), kunmap(). */
void *lockless_pin(struct page *page);
void *lockless_kmap(struct page *page);
void lockless_kunmap(struct page *page);

#endif
