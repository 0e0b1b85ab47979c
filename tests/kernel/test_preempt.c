/* SPDX-License-Identifier: MIT */
/*
 * test_preempt.c - preemption: threads that share a CPU, one of which does not
 * let the other in by itself. All of them turn preempt=full on, and back.
 */
#include "arch/clock.h"
#include "arch/ipi.h"
#include "arch/paging.h"
#include "arch/pte.h"
#include "job/test.h"
#include "lib/string.h"
#include "mm/kmap_local.h"
#include "mm/violation.h"
#include "oracle/oracle.h"
#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/point.h"
#include "smp/preempt.h"
#include "smp/spinwait.h"
#include "smp/thread.h"
#include "smp/tlb.h"

#define JOIN_MS    10000
#define LIMIT_MS   5000 /* for what must happen */
#define LONG_MS    60   /* several ticks: for what must not happen */
#define TRIES      3    /* for what a tick may come between */
#define SLOTS      8
#define SLOW_HZ    5
#define FAST_HZ    10000
#define FAST_APART 20000 /* cycles */

static bool was_full;

static void preempt_begin(bool full)
{
	was_full = READ_ONCE(preempt_full.enabled);
	preempt_set_full(full);
}

static void preempt_end(void)
{
	preempt_set_full(was_full);
}

/* CPU 0 runs the tests; the last one is another, if there is one. */
static unsigned int last_cpu(void)
{
	return num_online_cpus() - 1;
}

static void run_both(void (*first)(void *arg), void (*second)(void *arg))
{
	struct thread *a = thread_create("first", last_cpu(), first, NULL);
	struct thread *b = thread_create("second", last_cpu(), second, NULL);

	EXPECT(a && thread_join(a, JOIN_MS));
	EXPECT(b && thread_join(b, JOIN_MS));
}

static struct {
	SHARED(bool) ran; /* the other thread has */
	SHARED(bool) here, over;
	SHARED(struct thread *) spinner;
} scene;

static void begin_scene(void)
{
	WRITE_ONCE(scene.ran, false);
	WRITE_ONCE(scene.here, false);
	WRITE_ONCE(scene.over, false);
	WRITE_ONCE(scene.spinner, NULL);
}

static void note_that_it_runs(void *unused)
{
	(void)unused;
	WRITE_ONCE(scene.ran, true);
}

/* Does the other thread of this CPU run within so many milliseconds, while this
 * one does nothing to let it? */
static bool other_runs_within(u32 ms)
{
	u64 start = get_cycles();

	while (!READ_ONCE(scene.ran) &&
	       get_cycles() - start < clock_from_us(1000) * ms)
		cpu_relax();
	return READ_ONCE(scene.ran);
}

static void spin_until_preempted(void *unused)
{
	(void)unused;
	EXPECT(other_runs_within(LIMIT_MS));
}

static void spin_and_stay(void *unused)
{
	(void)unused;
	EXPECT(!other_runs_within(LONG_MS));
}

KERNEL_TEST(a_thread_that_spins_is_preempted, 1)
{
	begin_scene();
	preempt_begin(true);
	run_both(spin_until_preempted, note_that_it_runs);
	preempt_end();
}

KERNEL_TEST(preempt_none_preempts_nobody, 1)
{
	begin_scene();
	preempt_begin(false);
	run_both(spin_and_stay, note_that_it_runs);
	preempt_end();
}

/*
 * Where a thread must not be preempted. The other thread is made ready in
 * there, and runs as soon as that ends.
 */
static DEFINE_SPINLOCK(kept_lock);

static struct thread *stay_a_while(void)
{
	struct thread *other =
		thread_create("other", last_cpu(), note_that_it_runs, NULL);

	EXPECT(!other_runs_within(LONG_MS));
	return other;
}

static struct thread *stay_with_preemption_disabled(void)
{
	struct thread *other;

	preempt_disable();
	other = stay_a_while();
	preempt_enable();
	return other;
}

static struct thread *stay_with_a_lock(void)
{
	struct thread *other;

