/* SPDX-License-Identifier: MIT */
/*
 * strategy.h - the strategy seam: how the recycling of the window is locked.
 *
 * A strategy is one file in mm/strategy/ that fills a struct kmap_strategy and
 * registers it by KMAP_STRATEGY(). Nothing else has to change: parameters,
 * benchmark, scenarios, tables and explorer find it through the registry.
 */
#ifndef MM_STRATEGY_H
#define MM_STRATEGY_H

#include "lib/registry.h"
#include "mm/pkmap.h"

/* What a strategy claims for callers that keep the contract of mm/highmem.h.
 * Stress and scenarios check its claims. What it does not claim may fail. */
#define CLAIM_NO_STALE        BIT(0) /* I1 */
#define CLAIM_NO_DOUBLE_MAP   BIT(1) /* I2 to I6 */
#define CLAIM_NO_LOST_WAKEUP  BIT(2) /* a sleeper gets a slot */
#define CLAIM_NO_DEADLOCK     BIT(3) /* with lock=spin */
#define CLAIM_NO_DEADLOCK_IRQ BIT(4) /* with lock=irq */
#define CLAIM_ANY_CPU         BIT(5) /* an address is good on any CPU */
#define CLAIM_ALL             0x3fu

/* Their names, for records and tests. */
struct claim {
	u32 bit;
	const char *name;
	const char *title; /* one line */
};
unsigned int claim_count(void);
const struct claim *claim_at(unsigned int index);

/* What flush_all_zero_pkmaps() tells its caller. */
enum reclaim_result {
	RECLAIM_GO_ON,     /* look for a slot, as if nothing had happened */
	RECLAIM_LOOK_AGAIN /* the lock was free meanwhile: look first whether
			      the page has been mapped by another thread */
};

/*
 * All but the first five may be left out (NULL, false). "Lock" is kmap_lock;
 * where it is held, interrupts are off in lock=irq.
 */
struct kmap_strategy {
	const char *name;
	const char *title;  /* one line */
	unsigned int order; /* place in lists */
	u32 claims;

	/*
	 * Make unused slots usable again, those of the batch whose turn it is
	 * (mm/pkmap.h): for a caller of kmap_high() that has come to it, or for
	 * kmap_flush_unused(). Lock held at call and return. This function has
	 * to deal with stale translations.
	 */
	enum reclaim_result (*flush_all_zero_pkmaps)(void);

	/* A fresh window: every slot free, every TLB flushed. */
	void (*reset)(void);

	/* Clear the entry of a slot that is being unmapped. Lock held. Left
	 * out: pte_clear(). */
	void (*take_pte)(unsigned int nr);

	/* The caller of kmap_high() on this CPU is about to get the address of
	 * slot nr, newly mapped or not. Lock held. */
	void (*slot_used)(unsigned int nr);

	/* A thread has queued up to sleep for a slot of this colour. Has one
	 * become usable since the thread looked? No lock held, interrupts on.
	 * Left out if that cannot happen: slots become usable only under the
	 * lock, and looking for one does not drop it. */
	bool (*slot_turned_up)(unsigned int color);

	/*
	 * Without the lock, in any context: pin a page that is mapped, and
	 * return its address, or NULL if that did not work. If it is given, all
	 * code changes counts by locked instructions; kmap and kunmap, below,
	 * are given, too.
	 */
	void *(*pin_unlocked)(struct page *page);

	/*
	 * Without the lock: pin a page that is mapped, or map it, pinned.
	 * Returns its address, or NULL if there is no slot: then the caller
	 * sleeps until one may be free. If it is another thread's turn
	 * (!may_take), only pin it, and only if it is in use. May wait for
	 * other CPUs; interrupts on. If it is given, flush_all_zero_pkmaps() is
	 * for kmap_flush_unused() alone.
	 */
	void *(*map_unlocked)(struct page *page, bool may_take);

	/* All that kmap_high() and kunmap_high() do, for pages that are mapped.
	 * mm/highmem_paths.h has what they hand the rest to. */
	void *(*kmap)(struct page *page);
	void (*kunmap)(struct page *page);

	/* At each tick, when a CPU stops being idle, and when it is sent
	 * IPI_QUIESCE: on that CPU, interrupts off. */
	void (*quiesce)(void);

	/* A thread that may have pages mapped has moved from another CPU to
	 * this one. Interrupts on. */
	void (*migrated)(struct thread *thread);

	/* The window is recycled in batches of batch=, and the lock is dropped
	 * between two of them; else all of it at once, as in Linux. */
	bool in_batches;

	/* CPUs that spin with interrupts off serve shootdowns. */
	bool spinners_serve;
};

#define KMAP_STRATEGY(variable) \
	REGISTER(kmap_strategies, struct kmap_strategy, variable)

/* The registry, in the order of `order`. */
unsigned int strategy_count(void);
const struct kmap_strategy *strategy_at(unsigned int index);

/* The one in use: see kmap_reset(). */
extern const struct kmap_strategy *kmap_strategy;

static inline bool strategy_claims(u32 claim)
{
	return (kmap_strategy->claims & claim) == claim;
}

#endif
