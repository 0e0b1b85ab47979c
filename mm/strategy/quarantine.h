/* SPDX-License-Identifier: MIT */
/*
 * quarantine.h - the recycling of `quarantine`, for strategies that build on
 * it.
 */
#ifndef MM_STRATEGY_QUARANTINE_H
#define MM_STRATEGY_QUARANTINE_H

#include "mm/strategy.h"

/* As struct kmap_strategy's flush_all_zero_pkmaps(). */
enum reclaim_result quarantine_flush(void);

#endif
