/* SPDX-License-Identifier: MIT */
/*
 * pkmap.c - see pkmap.h
 */
#include "mm/pkmap.h"

#include "mm/highmem.h"
#include "mm/strategy.h"
#include "mm/violation.h"
#include "smp/tlb.h"

struct pkmap_config pkmap_config __read_mostly = { PKMAP_SLOTS_MAX, 1, false,
						   PKMAP_SLOTS_MAX };
struct pte *pkmap_page_table __read_mostly;
struct pkmap_slot_count pkmap_count[PKMAP_SLOTS_MAX] __own_line;
__own_line DEFINE_SPINLOCK(kmap_lock);

/* Where the next search for a slot of each colour starts; under kmap_lock. */
static struct {
	SHARED(unsigned int) last_pkmap_nr;
} pkmap_cursor[PKMAP_MAX_COLORS] __own_line;

/* In which batch flush_all_zero_pkmaps() is to look; under kmap_lock. */
static struct {
	SHARED(unsigned int) nr;
} turn;

/* A hit reads whether a queue is empty; a queue is written when threads sleep.
 */
static struct wait_queue pkmap_wait_queues[PKMAP_MAX_COLORS] __own_line = {
	WAIT_QUEUE_INIT("pkmap_wait[0]"),
	WAIT_QUEUE_INIT("pkmap_wait[1]"),
	WAIT_QUEUE_INIT("pkmap_wait[2]"),
	WAIT_QUEUE_INIT("pkmap_wait[3]"),
};
LIST_SPINLOCKS(pkmap_wait_queues, &pkmap_wait_queues[0].lock,
	       sizeof(pkmap_wait_queues[0]), PKMAP_MAX_COLORS);

void lock_kmap(void)
{
	if (pkmap_config.lock_irq)
		spin_lock_irq(&kmap_lock);
	else
		spin_lock(&kmap_lock);
}

void unlock_kmap(void)
{
	if (pkmap_config.lock_irq)
		spin_unlock_irq(&kmap_lock);
	else
		spin_unlock(&kmap_lock);
}

bool lock_kmap_any(void)
{
	if (pkmap_config.lock_irq)
		return spin_lock_irqsave(&kmap_lock);
	spin_lock(&kmap_lock);
	return false;
}

void unlock_kmap_any(bool were_on)
{
	if (pkmap_config.lock_irq)
		spin_unlock_irqrestore(&kmap_lock, were_on);
	else
		spin_unlock(&kmap_lock);
}

unsigned int get_pkmap_color(const struct page *page)
{
	return page_to_pfn(page) & (pkmap_config.colors - 1);
}

/* The slots of a colour: color, color + colors, color + 2 * colors, ... */
unsigned int get_next_pkmap_nr(unsigned int color)
{
	unsigned int nr = READ_ONCE(pkmap_cursor[color].last_pkmap_nr) +
			  pkmap_config.colors;

	if (nr >= LAST_PKMAP)
		nr = color;
	WRITE_ONCE(pkmap_cursor[color].last_pkmap_nr, nr);
	return nr;
}

bool no_more_pkmaps(unsigned int nr, unsigned int color)
{
	return nr == color || nr % pkmap_config.batch < pkmap_config.colors;
}

unsigned int get_pkmap_entries_count(unsigned int color)
{
	return (LAST_PKMAP - color + pkmap_config.colors - 1) /
	       pkmap_config.colors;
}

struct wait_queue *get_pkmap_wait_queue_head(unsigned int color)
{
	return &pkmap_wait_queues[color];
}

void pkmap_wake_all(void)
{
	for (unsigned int color = 0; color < PKMAP_MAX_COLORS; color++)
		wake_up(&pkmap_wait_queues[color]);
}

int pkmap_count_add(unsigned int nr, int add)
{
	int was;

	if (kmap_strategy->pin_unlocked)
		return fetch_add(pkmap_count[nr].value, add);
	was = READ_ONCE(pkmap_count[nr].value);
	WRITE_ONCE(pkmap_count[nr].value, was + add);
	return was;
}

/*
 * Claim a slot, if nobody has pinned it. The count changes before anything
 * else, because it is all that a pin without the lock looks at.
 */
