/* SPDX-License-Identifier: MIT */
/*
 * test_strategy.c - the rules that single strategies rely on. Each test has a
 * control, which does not follow the rule and so must reach the old page. If it
 * does not, this TLB keeps no entries, and the test has shown nothing.
 */
#include "arch/clock.h"
#include "arch/ipi.h"
#include "job/test.h"
#include "lib/string.h"
#include "mm/violation.h"
#include "oracle/oracle.h"
#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/deadlock.h"
#include "smp/idle.h"
#include "smp/point.h"
#include "smp/tlb.h"

#define SLOTS    8
#define JOIN_MS  10000
#define NO_STALE "this TLB does not keep entries (docs/hardware.md)"

static struct oracle_counts counts[NR_CPUS];

static u64 stale_on(unsigned int cpu)
{
	u64 stale = counts[cpu].stale_reads + counts[cpu].stale_writes;

	counts[cpu] = (struct oracle_counts){ 0 };
	return stale;
}

static void check(void *frame)
{
	struct page *page = test_frame_page((u32)frame);

	oracle_check((u32)frame, (void *)READ_ONCE(page->kmap_address),
		     ORACLE_HANDLER, &counts[smp_processor_id()]);
}

static const struct kmap_strategy *named(const char *name)
{
	for (unsigned int i = 0; i < strategy_count(); i++)
		if (strcmp(strategy_at(i)->name, name) == 0)
			return strategy_at(i);
	return NULL;
}

/* A fresh window of a strategy; false, and a skip, if it is not built in. */
static bool use(const char *name)
{
	const struct kmap_strategy *strategy = named(name);
	struct pkmap_config config = { SLOTS, 1, false, 0 };

	if (!strategy) {
		test_skip("the strategy is not built in");
		return false;
	}
	kmap_reset(strategy, &config);
	oracle_reset();
	return true;
}

static void map_all(void)
{
	for (u32 frame = 0; frame < SLOTS; frame++)
		kmap_high(test_frame_page(frame));
}

static void unmap_all(void)
{
	for (u32 frame = 0; frame < SLOTS; frame++)
		kunmap_high(test_frame_page(frame));
}

static void check_all(void *unused)
{
	(void)unused;
	for (u32 frame = 0; frame < SLOTS; frame++)
		check((void *)frame);
}

static void run_on(unsigned int cpu, void (*func)(void *arg), void *arg)
{
	struct thread *thread = thread_create("test", cpu, func, arg);

	EXPECT(thread && thread_join(thread, JOIN_MS));
}

struct flag {
	SHARED(bool) up;
};

static bool wait_for(const struct flag *flag)
{
	u64 start = get_cycles();

	while (!READ_ONCE(flag->up) &&
	       get_cycles() - start < clock_from_us(5000000))
		cpu_relax();
	return READ_ONCE(flag->up);
}

/*
 * epoch, E6: the counter wraps at the first reclaim. CPU 1 has interrupts off,
 * so it is not idle and cannot pass the new generation. So no slot may become
 * free: 0 comes after ffffffff.
 */
static struct {
	struct flag here, go;
	struct flag high, low; /* generations that were passed */
} wrap;

static void note_generation(const struct point *point, unsigned long now)
{
	(void)point;
	WRITE_ONCE(((s32)now < 0 ? &wrap.high : &wrap.low)->up, true);
}

static void stand_still(void *unused)
{
	(void)unused;
	local_irq_disable();
	smp_store_mb(wrap.here.up, true);
	EXPECT(wait_for(&wrap.go));
	local_irq_enable();
}

KERNEL_TEST(epoch_works_when_its_counter_wraps, 2)
{
	struct thread *thread;

	if (!use("epoch"))
		return;
	memset(&wrap, 0, sizeof(wrap));
	point_set_handler(note_generation);
	EXPECT(point_arm("pkmap_unflushed", true) > 0);
	map_all();
	unmap_all();
	thread = thread_create("still", 1, stand_still, NULL);
	EXPECT(wait_for(&wrap.here));
	kmap_flush_unused();
	for (unsigned int nr = 0; nr < SLOTS; nr++)
		EXPECT(READ_ONCE(pkmap_count[nr].value) < 0);
	smp_store_mb(wrap.go.up, true);
	EXPECT(thread && thread_join(thread, JOIN_MS));
	kmap_high(test_frame_page(SLOTS));
	check((void *)SLOTS);
	kunmap_high(test_frame_page(SLOTS));
	kmap_flush_unused();
	point_arm("pkmap_unflushed", false);
	point_set_handler(NULL);
	EXPECT(READ_ONCE(wrap.high.up) && READ_ONCE(wrap.low.up));
	EXPECT(stale_on(smp_processor_id()) == 0 && !violation_any());
}

/*
 * epoch, E5: an idle CPU gets no interrupt, and flushes before it does anything
 * else, such as the work of a handler. CPU 1 fills its TLB with all slots, and
 * is idle while CPU 0 recycles them. Returns what CPU 1 reaches afterwards, and
 * whether it was left alone.
 */
