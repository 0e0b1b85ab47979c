/* SPDX-License-Identifier: MIT */
/*
 * percpu.c - every CPU has slots of its own, and maps pages without any lock.
 *
 * The window is divided among the CPUs that are online. A CPU that has to map a
 * page takes the next free one of its own slots. When it comes to the first
 * slot of a batch, it recycles that batch: it unmaps what nobody uses, with one
 * shootdown for all of it, and no lock. Only if none of its own can be had does
 * it take a slot of another CPU. A slot is taken by compare-and-swap on its
 * count, so it does not matter whose it is. Pages are shared: a page is claimed
 * by compare-and-swap on its address, so it has one slot, and whoever comes
 * later pins it there, as in `lockless`. kmap_lock is taken only to sleep,
 * while somebody starves, and by kmap_flush_unused().
 *
 * Invariants: those of mm/strategy/claim.h. A flush's mark is the CPU's number:
 * it is not preempted until it has made the slots free.
 *
 * Claims: everything, with both locks. The address is good on any CPU. A CPU
 * that works alone has only its part of the window for pages it uses again.
 * Prior art: magazines of slab allocators (Bonwick and Adams, USENIX 2001);
 * Linux's per-CPU blocks of vmap addresses (vm_map_ram).
 */
#include "mm/strategy/claim.h"

#include "smp/cpu.h"

/* A CPU's part of the window, and where it has got to. */
static struct {
	SHARED(unsigned int) first;
	SHARED(unsigned int) end;
	SHARED(unsigned int) next;
} __cacheline own[NR_CPUS];

static int mark_of(unsigned int cpu)
{
	return -2 - (int)cpu;
}

/* Unmap, flush and make free what nobody uses. Preemption off. */
static __noinline void recycle(struct pkmap_batch batch)
{
	int mine = mark_of(smp_processor_id());
	struct pkmap_zeroed zeroed = { 0, 0, 0 };

	unmap_unused(batch, mine, &zeroed);
	if (zeroed.count > 0)
		flush_and_free(&zeroed, mine);
}

static struct pkmap_batch batch_from(unsigned int nr, unsigned int end)
{
	struct pkmap_batch batch;

	batch.first = nr;
	batch.end = min(nr + pkmap_config.batch, end);
	return batch;
}

/* The next free one of this CPU's slots; it is ours then. Preemption off. */
static unsigned int take_own(unsigned int color)
{
	unsigned int me = smp_processor_id();
	struct pkmap_batch mine = { READ_ONCE(own[me].first),
				    READ_ONCE(own[me].end) };
	unsigned int nr = READ_ONCE(own[me].next);

	if (mine.first == mine.end)
		return NO_SLOT;
	/* The rest of a batch, then a round over all of them. */
	for (unsigned int left = mine.end - mine.first +
				 min(pkmap_config.batch, mine.end - mine.first);
	     left > 0; left--) {
		bool taken;

		if ((nr - mine.first) % pkmap_config.batch == 0)
			recycle(batch_from(nr, mine.end));
		taken = has_color(nr, color) && claim(nr, 0);
		WRITE_ONCE(own[me].next,
			   nr + 1 < mine.end ? nr + 1 : mine.first);
		if (taken)
			return nr;
		nr = READ_ONCE(own[me].next);
	}
	return NO_SLOT;
}

static unsigned int take_free(struct pkmap_batch batch, unsigned int color)
{
	for (unsigned int nr = batch.first; nr < batch.end; nr++)
		if (has_color(nr, color) && claim(nr, 0))
			return nr;
	return NO_SLOT;
}

/* Any slot of the window. Preemption off. */
static unsigned int take_any(unsigned int color)
{
	unsigned int taken = NO_SLOT;

	for (unsigned int nr = 0; nr < LAST_PKMAP && taken == NO_SLOT;
	     nr += pkmap_config.batch) {
		struct pkmap_batch batch = pkmap_batch_of(nr);

		taken = take_free(batch, color);
		if (taken != NO_SLOT)
			break;
		recycle(batch);
		taken = take_free(batch, color);
	}
	return taken;
}

/* Its own slots first. Preemption off. */
static unsigned int percpu_take(unsigned int color)
{
	unsigned int nr = take_own(color);

	return nr != NO_SLOT ? nr : take_any(color);
}

static void *percpu_map(struct page *page, bool may_take)
{
	return map_by_claim(page, may_take, percpu_take);
}

static enum reclaim_result percpu_flush(void)
{
	return reclaim_without_lock(recycle);
}

static void percpu_reset(void)
{
	struct cpumask online = shared_cpumask_read(&cpu_online_mask);
	unsigned int cpus = cpumask_weight(&online);
	unsigned int cpu, before = 0;

	for_each_cpu(cpu, &online) {
		unsigned int first = before++ * LAST_PKMAP / cpus;
		unsigned int end = before * LAST_PKMAP / cpus;

		WRITE_ONCE(own[cpu].first, first);
		WRITE_ONCE(own[cpu].end, end);
		/* As in Linux, slot 0 is the last one to be taken. */
		WRITE_ONCE(own[cpu].next, first + 1 < end ? first + 1 : first);
	}
}

static const struct kmap_strategy percpu = {
	.name = "percpu",
	.title = "every CPU has its own slots, and maps pages without a lock",
	.order = 90,
	.claims = CLAIM_ALL,
	.in_batches = true,
	.flush_all_zero_pkmaps = percpu_flush,
	.reset = percpu_reset,
	.pin_unlocked = lockless_pin,
	.kmap = lockless_kmap,
	.kunmap = lockless_kunmap,
	.map_unlocked = percpu_map,
	.slot_turned_up = pkmap_slot_turned_up,
};

KMAP_STRATEGY(percpu);
