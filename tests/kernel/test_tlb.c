/* SPDX-License-Identifier: MIT */
/*
 * test_tlb.c - the shootdown and the oracle: the oracle sees a stale
 * translation that is planted on purpose, and sees none after a shootdown.
 */
#include "arch/clock.h"
#include "job/test.h"
#include "oracle/oracle.h"
#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/spinlock.h"
#include "smp/thread.h"
#include "smp/tlb.h"

/* Slots used, and test frames A and B for slot i: i and PAGES + i. */
#define PAGES 4

static struct oracle_counts counts[NR_CPUS];

static void *slot_address(u32 slot)
{
	return (void *)PKMAP_ADDR(slot);
}

static u64 entry(u32 frame)
{
	return (u64)page_to_pfn(test_frame_page(frame)) << PAGE_SHIFT |
	       kernel_page_flags();
}

/* What every slot should lead to: frame slot + shift. */
static void check_all(void *shift)
{
	for (u32 slot = 0; slot < PAGES; slot++)
		oracle_check(slot + (u32)shift, slot_address(slot),
			     ORACLE_HANDLER, &counts[smp_processor_id()]);
}

static u64 stale_on(unsigned int cpu)
{
	u64 stale = counts[cpu].stale_reads + counts[cpu].stale_writes;

	counts[cpu] = (struct oracle_counts){ 0 };
	return stale;
}

static void map_all(u32 shift)
{
	for (u32 slot = 0; slot < PAGES; slot++)
		ptep_xchg(&pkmap_page_table[slot], entry(slot + shift));
}

static void unmap_all(void)
{
	for (u32 slot = 0; slot < PAGES; slot++)
		ptep_xchg(&pkmap_page_table[slot], 0);
	pkmap_flush_window();
}

/* All CPUs learn the first frames; then the entries change. */
static void plant(void)
{
	oracle_reset();
	map_all(0);
	pkmap_flush_window();
	on_each_cpu(check_all, (void *)0);
	for (unsigned int cpu = 0; cpu < num_online_cpus(); cpu++)
		EXPECT(stale_on(cpu) == 0);
	map_all(PAGES);
}

KERNEL_TEST(oracle_sees_a_planted_stale_entry, 2)
{
	struct oracle_finding finding;

	plant();
	smp_call_function_single(1, check_all, (void *)PAGES, true);
	/* The page that is read by mistake is also the one that is written. */
	EXPECT(counts[1].stale_reads == counts[1].stale_writes);
	if (stale_on(1) == 0)
		test_skip("this TLB does not keep entries, or forgets all at a "
			  "time (docs/hardware.md)");
	finding = oracle_first();
	EXPECT(!finding.found || finding.cpu == 1);
	EXPECT(!finding.found ||
	       finding.expected == page_to_pfn(test_frame_page(PAGES)));
	EXPECT(!finding.found ||
	       finding.reached == page_to_pfn(test_frame_page(0)));
	unmap_all();
}

KERNEL_TEST(shootdown_of_a_range_reaches_all, 2)
{
	plant();
	flush_tlb_kernel_range(PKMAP_ADDR(0), PKMAP_ADDR(PAGES));
	on_each_cpu(check_all, (void *)PAGES);
	for (unsigned int cpu = 0; cpu < num_online_cpus(); cpu++)
		EXPECT(stale_on(cpu) == 0);
	EXPECT(!oracle_first().found);
	unmap_all();
}

/*
 * Two CPUs with interrupts off wait for each other's acknowledgement. If
 * spinning CPUs serve shootdowns, that ends. The CPUs meet when both have
 * interrupts off, and only then ask each other. So each can answer only while
 * it waits.
 */
static SHARED(u32) have_met;

static void shoot_with_interrupts_off(void *unused)
{
	u64 start = get_cycles();

	(void)unused;
	local_irq_disable();
	fetch_add(have_met, 1);
	while (READ_ONCE(have_met) < 2 &&
	       get_cycles() - start < clock_from_us(5000000))
		cpu_relax();
	EXPECT(READ_ONCE(have_met) == 2);
	flush_tlb_kernel_range(PKMAP_ADDR(0), PKMAP_ADDR(1));
	local_irq_enable();
}

KERNEL_TEST(initiators_that_poll_serve_each_other, 2)
{
	struct thread *other;

	WRITE_ONCE(have_met, 0);
	spin_polls_shootdowns(true);
	other = thread_create("shooter", 1, shoot_with_interrupts_off, NULL);
	shoot_with_interrupts_off(NULL);
	EXPECT(other && thread_join(other, 10000));
	spin_polls_shootdowns(false);
}

/* More pages than the ceiling: everything is flushed, global entries too. */
KERNEL_TEST(shootdown_of_everything_reaches_all, 2)
{
	plant();
	flush_tlb_kernel_range(PKMAP_ADDR(0), PKMAP_ADDR(PKMAP_SLOTS_MAX));
	on_each_cpu(check_all, (void *)PAGES);
	for (unsigned int cpu = 0; cpu < num_online_cpus(); cpu++)
		EXPECT(stale_on(cpu) == 0);
	unmap_all();
}

static u64 ipis_of_shootdown(void)
{
	unsigned int me = smp_processor_id();
	/* Ticks wake nobody up here, so nobody else's IPI is counted. */
	u64 before = ipis_sent_for_memory(me);

	flush_tlb_kernel_range(PKMAP_ADDR(0), PKMAP_ADDR(PAGES));
	return ipis_sent_for_memory(me) - before;
}

/* As many interrupts, whether by one message or by one to each. */
static void shoot_down_counting(void)
{
	plant();
	EXPECT(ipis_of_shootdown() == num_online_cpus() - 1);
	on_each_cpu(check_all, (void *)PAGES);
	for (unsigned int cpu = 0; cpu < num_online_cpus(); cpu++)
		EXPECT(stale_on(cpu) == 0);
	unmap_all();
}

KERNEL_TEST(shootdown_by_one_message_each_reaches_all, 2)
{
	bool broadcasts = mailbox_broadcasts();

	mailbox_set_broadcast(false);
	shoot_down_counting();
	mailbox_set_broadcast(broadcasts);
}

KERNEL_TEST(shootdown_by_broadcast_reaches_all, 2)
{
	if (mailbox_broadcasts())
		shoot_down_counting();
	else
		test_skip("broadcasts are off, or not every CPU is in use");
}

static void nothing(void *unused)
{
	(void)unused;
}

KERNEL_TEST(a_request_to_some_is_no_broadcast, 3)
{
	unsigned int me = smp_processor_id();
	unsigned int other = me == 0 ? 1 : 0;
	u64 before = ipis_sent_for_memory(me);

	smp_call_function_single(other, nothing, NULL, true);
	EXPECT(ipis_sent_for_memory(me) - before == 1);
}

KERNEL_TEST(oracle_sees_an_unmapped_page, 1)
{
	struct oracle_counts mine = { 0 };

	oracle_reset();
	EXPECT(!oracle_check(0, slot_address(PKMAP_SLOTS_MAX - 1),
			     ORACLE_THREAD, &mine));
	EXPECT(mine.stale_reads == 1 && mine.stale_writes == 1);
	EXPECT(oracle_first().reached == ORACLE_FAULT);
}
