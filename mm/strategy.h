/* SPDX-License-Identifier: MIT */
/*
 * strategy.h - the strategy seam: how the recycling of the window is locked.
 *
 * A strategy is one file in mm/strategy/ that fills a struct kmap_strategy and
 * registers it with KMAP_STRATEGY(). Nothing else has to be touched:
 * parameters, benchmark, scenarios, table and explorer find it through the
 * registry.
 */
#ifndef MM_STRATEGY_H
#define MM_STRATEGY_H

#include "mm/pkmap.h"

/* What a strategy claims for callers that keep the contract of mm/highmem.h.
 * Stress and scenarios hold it to that; a claim not made may be broken. */
#define CLAIM_NO_STALE	      BIT(0) /* I1 */
#define CLAIM_NO_DOUBLE_MAP   BIT(1) /* I2 to I6 */
#define CLAIM_NO_LOST_WAKEUP  BIT(2) /* who sleeps for a slot gets one */
#define CLAIM_NO_DEADLOCK     BIT(3) /* with lock=spin */
#define CLAIM_NO_DEADLOCK_IRQ BIT(4) /* with lock=irq */
#define CLAIM_ALL	      0x1fu

/* May the lock have been free during flush_all_zero_pkmaps()? What to do then
 */
enum reclaim_result {
	RECLAIM_GO_ON,     /* nothing, or the strategy does not care */
	RECLAIM_LOOK_AGAIN /* see whether the page is mapped by now */
};

struct kmap_strategy {
	const char *name;
	const char *summary; /* one line */
	unsigned int order;  /* place in lists */
	u32 claims;

	/*
	 * Make unused slots usable, for a caller of kmap_high() that found no
	 * more, or for kmap_flush_unused(). Lock held at call and return. Stale
	 * translations are this function's to deal with.
	 */
	enum reclaim_result (*flush_all_zero_pkmaps)(void);
};

#define KMAP_STRATEGY(variable)                                        \
	static const struct kmap_strategy *const variable##_registered \
		__section("kmap_strategies") __used = &(variable)

/* The registry, in the order of `order`. */
#define STRATEGIES_MAX 32
unsigned int strategy_count(void);
const struct kmap_strategy *strategy_at(unsigned int index);

/* The one in use: see kmap_reset(). */
extern const struct kmap_strategy *kmap_strategy;

static inline bool strategy_claims(u32 claim)
{
	return (kmap_strategy->claims & claim) == claim;
}

#endif