	spin_lock(&kept_lock);
	other = stay_a_while();
	spin_unlock(&kept_lock);
	return other;
}

static void end_stay(struct thread *other)
{
	EXPECT(other_runs_within(LIMIT_MS));
	EXPECT(other && thread_join(other, JOIN_MS));
	WRITE_ONCE(scene.ran, false);
}

/* The other thread has run when the stay ends, without a wait for a tick. A
 * tick that comes just then may take the CPU from it again: hence tries. */
static void expect_it_runs_after(struct thread *(*stay)(void))
{
	bool ran = false;

	for (int i = 0; i < TRIES && !ran; i++) {
		struct thread *other = stay();

		ran = READ_ONCE(scene.ran);
		end_stay(other);
	}
	EXPECT(ran);
}

static void keep_the_cpu(void *unused)
{
	(void)unused;
	expect_it_runs_after(stay_with_preemption_disabled);
	expect_it_runs_after(stay_with_a_lock);
}

/* So short that no tick waits when interrupts go on. */
static struct thread *stay_for_a_moment(void)
{
	return thread_create("other", last_cpu(), note_that_it_runs, NULL);
}

static struct thread *stay_with_a_lock_irq(void)
{
	struct thread *other;

	spin_lock_irq(&kept_lock);
	other = stay_for_a_moment();
	spin_unlock_irq(&kept_lock);
	return other;
}

static struct thread *stay_with_a_lock_irqsave(void)
{
	bool were_on = spin_lock_irqsave(&kept_lock);
	struct thread *other = stay_for_a_moment();

	spin_unlock_irqrestore(&kept_lock, were_on);
	return other;
}

static void keep_irqs_off(void *unused)
{
	struct thread *other;

	(void)unused;
	expect_it_runs_after(stay_with_a_lock_irq);
	expect_it_runs_after(stay_with_a_lock_irqsave);
	local_irq_disable();
	other = stay_a_while();
	preempt_disable();
	preempt_enable();
	EXPECT(!READ_ONCE(scene.ran) && irqs_disabled());
	local_irq_enable();
	end_stay(other);
}

static void do_nothing(void *unused)
{
	(void)unused;
}

KERNEL_TEST(locks_and_preempt_disable_keep_the_cpu, 1)
{
	begin_scene();
	preempt_begin(true);
	run_both(keep_the_cpu, do_nothing);
	run_both(keep_irqs_off, do_nothing);
	preempt_end();
}

/* The first CPU with a lock on its way: it must not lose the CPU while it
 * waits, for then it would get the lock and not run. */
static void wait_for_the_lock(void *unused)
{
	(void)unused;
	WRITE_ONCE(scene.spinner, thread_current());
	spin_lock(&kept_lock);
	EXPECT(!READ_ONCE(scene.ran));
	spin_unlock(&kept_lock);
}

KERNEL_TEST(a_thread_that_waits_for_a_lock_keeps_its_cpu, 2)
{
	struct thread *waiter;
	struct thread *other;
	u64 start = get_cycles();

	begin_scene();
	preempt_begin(true);
	spin_lock(&kept_lock);
	waiter = thread_create("waiter", last_cpu(), wait_for_the_lock, NULL);
	while (READ_ONCE(cpu_waits[last_cpu()].object) != &kept_lock &&
	       get_cycles() - start < clock_from_us(1000) * LIMIT_MS)
		cpu_relax();
	other = thread_create("other", last_cpu(), note_that_it_runs, NULL);
	EXPECT(!other_runs_within(LONG_MS));
	spin_unlock(&kept_lock);
	EXPECT(waiter && thread_join(waiter, JOIN_MS));
	EXPECT(other && thread_join(other, JOIN_MS));
	preempt_end();
}

/* A thread that is woken runs at once. */
static void sleep_once(void *unused)
{
	(void)unused;
	WRITE_ONCE(scene.spinner, thread_current());
	thread_prepare_sleep();
	WRITE_ONCE(scene.here, true);
	thread_sleep();
	WRITE_ONCE(scene.ran, true);
}

