/* SPDX-License-Identifier: MIT */
/* highmem_paths.c - see highmem_paths.h */
#include "mm/highmem_paths.h"

#include "mm/window_wait.h"
#include "smp/point.h"
#include "smp/spinlock_inline.h"

struct highmem_paths highmem_paths __read_mostly;

/* Another CPU has the lock, or it is watched. */
static __noinline void *kmap_wait(struct page *page)
{
	spin_lock_slow(&kmap_lock);
	return kmap_finish(page);
}

static __noinline void *kmap_release_watched(void *vaddr, bool irqs_on)
{
	spin_unlock_watched(&kmap_lock, irqs_on);
	return vaddr;
}

/* A page that is mapped, and a strategy that wants nothing of a hit. */
static __always_inline void *kmap_hit(struct page *page, bool lock_irq)
{
	struct pkmap_slot_count *slot;
	unsigned long vaddr;
	int count;

	if (lock_irq)
		local_irq_disable();
	if (unlikely(!spin_lock_fast(&kmap_lock)))
		return kmap_wait(page);
	vaddr = READ_ONCE(page->kmap_address);
	if (unlikely(!vaddr))
		return kmap_finish(page);
	slot = pkmap_count_at(pkmap_count_key(vaddr));
	count = READ_ONCE(slot->value);
	if (unlikely(READ_ONCE_EXCEEDS(window_starving.least, count)))
		return kmap_finish(page);
	WRITE_ONCE(slot->value, count + 1);
	if (unlikely(!spin_unlock_fast(&kmap_lock)))
		return kmap_release_watched((void *)vaddr, lock_irq);
	if (lock_irq)
		local_irq_enable();
	return (void *)vaddr;
}

static void *kmap_spin(struct page *page)
{
	return kmap_hit(page, false);
}

static void *kmap_irq(struct page *page)
{
	return kmap_hit(page, true);
}

static __noinline void kunmap_wait(struct page *page, bool were_on)
{
	spin_lock_slow(&kmap_lock);
	kunmap_finish(page, were_on);
}

static __noinline void kunmap_release_watched(struct page *page, bool were_on)
{
	spin_unlock_watched(&kmap_lock, were_on);
	POINT(kunmap_done, page_to_pfn(page));
}

/* A page that is in use, while nobody sleeps for a slot. A thread that does has
 * queued up under the lock. */
static __always_inline void kunmap_hit(struct page *page, bool lock_irq)
{
	bool were_on = lock_irq ? local_irq_save() : false;
	struct pkmap_slot_count *slot;
	unsigned long vaddr;
	int count;

	if (unlikely(!spin_lock_fast(&kmap_lock)))
		return kunmap_wait(page, were_on);
	vaddr = READ_ONCE(page->kmap_address);
	if (unlikely(!vaddr || READ_ONCE_EXCEEDS(window_sleepers.count, 0)))
		return kunmap_finish(page, were_on);
	slot = pkmap_count_at(pkmap_count_key(vaddr));
	count = READ_ONCE(slot->value);
	if (unlikely(count < 2))
		return kunmap_finish(page, were_on);
	WRITE_ONCE(slot->value, count - 1);
	if (unlikely(!spin_unlock_fast(&kmap_lock)))
		return kunmap_release_watched(page, were_on);
	if (were_on)
		local_irq_enable();
	POINT(kunmap_done, page_to_pfn(page));
}

static void kunmap_spin(struct page *page)
{
	kunmap_hit(page, false);
}

static void kunmap_irq(struct page *page)
{
	kunmap_hit(page, true);
}

void highmem_choose_paths(const struct kmap_strategy *strategy,
			  const struct pkmap_config *config)
{
	struct highmem_paths *paths = &highmem_paths;

	paths->kmap = config->lock_irq ? kmap_irq : kmap_spin;
	paths->kunmap = config->lock_irq ? kunmap_irq : kunmap_spin;
	if (strategy->slot_used)
		paths->kmap = kmap_locked;
	if (strategy->kmap)
		paths->kmap = strategy->kmap;
	if (strategy->kunmap)
		paths->kunmap = strategy->kunmap;
}