static bool is_idle(unsigned int cpu)
{
	for (int patience = 1000; patience > 0; patience--) {
		if (READ_ONCE(cpu_idle[cpu].is_idle))
			return true;
		thread_sleep_ms(1);
	}
	return false;
}

static u64 recycle_under_idle_cpu_1(bool *left_alone)
{
	struct page *page = test_frame_page(SLOTS);
	u64 ipis;

	map_all();
	smp_call_function_single(1, check_all, NULL, true);
	EXPECT(stale_on(1) == 0);
	unmap_all();
	EXPECT(is_idle(1));
	ipis = ipis_sent_for_memory(smp_processor_id());
	/* Slot 1 is the one that will be taken next. */
	for (int patience = 1000; patience > 0; patience--) {
		kmap_flush_unused();
		if (READ_ONCE(pkmap_count[1].value) == 0)
			break;
		thread_sleep_ms(1);
	}
	*left_alone = ipis_sent_for_memory(smp_processor_id()) == ipis;
	kmap_high(page);
	smp_call_function_single(1, check, (void *)SLOTS, true);
	kunmap_high(page);
	return stale_on(1);
}

KERNEL_TEST(epoch_leaves_idle_cpus_alone_and_they_flush, 2)
{
	bool left_alone = false;

	/* Now and then another CPU is busy with a tick. */
	for (int i = 0; i < 50 && !left_alone; i++) {
		if (!use("epoch"))
			return;
		EXPECT(recycle_under_idle_cpu_1(&left_alone) == 0);
	}
	EXPECT(left_alone);
	/* The control: CPUs do not flush when they leave idle. */
	use("epoch");
	WRITE_ONCE(quiesce_hook.call, NULL);
	if (recycle_under_idle_cpu_1(&left_alone) == 0)
		test_skip(NO_STALE);
}

/*
 * epoch: a slot is free only when every CPU has passed, whatever its number.
 * One CPU is deaf to interrupts, and so cannot pass. All others may.
 */
static struct {
	SHARED(bool) is, over;
} deaf;

static void stay_deaf(void *unused)
{
	(void)unused;
	local_irq_disable();
	WRITE_ONCE(deaf.is, true);
	for (u32 us = 0; us < 5000000 && !READ_ONCE(deaf.over); us += 10)
		delay_us(10);
	local_irq_enable();
}

static unsigned int free_slots(void)
{
	unsigned int n = 0;

	for (unsigned int nr = 0; nr < SLOTS; nr++)
		n += READ_ONCE(pkmap_count[nr].value) == 0;
	return n;
}

/* Flush until a slot is free, once a tick. */
static bool slots_turn_up(u32 ticks)
{
	for (; ticks; ticks--) {
		kmap_flush_unused();
		if (free_slots())
			return true;
		thread_sleep_ms(1);
	}
	return false;
}

static void flush_past(unsigned int cpu)
{
	struct thread *thread;

	WRITE_ONCE(deaf.is, false);
	WRITE_ONCE(deaf.over, false);
	use("epoch");
	map_all();
	thread = thread_create("deaf", cpu, stay_deaf, NULL);
	for (int patience = 1000; patience && !READ_ONCE(deaf.is); patience--)
		thread_sleep_ms(1);
	unmap_all();
	EXPECT(READ_ONCE(deaf.is) && !slots_turn_up(5));
	WRITE_ONCE(deaf.over, true);
	EXPECT(thread && thread_join(thread, JOIN_MS));
	EXPECT(slots_turn_up(300));
}

KERNEL_TEST(epoch_waits_for_each_cpu, 2)
{
	if (!named("epoch")) {
		test_skip("the strategy is not built in");
		return;
	}
	flush_past(1);
	if (num_online_cpus() > 2)
		flush_past(num_online_cpus() - 1);
}

/* cpumask: a thread may take an address to another CPU. CPU 1 has used the
 * slots before. */
static void use_all(void *unused)
{
	map_all();
	check_all(unused);
	unmap_all();
}

static void take_an_address_to_cpu_1(void *unused)
{
	(void)unused;
	kmap_high(test_frame_page(SLOTS));
	thread_migrate(1);
	check((void *)SLOTS);
	kunmap_high(test_frame_page(SLOTS));
}

static u64 stale_after_migration(bool hook)
{
	if (!use("cpumask"))
		return 0;
	if (!hook)
		thread_migrate_hook = NULL;
	run_on(1, use_all, NULL);
	EXPECT(stale_on(1) == 0);
	run_on(0, take_an_address_to_cpu_1, NULL);
	return stale_on(1);
}

KERNEL_TEST(cpumask_addresses_go_where_the_thread_goes, 2)
{
	EXPECT(stale_after_migration(true) == 0);
	if (stale_after_migration(false) == 0)
		test_skip(NO_STALE);
	use("cpumask");
}

/* cpumask, C2: an entry that nobody has used has A = 0, so no CPU has to flush
 * it. */
KERNEL_TEST(cpumask_knows_what_was_used, 1)
{
	unsigned long vaddr;

	EXPECT(!(kernel_page_flags() & PTE_ACCESSED));
	if (!use("cpumask"))
		return;
	vaddr = (unsigned long)kmap_high(test_frame_page(0));
	check((void *)0);
	EXPECT(pte_read(&pkmap_page_table[PKMAP_NR(vaddr)]) & PTE_ACCESSED);
	kunmap_high(test_frame_page(0));
}

