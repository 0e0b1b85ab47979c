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
 * Invariants, beyond those of mm/pkmap.h and lockless.c (L1 to L4):
 *   P1  a count of 0, or of 1, changes to PKMAP_BUSY by compare-and-swap, and
 *       from then on the slot is that CPU's until it stores another count;
 *   P2  to map: the page's address, by compare-and-swap from 0; the entry; and
 *       last the count, which is 2: the slot is never unused in between;
 *   P3  to unmap: the entry is cleared, then the page's address, and last the
 *       count becomes the CPU's mark. Only that CPU makes it 0, after every CPU
 *       has flushed it. It is not preempted meanwhile, so a mark belongs to one
 *       flush;
 *   P4  a slot becomes free, then there is a full barrier, then a look for
 *       sleepers; a sleeper queues up, executes a full barrier, and looks for
 *       free and unused slots: so one of them sees the other.
 *
 * Claims: everything, with both locks. The address is good on any CPU. A CPU
 * that works alone has only its part of the window for pages it uses again.
 * Prior art: magazines of slab allocators (Bonwick and Adams, USENIX 2001);
 * Linux's per-CPU blocks of vmap addresses (vm_map_ram).
 */
#include "mm/highmem.h"
#include "mm/strategy/lockless.h"
#include "mm/violation.h"
#include "smp/cpu.h"
#include "smp/point.h"
#include "smp/preempt.h"
#include "smp/spinwait.h"

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

/* After a slot has become free. */
static void wake_sleepers(void)
{
	smp_mb(); /* P4 */
	for (unsigned int color = 0; color < pkmap_config.colors; color++)
		if (waitqueue_active(get_pkmap_wait_queue_head(color)))
			wake_up(get_pkmap_wait_queue_head(color));
}

/* Make the slot ours, if its count is `count` (P1). */
static bool claim(unsigned int nr, int count)
{
	return READ_ONCE(pkmap_count[nr].value) == count &&
	       cmpxchg(pkmap_count[nr].value, count, PKMAP_BUSY) == count;
}

/* P3. The slot is ours. */
static void unmap_slot(unsigned int nr)
{
	u64 pte = pte_read(&pkmap_page_table[nr]);
	struct page *page = pfn_to_page(pte_pfn(pte));

	pte_clear(&pkmap_page_table[nr]);
	if (!(pte & PTE_PRESENT) ||
	    READ_ONCE(page->kmap_address) != PKMAP_ADDR(nr))
		violation(VIOLATION_COUNT, nr, pte_pfn(pte), 0,
			  "an unused slot did not map a page of its address");
	else
		WRITE_ONCE(page->kmap_address, 0);
	WRITE_ONCE(pkmap_count[nr].value, mark_of(smp_processor_id()));
}

static struct pkmap_zeroed unmap_unused(struct pkmap_batch batch)
{
	struct pkmap_zeroed zeroed = { 0, 0, 0 };

	for (unsigned int nr = batch.first; nr < batch.end; nr++) {
		if (!claim(nr, 1))
			continue;
		unmap_slot(nr);
		if (zeroed.count++ == 0)
			zeroed.first = nr;
		zeroed.last = nr;
	}
	return zeroed;
}

/* Unmap, flush and make free what nobody uses. Preemption off. */
static void recycle(struct pkmap_batch batch)
{
	struct pkmap_zeroed zeroed = unmap_unused(batch);
	int mine = mark_of(smp_processor_id());

	if (zeroed.count == 0)
		return;
	POINT(pkmap_unflushed, zeroed.first);
	pkmap_flush_slots(&zeroed);
	POINT(pkmap_flushed, zeroed.first);
	for (unsigned int nr = zeroed.first; nr <= zeroed.last; nr++)
		if (READ_ONCE(pkmap_count[nr].value) == mine)
			WRITE_ONCE(pkmap_count[nr].value, 0);
	wake_sleepers();
}

static bool has_color(unsigned int nr, unsigned int color)
{
	return nr % pkmap_config.colors == color;
}

static struct pkmap_batch batch_from(unsigned int nr, unsigned int end)
{
	struct pkmap_batch batch;

	batch.first = nr;
	batch.end = min(nr + pkmap_config.batch, end);
	return batch;
}

#define NO_SLOT (~0u)

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

/* P2. The slot is ours. NULL: another CPU has claimed the page before us. */
static void *map_in(struct page *page, unsigned int nr)
{
	POINT(kmap_slot_found, nr);
	if (cmpxchg(page->kmap_address, 0, PKMAP_ADDR(nr)) != 0) {
		WRITE_ONCE(pkmap_count[nr].value, 0);
		wake_sleepers();
		return NULL;
	}
	kmap_stats[smp_processor_id()].misses++;
	set_pte(&pkmap_page_table[nr],
		(u64)page_to_pfn(page) << PAGE_SHIFT | kernel_page_flags());
	WRITE_ONCE(pkmap_count[nr].value, 2);
	POINT(kmap_mapped, nr);
	return (void *)PKMAP_ADDR(nr);
}

/* Pin a page that has an address. If its slot is busy, that takes the other CPU
 * a few instructions. NULL: it has no address any more. */
static void *pin_mapped(struct page *page)
{
	struct spin_wait wait;
	void *vaddr = NULL;

	spin_wait_begin(&wait, WAIT_OTHER, "a page that is being mapped");
	while (READ_ONCE(page->kmap_address)) {
		vaddr = lockless_pin(page);
		if (vaddr)
			break;
		spin_wait_turn(&wait);
	}
	spin_wait_end(&wait);
	return vaddr;
}

/* Each further turn means that another CPU has mapped the page. */
static void *pin_or_map(struct page *page)
{
	unsigned int color = get_pkmap_color(page);
	void *vaddr = NULL;

	while (!vaddr) {
		unsigned int nr;

		if (READ_ONCE(page->kmap_address))
			vaddr = pin_mapped(page);
		if (vaddr)
			break;
		nr = take_own(color);
		if (nr == NO_SLOT)
			nr = take_any(color);
		if (nr == NO_SLOT)
			break;
		vaddr = map_in(page, nr);
	}
	return vaddr;
}

static void *pin_if_in_use(struct page *page)
{
	unsigned long vaddr = READ_ONCE(page->kmap_address);

	if (!vaddr || READ_ONCE(pkmap_count[PKMAP_NR(vaddr)].value) < 2)
		return NULL;
	return lockless_pin(page);
}

static void *percpu_map(struct page *page, bool may_take)
{
	void *vaddr;

	preempt_disable();
	vaddr = may_take ? pin_or_map(page) : pin_if_in_use(page);
	preempt_enable();
	return vaddr;
}

static enum reclaim_result percpu_flush(void)
{
	struct pkmap_batch batch = pkmap_batch_whose_turn_it_is();

	unlock_kmap();
	preempt_disable();
	recycle(batch);
	preempt_enable();
	lock_kmap();
	return RECLAIM_LOOK_AGAIN;
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
