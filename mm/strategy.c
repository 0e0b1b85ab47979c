/* SPDX-License-Identifier: MIT */
/* strategy.c - see strategy.h */
#include "mm/strategy.h"

/* The linker collects what KMAP_STRATEGY() registers. */
extern const struct kmap_strategy *const __start_kmap_strategies[];
extern const struct kmap_strategy *const __stop_kmap_strategies[];

unsigned int strategy_count(void)
{
	return (unsigned int)(__stop_kmap_strategies - __start_kmap_strategies);
}

/* How many come before this one. */
static unsigned int rank(const struct kmap_strategy *strategy)
{
	unsigned int before = 0;

	for (unsigned int i = 0; i < strategy_count(); i++)
		before += __start_kmap_strategies[i]->order < strategy->order;
	return before;
}

const struct kmap_strategy *strategy_at(unsigned int index)
{
	for (unsigned int i = 0; i < strategy_count(); i++)
		if (rank(__start_kmap_strategies[i]) == index)
			return __start_kmap_strategies[i];
	return NULL;
}
