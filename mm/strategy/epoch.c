/* SPDX-License-Identifier: MIT */
/*
 * epoch.c - nobody waits for other CPUs to flush: a slot is free once every CPU
 * has happened to flush its whole TLB.
 *
 * Reclaim clears the entries, increments a generation number, and tags the
 * slots with it, half a window before their turn comes. Each CPU, at every
 * tick and when it stops being idle, reads the generation, flushes everything
 * (global entries, too), and then stores the generation that it has read: it
 * has passed that generation. A slot is free when every CPU has passed its
 * tag. An idle CPU counts as if it had: it will flush before it does anything
 * else. Reclaim sends an IPI to each CPU that is behind, so that slots become
 * free soon, but does not wait.
 *
 * Invariants, beyond those of mm/pkmap.h:
 *   E1  count RETIRED: unmapped; the tag is the generation of that moment;
 *   E2  seen[c] = g: CPU c has flushed after generation g was current, so after
 *       everything tagged g or less was unmapped;
 *   E3  entries are cleared, then a full barrier, then the generation rises;
 *   E4  a CPU reads the generation before it flushes, and stores it after;
 *   E5  a CPU clears its idle flag by a locked instruction before it flushes
 *       (smp/idle.c); reclaim reads the flags after a full barrier. So a CPU
 *       that is seen idle flushes after what we have done;
 *   E6  generations are compared by their difference, which stays small, so the
 *       counter may wrap: if a CPU is behind, no slot that has been retired
 *       since becomes free, so it is behind by no more than there are slots;
 *       an idle CPU passes at its next tick; and a slot's turn comes in each
 *       round.
 *
 * Claims: everything, with both locks. The address is good on any CPU. A slot
 * may stay unusable for a tick.
 * Prior art: LATR (ASPLOS 2018), which flushes at ticks and context switches;
 * NetBSD's uvm_emap, which compares generations; read-copy update.
 */
#include "mm/strategy.h"

#include "mm/violation.h"
#include "smp/cpu.h"
#include "smp/idle.h"
#include "smp/point.h"

#define RETIRED      (-1)
#define MAX_DISTANCE (1u << 30)

/* The first reclaim wraps the counter, so that every run has been there. */
#define FIRST_GENERATION (~0u)

static struct {
	SHARED(u32) value; /* changes under kmap_lock */
} generation;

static struct {
	SHARED(u32) generation;
} __cacheline seen[NR_CPUS];

static struct {
	SHARED(u32) generation; /* under kmap_lock, but see slot_turned_up */
} tag[PKMAP_SLOTS_MAX];

static void wake_sleepers(void)
{
	for (unsigned int color = 0; color < pkmap_config.colors; color++)
		if (waitqueue_active(get_pkmap_wait_queue_head(color)))
			wake_up(get_pkmap_wait_queue_head(color));
}

/*
 * Flush everything, and store which generation that covers (E4). A thread may
 * sleep until we have. So there is a full barrier before we look for sleepers,
 * as there is one before they look at what we have stored. Interrupts off.
 */
static void epoch_pass(void)
{
	u32 now = READ_ONCE(generation.value);
	unsigned int me = smp_processor_id();

	if (READ_ONCE(seen[me].generation) == now)
		return;
	local_flush_tlb_all();
	smp_store_mb(seen[me].generation, now);
	POINT(epoch_passed, now);
	wake_sleepers();
}

/* Has CPU `cpu` passed generation `gen`, or will it before it uses any slot? */
static bool has_passed(unsigned int cpu, u32 gen)
{
	return (s32)(READ_ONCE(seen[cpu].generation) - gen) >= 0 ||
	       READ_ONCE(cpu_idle[cpu].is_idle);
}

static bool all_have_passed(u32 gen)
{
	struct cpumask online = shared_cpumask_read(&cpu_online_mask);
	unsigned int cpu;

	for_each_cpu(cpu, &online)
		if (!has_passed(cpu, gen))
			return false;
	return true;
}

static void tag_slots(const struct pkmap_zeroed *zeroed, int count, u32 gen)
{
	for (unsigned int nr = zeroed->first; nr <= zeroed->last; nr++) {
		if (READ_ONCE(pkmap_count[nr].value) != count)
			continue;
		WRITE_ONCE(tag[nr].generation, gen);
		WRITE_ONCE(pkmap_count[nr].value, RETIRED);
	}
}