/*
 * A CPU that comes online. CPU 1 goes offline with the slots in its TLB, the
 * shootdown leaves it out, and it comes back.
 */
static struct {
	struct flag off, recycled;
	u64 stale_before, stale_after; /* by CPU 1 */
} online;

static void go_off_and_come_back(void *unused)
{
	unsigned int me = smp_processor_id();

	local_irq_disable();
	shared_cpumask_clear(&cpu_online_mask, me);
	check_all(unused);
	EXPECT(stale_on(me) == 0);
	smp_store_mb(online.off.up, true);
	EXPECT(wait_for(&online.recycled));
	check((void *)SLOTS);
	online.stale_before = stale_on(me);
	set_cpu_online();
	check((void *)SLOTS);
	online.stale_after = stale_on(me);
	local_irq_enable();
}

KERNEL_TEST(a_cpu_that_comes_online_has_forgotten, 2)
{
	struct thread *thread;

	if (!use("held"))
		return;
	WRITE_ONCE(online.off.up, false);
	WRITE_ONCE(online.recycled.up, false);
	map_all();
	thread = thread_create("off", 1, go_off_and_come_back, NULL);
	EXPECT(wait_for(&online.off));
	unmap_all();
	kmap_high(test_frame_page(SLOTS));
	smp_store_mb(online.recycled.up, true);
	EXPECT(thread && thread_join(thread, JOIN_MS));
	kunmap_high(test_frame_page(SLOTS));
	EXPECT(online.stale_after == 0);
	if (online.stale_before == 0)
		test_skip(NO_STALE);
}

/* polled, P1: while a CPU spins on any lock with interrupts off, it serves
 * shootdowns, and no cross calls. */
static DEFINE_SPINLOCK(any_lock);
static SHARED(u32) calls;

static void spin_with_irqs_off(void *unused)
{
	(void)unused;
	spin_lock_irq(&any_lock);
	spin_unlock_irq(&any_lock);
}

static void note_call(void *unused)
{
	(void)unused;
	fetch_add(calls, 1);
}

KERNEL_TEST(polled_answers_shootdowns_on_any_lock, 2)
{
	struct thread *thread;
	int patience = 1000;

	if (!use("polled"))
		return;
	WRITE_ONCE(calls, 0);
	spin_lock(&any_lock);
	thread = thread_create("spins", 1, spin_with_irqs_off, NULL);
	while (READ_ONCE(cpu_waits[1].kind) != WAIT_LOCK && patience-- > 0)
		delay_us(1000);
	EXPECT(READ_ONCE(cpu_waits[1].irqs_off));
	deadlock_reset();
	pkmap_flush_window(); /* would wait for ever, and panic */
	EXPECT(deadlock_count() == 0);
	smp_call_function_single(1, note_call, NULL, false);
	delay_us(5000);
	EXPECT(READ_ONCE(calls) == 0);
	spin_unlock(&any_lock);
	EXPECT(thread && thread_join(thread, JOIN_MS));
	smp_call_function_single(1, note_call, NULL, true);
	EXPECT(READ_ONCE(calls) == 2);
}

/*
 * All slots but one are taken. CPU 1 maps and unmaps that one without a pause.
 * A thread that waits for it gets it, once it has been overtaken often enough.
 */
static SHARED(bool) enough;

static void keep_busy(void *unused)
{
	(void)unused;
	while (!READ_ONCE(enough)) {
		kmap_high(test_frame_page(SLOTS));
		kunmap_high(test_frame_page(SLOTS));
	}
}

static void get_one(void *unused)
{
	(void)unused;
	kmap_high(test_frame_page(SLOTS + 1));
	check((void *)(SLOTS + 1));
	kunmap_high(test_frame_page(SLOTS + 1));
}

static void wait_beside_a_busy_one(const struct kmap_strategy *strategy,
				   bool irq)
{
	struct pkmap_config config = { SLOTS, 1, irq, 0 };
	struct thread *busy;

	kmap_reset(strategy, &config);
	WRITE_ONCE(enough, false);
	for (u32 frame = 1; frame < SLOTS; frame++)
		kmap_high(test_frame_page(frame));
	busy = thread_create("busy", 1, keep_busy, NULL);
	for (int i = 0; i < 10; i++)
		run_on(0, get_one, NULL);
	WRITE_ONCE(enough, true);
	EXPECT(busy && thread_join(busy, JOIN_MS));
	EXPECT(stale_on(0) == 0 && !violation_any());
}

KERNEL_TEST(a_full_window_starves_nobody, 2)
{
	for (unsigned int i = 0; i < strategy_count(); i++) {
		u32 claims = strategy_at(i)->claims;

		if (!(claims & CLAIM_NO_LOST_WAKEUP))
			continue;
		wait_beside_a_busy_one(strategy_at(i), false);
		if (claims & CLAIM_NO_DEADLOCK_IRQ)
			wait_beside_a_busy_one(strategy_at(i), true);
	}
}
