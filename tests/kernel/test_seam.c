/* SPDX-License-Identifier: MIT */
/*
 * test_seam.c - what the machine seam (arch/machine.h) does on this CPU alone.
 * tests/kernel/test_litmus.c has what takes two.
 */
#include "arch/clock.h"
#include "arch/paging.h"
#include "job/test.h"
#include "mm/memblock.h"
#include "tests/kernel/seam.h"

KERNEL_TEST(atomics_return_what_was_there, 1)
{
	struct shared_word at = { SHARED_INIT(5) };
	u64 entry = 0x1111111122222222ull;

	EXPECT(seam_xchg(&at, 6) == 5);
	EXPECT(seam_cmpxchg(&at, 5, 9) == 6);
	EXPECT(seam_cmpxchg(&at, 6, 8) == 6);
	EXPECT(seam_fetch_add(&at, (u32)-3) == 8);
	EXPECT(seam_fetch_or(&at, 2) == 5);
	EXPECT(seam_fetch_and(&at, 6) == 7);
	EXPECT(READ_ONCE(at.value) == 6);
	EXPECT(seam_pte_xchg64(&entry, 0x33ull << 32) == 0x1111111122222222ull);
	EXPECT(entry == 0x33ull << 32);
}

KERNEL_TEST(interrupts_go_off_and_on, 1)
{
	bool were_on;

	seam_irq_disable();
	EXPECT(irqs_disabled());
	were_on = seam_irq_save();
	EXPECT(!were_on && irqs_disabled());
	seam_irq_restore(were_on);
	EXPECT(irqs_disabled());
	seam_irq_enable();
	EXPECT(!irqs_disabled());
	were_on = seam_irq_save();
	EXPECT(were_on && irqs_disabled());
	seam_irq_restore(were_on);
	EXPECT(!irqs_disabled());
}

/* The tick ends the wait, if nothing else does. */
KERNEL_TEST(a_halted_cpu_wakes_up_with_interrupts_on, 1)
{
	u32 interrupts = interrupts_taken(smp_processor_id());

	seam_irq_disable();
	seam_halt();
	EXPECT(!irqs_disabled());
	EXPECT(interrupts_taken(smp_processor_id()) != interrupts);
}

/* Two pages that take turns at one address, next to one that stays. */
static struct page *page[2];

static volatile u32 *window(void)
{
	return (volatile u32 *)PKMAP_BASE;
}

static void show(int nr)
{
	u64 flags = kernel_page_flags();

	ptep_xchg(pte_of(PKMAP_BASE),
		  (u64)page_to_pfn(page[nr]) << PAGE_SHIFT | flags);
}

static void flush_one(void)
{
	seam_flush_one(PKMAP_BASE);
}

/* With interrupts off: nothing else flushes meanwhile. */
static void expect_new_page_after(void (*flush)(void))
{
	seam_irq_disable();
	show(0);
	flush();
	*window() = 1;
	show(1);
	flush();
	*window() = 2;
	EXPECT(*window() == 2);
	show(0);
	flush();
	EXPECT(*window() == 1);
	pte_clear(pte_of(PKMAP_BASE));
	flush();
	seam_irq_enable();
}

KERNEL_TEST(a_flush_takes_the_entry_that_is_there_now, 1)
{
	for (int i = 0; i < 2; i++)
		page[i] = memblock_alloc(ZONE_HIGH, 1);
	if (!page[0] || !page[1]) {
		test_skip("no high memory is left");
		return;
	}
	expect_new_page_after(flush_one);
	expect_new_page_after(seam_flush_all);
}

KERNEL_TEST(waiting_and_serialising_do_nothing_else, 1)
{
	u64 start = get_cycles();

	seam_relax();
	seam_sync_core();
	EXPECT(get_cycles() >= start && !irqs_disabled());
}
