/* SPDX-License-Identifier: MIT */
/* test_deadlock.c - CPUs that wait for each other, and some that only seem to.
 */
#include "arch/clock.h"
#include "arch/paging.h"
#include "job/test.h"
#include "lib/string.h"
#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/deadlock.h"
#include "smp/thread.h"
#include "smp/tlb.h"

#define JOIN_MS 10000

/*
 * A deadlock made on purpose: two initiators with interrupts off. It must be
 * seen, described and dissolved.
 */
static SHARED(u32) both_here;

static void flush_with_irqs_off(void *unused)
{
	u64 start = get_cycles();

	(void)unused;
	local_irq_disable();
	fetch_add(both_here, 1);
	while (READ_ONCE(both_here) < 2 &&
	       get_cycles() - start < clock_from_us(1000000))
		cpu_relax();
	flush_tlb_kernel_range(KMAP_LOCAL_BASE, KMAP_LOCAL_BASE + 4096);
	local_irq_enable();
}

KERNEL_TEST(deadlock_is_found_and_dissolved, 2)
{
	struct thread *a;
	struct thread *b;

	deadlock_reset();
	WRITE_ONCE(both_here, 0);
	/* With preempt=full, thread a runs at once. */
	b = thread_create("b", 1, flush_with_irqs_off, NULL);
	a = thread_create("a", 0, flush_with_irqs_off, NULL);
	EXPECT(a && thread_join(a, JOIN_MS));
	EXPECT(b && thread_join(b, JOIN_MS));
	EXPECT(deadlock_count() == 1);
	EXPECT(strncmp(deadlock_text(), "CPU 0, interrupts off, waits for",
		       32) == 0);
	deadlock_reset();
}

static void flush_with_irqs_on(void *unused)
{
	(void)unused;
	/* The more CPUs there are, the longer each takes. */
	for (u32 i = 0; i < 400 / num_online_cpus(); i++)
		flush_tlb_kernel_range(KMAP_LOCAL_BASE, KMAP_LOCAL_BASE + 4096);
}

KERNEL_TEST(no_deadlock_is_seen_where_there_is_none, 2)
{
	struct thread *thread[NR_CPUS];
	unsigned int n = num_online_cpus();

	deadlock_reset();
	for (unsigned int i = 0; i < n; i++)
		thread[i] = thread_create("f", i, flush_with_irqs_on, NULL);
	for (unsigned int i = 0; i < n; i++)
		EXPECT(thread[i] && thread_join(thread[i], JOIN_MS));
	EXPECT(deadlock_count() == 0);
}

/*
 * CPU 0 holds `a` and waits for `b`. CPU 1 waits for `a`, and a handler that
 * has interrupted that wait holds `b`. The handler will release it, so this is
 * no deadlock, for however long it lasts.
 */
static DEFINE_SPINLOCK(a);
static DEFINE_SPINLOCK(b);

static struct {
	SHARED(bool) b_is_held;
	SHARED(bool) was_waited_for;
} scene;

static bool waits_for_lock(unsigned int cpu)
{
	return READ_ONCE(cpu_waits[cpu].kind) == WAIT_LOCK;
}

/* Several of the other CPU's looks for a deadlock long, by any clock. */
static void wait_long(void)
{
	for (int turn = 0; turn < 20000; turn++)
		cpu_relax();
	delay_us(20000);
}

static void hold_b(void *unused)
{
	u64 start = get_cycles();

	(void)unused;
	EXPECT(waits_for_lock(1)); /* what has been interrupted */
	spin_lock(&b);
	smp_store_mb(scene.b_is_held, true);
	while (!waits_for_lock(0) &&
	       get_cycles() - start < clock_from_us(1000000))
		cpu_relax();
	WRITE_ONCE(scene.was_waited_for, waits_for_lock(0));
	wait_long();
	spin_unlock(&b);
}

static void want_a(void *unused)
{
	(void)unused;
	spin_lock(&a);
	spin_unlock(&a);
}

KERNEL_TEST(handlers_lock_closes_no_cycle, 2)
{
	struct thread *thread;
	int patience = 1000;

	deadlock_reset();
	memset(&scene, 0, sizeof(scene));
	spin_lock(&a);
	thread = thread_create("wants a", 1, want_a, NULL);
	while (!waits_for_lock(1) && patience-- > 0)
		delay_us(1000);
	smp_call_function_single(1, hold_b, NULL, false);
	while (!READ_ONCE(scene.b_is_held) && patience-- > 0)
		delay_us(1000);
	spin_lock(&b);
	EXPECT(READ_ONCE(scene.was_waited_for));
	EXPECT(deadlock_count() == 0);
	spin_unlock(&b);
	spin_unlock(&a);
	EXPECT(thread && thread_join(thread, JOIN_MS));
}