static void wake_and_look(void *unused)
{
	(void)unused;
	while (!READ_ONCE(scene.here))
		thread_yield();
	thread_wake(READ_ONCE(scene.spinner));
	WRITE_ONCE(scene.over, READ_ONCE(scene.ran));
}

KERNEL_TEST(who_is_woken_preempts, 1)
{
	bool at_once = false;

	preempt_begin(true);
	for (int i = 0; i < TRIES && !at_once; i++) {
		begin_scene();
		run_both(sleep_once, wake_and_look);
		at_once = READ_ONCE(scene.over);
	}
	EXPECT(at_once);
	preempt_end();
}

/* A handler that wakes a thread of its CPU goes on; the thread runs when it has
 * ended. */
static void wake_in_handler(void *unused)
{
	(void)unused;
	EXPECT(preempt_count() >= HARDIRQ_OFFSET);
	thread_wake(READ_ONCE(scene.spinner));
	preempt_disable();
	preempt_enable();
	EXPECT(!READ_ONCE(scene.ran));
}

static void spin_until_over(void *unused)
{
	(void)unused;
	WRITE_ONCE(scene.over, other_runs_within(LIMIT_MS));
}

KERNEL_TEST(a_handler_is_not_preempted, 2)
{
	struct thread *sleeper;
	struct thread *spinner;

	begin_scene();
	preempt_begin(true);
	sleeper = thread_create("sleeper", last_cpu(), sleep_once, NULL);
	for (int i = 0; i < 1000 && sleeper &&
			READ_ONCE(sleeper->state) != THREAD_SLEEPING;
	     i++)
		thread_sleep_ms(1);
	spinner = thread_create("spinner", last_cpu(), spin_until_over, NULL);
	smp_call_function_single(last_cpu(), wake_in_handler, NULL, true);
	EXPECT(spinner && thread_join(spinner, JOIN_MS));
	EXPECT(READ_ONCE(scene.over));
	EXPECT(sleeper && thread_join(sleeper, JOIN_MS));
	preempt_end();
}

/* As if a tick had come here. */
static void preempt_here(void)
{
	set_need_resched();
	preempt_schedule();
}

/*
 * A thread is preempted between thread_prepare_sleep() and thread_sleep(). It
 * sleeps all the same, unless it was woken meanwhile.
 */
static SHARED(bool) wake_it, met;

static void go_to_sleep(void *unused)
{
	(void)unused;
	WRITE_ONCE(scene.spinner, thread_current());
	delay_us(1000); /* the message that it is ready comes meanwhile */
	thread_prepare_sleep();
	WRITE_ONCE(scene.here, true);
	preempt_here();
	thread_sleep();
	WRITE_ONCE(scene.over, true);
}

static void meet_it(void *unused)
{
	(void)unused;
	/* Nothing comes between the look and the switch. */
	local_irq_disable();
	while (!READ_ONCE(scene.here)) {
		thread_yield();
		local_irq_disable();
	}
	/* Not if a tick let it go on before interrupts were off. */
	WRITE_ONCE(met,
		   READ_ONCE(READ_ONCE(scene.spinner)->state) == THREAD_READY);
	local_irq_enable();
	if (READ_ONCE(wake_it))
		thread_wake(READ_ONCE(scene.spinner));
}

/* A tick of that CPU could let one of the two go on too early. */
static void tick_at(void *hz)
{
	clock_start_tick((u32)hz, TICK_APART);
}

/* Returns false if they did not meet before it slept. */
static bool sleep_preempted(bool wake)
{
	struct thread *b;
	struct thread *a;

	begin_scene();
	smp_call_function_single(last_cpu(), tick_at, (void *)SLOW_HZ, true);
	WRITE_ONCE(wake_it, wake);
	b = thread_create("meets", last_cpu(), meet_it, NULL);
	a = thread_create("sleeps", last_cpu(), go_to_sleep, NULL);
	EXPECT(b && thread_join(b, JOIN_MS));
	smp_call_function_single(last_cpu(), tick_at, (void *)TICK_HZ, true);
	if (a && !wake) {
		thread_sleep_ms(LONG_MS);
		EXPECT(!READ_ONCE(scene.over));
		EXPECT(READ_ONCE(a->state) == THREAD_SLEEPING);
		thread_wake(a);
	}
	EXPECT(a && thread_join(a, JOIN_MS));
	return READ_ONCE(met);
}

