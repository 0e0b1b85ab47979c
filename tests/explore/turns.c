/* SPDX-License-Identifier: MIT */
/* turns.c - see turns.h */
#include "turns.h"

#include "mm/strategy.h"
#include "mm/window_wait.h"
#include "sim.h"

static bool watched;
static unsigned int bound; /* of the search that is made */

/*
 * While the lock is dropped, each of the other CPUs may be about to take it
 * again and then a slot, after it has found that nobody starves. Where the lock
 * is held all the time, that is known until the slot is taken: `epoch` and
 * `cpumask` never wait for other CPUs, `polled` waits with the lock held, and a
 * case's window is one batch.
 */
static bool drops_the_lock(const struct kmap_strategy *strategy)
{
	bool waits = !strategy->slot_used && !strategy->spinners_serve;

	return strategy->slot_turned_up && !strategy->quiesce && waits;
}

void turns_watch(const struct kmap_strategy *strategy, unsigned int cpus)
{
	watched = true;
	bound = drops_the_lock(strategy) ? cpus - 1 : 0;
	/* It takes its slot before it takes the lock to leave the queue. */
	if (strategy->map_unlocked)
		bound++;
}

void turns_ignore(void)
{
	watched = false;
}

static u8 slots_in_use(void)
{
	u8 in_use = 0;

	for (unsigned int nr = 0; nr < LAST_PKMAP; nr++)
		if (pkmap_count[nr].value.shared_value > 1)
			in_use |= (u8)BIT(nr);
	return in_use;
}

/* All pages of such a case have the same colour. */
void turns_look(void)
{
	u8 in_use;

	if (!watched)
		return;
	in_use = slots_in_use();
	if (!window_starving.colors.shared_value)
		sim.overtaken = 0;
	else if (in_use & ~sim.in_use)
		sim.overtaken++;
	sim.in_use = in_use;
	if (sim.overtaken > bound)
		sim_found(FOUND_BROKEN,
			  "the first waiter was overtaken %u times, although "
			  "all others were held back",
			  sim.overtaken);
}
