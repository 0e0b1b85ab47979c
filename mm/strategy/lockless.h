/* SPDX-License-Identifier: MIT */
/*
 * lockless.h - pin and unpin without the lock, for strategies that build on
 * `lockless`.
 */
#ifndef MM_STRATEGY_LOCKLESS_H
#define MM_STRATEGY_LOCKLESS_H

#include "mm/strategy.h"

/* As struct kmap_strategy's pin_unlocked() and unpin_unlocked(). */
void *lockless_pin(struct page *page);
bool lockless_unpin(struct page *page);

#endif