static void expect_it_sleeps(bool wake)
{
	bool they_met = false;

	for (int i = 0; i < TRIES && !they_met; i++)
		they_met = sleep_preempted(wake);
	EXPECT(they_met);
}

KERNEL_TEST(a_thread_preempted_before_it_sleeps_still_sleeps, 1)
{
	preempt_begin(true);
	expect_it_sleeps(false);
	expect_it_sleeps(true);
	preempt_end();
}

/* Each thread's kmap_local mapping is its own, however the ticks cut into it.
 */
#define TURNS    20000
#define TURNS_MS 2000 /* or fewer, on a slow machine */

static SHARED(u32) names; /* of the threads: 0, 1 */

static void map_locally(void *unused)
{
	u32 me = fetch_add(names, 1);
	struct page *page = test_frame_page(me);
	u64 end = get_cycles() + clock_from_us(1000) * TURNS_MS;

	(void)unused;
	clock_start_tick(FAST_HZ, FAST_APART);
	for (int i = 0; i < TURNS && get_cycles() < end; i++) {
		volatile struct frame_line *line = kmap_local_page(page);
		bool good = line->pfn == page_to_pfn(page);

		kunmap_local((const void *)line);
		good = good &&
		       !(pte_read(pte_of((unsigned long)line)) & PTE_PRESENT);
		if (!good) {
			EXPECT(good);
			break;
		}
	}
	clock_start_tick(TICK_HZ, TICK_APART);
}

KERNEL_TEST(kmap_local_outlasts_preemption, 1)
{
	if (page_to_pfn(test_frame_page(0)) < highstart_pfn) {
		test_skip("there is no high memory");
		return;
	}
	WRITE_ONCE(names, 0);
	preempt_begin(true);
	run_both(map_locally, map_locally);
	preempt_end();
}

/* A request is written into the CPU's own place, and stays there until it has
 * been acknowledged: nobody else may write his there meanwhile. */
static void try_to_preempt(const struct point *point, unsigned long arg)
{
	(void)point;
	(void)arg;
	if (smp_processor_id() == last_cpu())
		WRITE_ONCE(scene.here, true);
	preempt_here();
	EXPECT(!READ_ONCE(scene.ran));
}

/* A thread that is made ready preempts, so it may run before the request. */
static void note_that_it_runs_then(void *unused)
{
	u64 end = get_cycles() + clock_from_us(1000) * LIMIT_MS;

	while (!READ_ONCE(scene.here) && get_cycles() < end)
		thread_yield();
	EXPECT(READ_ONCE(scene.here));
	note_that_it_runs(unused);
}

static void flush_once(void *unused)
{
	(void)unused;
	flush_tlb_kernel_range(KMAP_LOCAL_BASE, KMAP_LOCAL_BASE + PAGE_SIZE);
}

static void call_once(void *unused)
{
	struct cpumask others = cpus_online_but_me();

	smp_call_function_many(&others, do_nothing, unused, true);
}

static void preempt_request(const char *point, void (*request)(void *arg))
{
	begin_scene();
	point_set_handler(try_to_preempt);
	EXPECT(point_arm(point, true) > 0);
	run_both(request, note_that_it_runs_then);
	point_arm(point, false);
	point_set_handler(NULL);
}

KERNEL_TEST(a_cpus_request_is_not_preempted, 2)
{
	preempt_begin(true);
	preempt_request("tlb_posted", flush_once);
	preempt_request("call_posted", call_once);
	preempt_end();
}

/*
 * quarantine: two flushers on one CPU. The first is preempted after its flush,
 * the second before its own. Then the first makes its slots free, and must not
 * make the slot of the second free: this CPU's TLB still has it. The first
 * takes all that it can get, and looks what it reaches.
 *
 *	slots 1 and 6   unused: the first flusher's
 *	slot 3          becomes unused later: the second flusher's
 *	the others      in use
 */