static bool claim_unused(unsigned int nr, int count)
{
	if (READ_ONCE(pkmap_count[nr].value) != 1)
		return false;
	if (kmap_strategy->pin_unlocked)
		return cmpxchg(pkmap_count[nr].value, 1, count) == 1;
	WRITE_ONCE(pkmap_count[nr].value, count);
	return true;
}

static inline void unmap_slot(unsigned int nr)
{
	u64 pte = pte_read(&pkmap_page_table[nr]);
	struct page *page = pfn_to_page(pte_pfn(pte));

	if (!(pte & PTE_PRESENT) ||
	    READ_ONCE(page->kmap_address) != PKMAP_ADDR(nr)) {
		violation(VIOLATION_COUNT, nr, pte_pfn(pte), 0,
			  "an unused slot did not map a page of its address");
		return;
	}
	WRITE_ONCE(page->kmap_address, 0);
	if (kmap_strategy->take_pte)
		kmap_strategy->take_pte(nr);
	else
		pte_clear(&pkmap_page_table[nr]);
}

struct pkmap_batch pkmap_batch_of(unsigned int nr)
{
	struct pkmap_batch batch;

	batch.first = nr - nr % pkmap_config.batch;
	batch.end = min(batch.first + pkmap_config.batch, LAST_PKMAP);
	return batch;
}

void pkmap_set_turn(unsigned int nr)
{
	WRITE_ONCE(turn.nr, nr);
}

struct pkmap_batch pkmap_batch_whose_turn_it_is(void)
{
	return pkmap_batch_of(READ_ONCE(turn.nr));
}

struct pkmap_zeroed pkmap_zero_batch(struct pkmap_batch batch, int count)
{
	struct pkmap_zeroed zeroed = { 0, 0, 0 };

	for (unsigned int nr = batch.first; nr < batch.end; nr++) {
		if (!claim_unused(nr, count))
			continue;
		unmap_slot(nr);
		if (zeroed.count++ == 0)
			zeroed.first = nr;
		zeroed.last = nr;
	}
	return zeroed;
}

struct pkmap_zeroed pkmap_zero_unused(int count)
{
	return pkmap_zero_batch(pkmap_batch_whose_turn_it_is(), count);
}

struct pkmap_zeroed pkmap_mark_unused(void)
{
	struct pkmap_batch batch = pkmap_batch_whose_turn_it_is();

	for (; batch.first < batch.end; batch.first++) {
		unsigned int nr = batch.first;
		struct pkmap_zeroed others;

		if (!claim_unused(nr, pkmap_mark(nr)))
			continue;
		unmap_slot(nr);
		batch.first++;
		others = pkmap_zero_batch(batch, pkmap_mark(nr));
		return (struct pkmap_zeroed){ 1 + others.count, nr,
					      others.count ? others.last : nr };
	}
	return (struct pkmap_zeroed){ 0, 0, 0 };
}

bool pkmap_slot_turned_up(unsigned int color)
{
	for (unsigned int nr = color; nr < LAST_PKMAP;
	     nr += pkmap_config.colors) {
		int count = READ_ONCE(pkmap_count[nr].value);

		if (count == 0 || count == 1 || count == PKMAP_BUSY)
			return true;
	}
	return false;
}

void pkmap_flush_window(void)
{
	flush_tlb_kernel_range(PKMAP_ADDR(0), PKMAP_ADDR(LAST_PKMAP));
}

void pkmap_flush_slots(const struct pkmap_zeroed *slots)
{
	flush_tlb_kernel_range(PKMAP_ADDR(slots->first),
			       PKMAP_ADDR(slots->last + 1));
}

/* Rebuilding: see kmap_reset(). */
void pkmap_rebuild(const struct pkmap_config *config)
{
	for (unsigned int nr = 0; nr < PKMAP_SLOTS_MAX; nr++) {
		u64 pte = ptep_xchg(&pkmap_page_table[nr], 0);

		if (pte & PTE_PRESENT)
			WRITE_ONCE(pfn_to_page(pte_pfn(pte))->kmap_address, 0);
		WRITE_ONCE(pkmap_count[nr].value, 0);
	}
	for (unsigned int color = 0; color < PKMAP_MAX_COLORS; color++) {
		WRITE_ONCE(pkmap_cursor[color].last_pkmap_nr, color);
		WRITE_ONCE(pkmap_wait_queues[color].first, NULL);
	}
	pkmap_config = *config;
	WRITE_ONCE(turn.nr, 0);
}