/* Make those retired slots of a batch free that every CPU has passed: all of
 * them, so that no tag gets old (E6). Neighbours mostly have the same tag.
 * Returns whether there are others. */
static bool free_the_passed(struct pkmap_batch batch, u32 now)
{
	bool some_left = false;
	bool passed = false;
	u32 known = 0; /* the tag that `passed` is about */
	bool any = false;

	for (unsigned int nr = batch.first; nr < batch.end; nr++) {
		u32 gen = READ_ONCE(tag[nr].generation);

		if (READ_ONCE(pkmap_count[nr].value) != RETIRED)
			continue;
		if (now - gen >= MAX_DISTANCE)
			violation(VIOLATION_COUNT, nr, 0, gen,
				  "a tag got too old to be compared");
		if (!any || gen != known)
			passed = all_have_passed(gen);
		known = gen;
		any = true;
		if (passed)
			WRITE_ONCE(pkmap_count[nr].value, 0);
		some_left |= !passed;
	}
	return some_left;
}

/* Ask the CPUs that are behind to flush soon. Nobody waits for them here. */
static void nudge(u32 gen)
{
	struct cpumask others = cpus_online_but_me();
	unsigned int cpu;

	for_each_cpu(cpu, &others)
		if (!has_passed(cpu, gen))
			send_ipi(cpu, IPI_QUIESCE);
}

#define FRESH (-2) /* zeroed just now, not tagged yet; within this function */

/* The batch half a window ahead: there is time until its turn comes. If a batch
 * is the whole window, it is that. */
static struct pkmap_batch batch_ahead(struct pkmap_batch batch)
{
	unsigned int batches =
		(LAST_PKMAP + pkmap_config.batch - 1) / pkmap_config.batch;
	unsigned int nr = batch.first + batches / 2 * pkmap_config.batch;

	if (nr >= batches * pkmap_config.batch)
		nr -= batches * pkmap_config.batch;
	return pkmap_batch_of(nr);
}

/* How many generations a CPU may be behind before it is nudged. */
static u32 may_be_behind(void)
{
	return LAST_PKMAP / pkmap_config.batch / 4;
}

static enum reclaim_result epoch_flush(void)
{
	struct pkmap_batch batch = pkmap_batch_whose_turn_it_is();
	u32 now = READ_ONCE(generation.value);
	struct pkmap_zeroed zeroed;
	bool were_on;

	zeroed = pkmap_zero_batch(batch_ahead(batch), FRESH);
	if (zeroed.count == 0) /* that batch may have no slot of this colour */
		zeroed = pkmap_zero_batch(batch, FRESH);
	POINT(pkmap_unflushed, now);
	if (zeroed.count > 0) {
		now++;
		tag_slots(&zeroed, FRESH, now);
		smp_mb();                            /* E3 */
		smp_store_mb(generation.value, now); /* E5: flags come after */
	}
	were_on = local_irq_save();
	epoch_pass(); /* no need to wait for our own tick */
	local_irq_restore(were_on);
	POINT(pkmap_flushed, now); /* on this CPU */
	nudge(free_the_passed(batch, now) ? now : now - may_be_behind());
	return RECLAIM_GO_ON;
}

/* The sleeper has queued up, executed a full barrier, and looks once more: a
 * CPU may have passed before it queued up, and have seen nobody to wake. */
static bool epoch_slot_turned_up(unsigned int color)
{
	for (unsigned int nr = color; nr < LAST_PKMAP;
	     nr += pkmap_config.colors) {
		int count = READ_ONCE(pkmap_count[nr].value);

		if (count == 0 || count == 1 ||
		    (count == RETIRED &&
		     all_have_passed(READ_ONCE(tag[nr].generation))))
			return true;
	}
	return false;
}

static void epoch_reset(void)
{
	/* Every TLB has just been flushed. */
	WRITE_ONCE(generation.value, FIRST_GENERATION);
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		WRITE_ONCE(seen[cpu].generation, FIRST_GENERATION);
}

static const struct kmap_strategy epoch = {
	.name = "epoch",
	.title = "no shootdown: slots wait until every CPU has flushed",
	.order = 60,
	.claims = CLAIM_ALL,
	.in_batches = true,
	.flush_all_zero_pkmaps = epoch_flush,
	.reset = epoch_reset,
	.slot_turned_up = epoch_slot_turned_up,
	.quiesce = epoch_pass,
};

KMAP_STRATEGY(epoch);