static struct {
	SHARED(struct thread *) first, second; /* while not preempted yet */
	SHARED(bool) first_waits;
	u32 in_slot[SLOTS]; /* which frame */
	bool was_forced;
	struct oracle_counts seen;
} pair;

static void preempt_flusher(const struct point *point, unsigned long arg)
{
	struct thread *me = thread_current();

	(void)arg;
	if (strcmp(point->name, "pkmap_flushed") == 0 &&
	    cmpxchg(pair.first, me, NULL) == me) {
		WRITE_ONCE(pair.first_waits, true);
		preempt_here();
	} else if (strcmp(point->name, "pkmap_unflushed") == 0 &&
		   !READ_ONCE(pair.first) &&
		   cmpxchg(pair.second, me, NULL) == me) {
		preempt_here();
	}
}

static void use_page(u32 frame)
{
	void *vaddr = kmap_high(test_frame_page(frame));

	EXPECT(vaddr);
	if (vaddr)
		oracle_check(frame, vaddr, ORACLE_THREAD, &pair.seen);
}

static void fill_window(void)
{
	for (u32 frame = 0; frame < SLOTS; frame++) {
		struct page *page = test_frame_page(frame);

		use_page(frame);
		pair.in_slot[PKMAP_NR((unsigned long)page_address(page))] =
			frame;
	}
}

static void give_back(unsigned int slot)
{
	kunmap_high(test_frame_page(pair.in_slot[slot]));
}

static void flush_first(void *unused)
{
	(void)unused;
	while (!READ_ONCE(pair.second))
		thread_yield();
	WRITE_ONCE(pair.first, thread_current());
	fill_window();
	give_back(1);
	give_back(6);
	kmap_flush_unused();
	for (u32 frame = SLOTS; frame < SLOTS + 3; frame++)
		use_page(frame);
	pair.was_forced = !READ_ONCE(pair.second); /* preempted, too */
}

static void flush_second(void *unused)
{
	(void)unused;
	WRITE_ONCE(pair.second, thread_current());
	while (!READ_ONCE(pair.first_waits))
		thread_yield();
	use_page(pair.in_slot[3]); /* the TLB has it again */
	give_back(3);
	give_back(3);
	kmap_flush_unused();
}

/* False if a tick came in between, and spoilt it. */
static bool flush_in_pairs(const struct kmap_strategy *strategy, bool irq)
{
	struct pkmap_config config = { SLOTS, 1, irq, 0 };

	kmap_reset(strategy, &config);
	oracle_reset();
	memset(&pair, 0, sizeof(pair));
	run_both(flush_first, flush_second);
	EXPECT(pair.seen.checked == SLOTS + 4 && !pair.seen.stale_reads &&
	       !pair.seen.stale_writes);
	EXPECT(!violation_any());
	return pair.was_forced;
}

static void force_pairs(const struct kmap_strategy *strategy, bool irq)
{
	int patience = 20;

	while (!flush_in_pairs(strategy, irq) && patience-- > 0)
		;
	EXPECT(patience > 0);
}

/* Those that drop the lock while they flush, and claim to be safe. */
static bool drops_the_lock(const struct kmap_strategy *strategy)
{
	return strcmp(strategy->name, "quarantine") == 0 ||
	       strcmp(strategy->name, "lockless") == 0;
}

KERNEL_TEST(two_flushers_on_one_cpu_keep_apart, 1)
{
	preempt_begin(true);
	point_set_handler(preempt_flusher);
	point_arm("pkmap_flushed", true);
	point_arm("pkmap_unflushed", true);
	for (unsigned int i = 0; i < strategy_count(); i++) {
		if (!drops_the_lock(strategy_at(i)))
			continue;
		force_pairs(strategy_at(i), false);
		force_pairs(strategy_at(i), true);
	}
	point_arm(NULL, false);
	point_set_handler(NULL);
	preempt_end();
}
