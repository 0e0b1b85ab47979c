/* SPDX-License-Identifier: MIT */
/* test_thread.c - threads, sleep and wake, wait queues, clock and tick. */
#include "arch/clock.h"
#include "job/test.h"
#include "lib/string.h"
#include "smp/cpu.h"
#include "smp/idle.h"
#include "smp/wait.h"

#define JOIN_MS 10000
#define ROUNDS  500

static SHARED(u32) progress;

static void add_cpu_number(void *arg)
{
	EXPECT(!irqs_disabled());
	EXPECT(thread_current()->arg == arg);
	fetch_add(progress, smp_processor_id() + 1);
}

KERNEL_TEST(threads_run_where_they_are_put, 1)
{
	u32 expected = 0;

	WRITE_ONCE(progress, 0);
	for (unsigned int i = 0; i < num_online_cpus(); i++) {
		struct thread *t = thread_create("t", i, add_cpu_number, &i);

		EXPECT(t && thread_join(t, JOIN_MS));
		expected += i + 1;
	}
	EXPECT(READ_ONCE(progress) == expected);
}

static void travel(void *unused)
{
	(void)unused;
	for (unsigned int cpu = 0; cpu < num_online_cpus(); cpu++) {
		thread_migrate(cpu);
		EXPECT(smp_processor_id() == cpu);
		EXPECT(!irqs_disabled());
		fetch_add(progress, 1);
	}
}

KERNEL_TEST(threads_migrate, 2)
{
	struct thread *t[4];

	WRITE_ONCE(progress, 0);
	for (unsigned int i = 0; i < 4; i++)
		t[i] = thread_create("traveller", i % num_online_cpus(), travel,
				     NULL);
	for (unsigned int i = 0; i < 4; i++)
		EXPECT(t[i] && thread_join(t[i], JOIN_MS));
	EXPECT(READ_ONCE(progress) == 4 * num_online_cpus());
}

static void take_turns(void *me)
{
	/* Two of these on one CPU: each adds when it is its turn. */
	for (u32 turn = 0; turn < 20; turn++) {
		int patience = 1000;

		while (READ_ONCE(progress) % 2 != (u32)me && patience-- > 0)
			thread_yield();
		fetch_add(progress, 1);
	}
}

KERNEL_TEST(threads_of_a_cpu_yield, 1)
{
	struct thread *a;
	struct thread *b;

	WRITE_ONCE(progress, 0);
	a = thread_create("even", 0, take_turns, (void *)0);
	b = thread_create("odd", 0, take_turns, (void *)1);
	EXPECT(a && thread_join(a, JOIN_MS));
	EXPECT(b && thread_join(b, JOIN_MS));
	EXPECT(READ_ONCE(progress) == 40);
}

/* Two threads wake each other up. If a wake-up is lost, neither goes on. */
static DEFINE_WAIT_QUEUE(queue);

static void ping_pong(void *me)
{
	for (u32 i = 0; i < ROUNDS; i++) {
		struct wait_entry entry = WAIT_ENTRY_INIT;

		for (;;) {
			prepare_to_wait(&queue, &entry);
			if (READ_ONCE(progress) % 2 == (u32)me)
				break;
			thread_sleep();
		}
		finish_wait(&queue, &entry);
		fetch_add(progress, 1);
		wake_up(&queue);
	}
}

/* However slow the machine is, as long as they go on. */
static bool join_while_they_go_on(struct thread *thread)
{
	u32 seen;

	do {
		seen = READ_ONCE(progress);
		if (thread_join(thread, JOIN_MS))
			return true;
	} while (READ_ONCE(progress) != seen);
	return false;
}

KERNEL_TEST(no_wake_up_is_lost, 2)
{
	struct thread *a;
	struct thread *b;

	WRITE_ONCE(progress, 0);
	a = thread_create("ping", 0, ping_pong, (void *)0);
	b = thread_create("pong", 1, ping_pong, (void *)1);
	EXPECT(a && join_while_they_go_on(a));
	EXPECT(b && join_while_they_go_on(b));
	EXPECT(READ_ONCE(progress) == 2 * ROUNDS);
	EXPECT(!waitqueue_active(&queue));
}

static void wake_myself_first(void *unused)
{
	(void)unused;
	thread_prepare_sleep();
	thread_wake(thread_current());
	thread_sleep();
}

KERNEL_TEST(a_wake_up_before_the_sleep_is_not_lost, 1)
{
	struct thread *t = thread_create("awake", 0, wake_myself_first, NULL);

	EXPECT(t && thread_join(t, JOIN_MS));
}

static void sleep_on_queue(void *unused)
{
	struct wait_entry entry = WAIT_ENTRY_INIT;

	(void)unused;
	prepare_to_wait(&queue, &entry);
	fetch_add(progress, 1);
	thread_sleep();
	finish_wait(&queue, &entry);
	fetch_add(progress, 100);
}

KERNEL_TEST(wake_up_wakes_all, 1)
{
	struct thread *t[3];
	int patience = 1000;

	WRITE_ONCE(progress, 0);
	for (unsigned int i = 0; i < 3; i++)
		t[i] = thread_create("sleeper", i % num_online_cpus(),
				     sleep_on_queue, NULL);
	while (READ_ONCE(progress) < 3 && patience-- > 0)
		thread_sleep_ms(1);
	EXPECT(waitqueue_active(&queue));
	wake_up(&queue);
	for (unsigned int i = 0; i < 3; i++)
		EXPECT(t[i] && thread_join(t[i], JOIN_MS));
	EXPECT(READ_ONCE(progress) == 303);
}

KERNEL_TEST(sleep_has_a_time_limit, 1)
{
	u64 start = get_cycles();

	thread_sleep_ms(30);
	EXPECT(get_cycles() - start >= clock_from_us(30000));
	/* On a slow host, late; but not by seconds. */
	EXPECT(get_cycles() - start < clock_from_us(3000000));
}

static void hang_around(void *unused)
{
	(void)unused;
	thread_sleep_ms(200);
}

KERNEL_TEST(join_has_a_time_limit, 1)
{
	struct thread *t = thread_create("slow", 0, hang_around, NULL);

	EXPECT(t && !thread_join(t, 20));
	EXPECT(t && thread_join(t, JOIN_MS));
}

KERNEL_TEST(the_clock_runs, 1)
{
	u64 start = get_cycles();
	u64 last = start;

	for (int i = 0; i < 10000; i++) {
		u64 now = get_cycles();

		EXPECT(now >= last);
		last = now;
	}
	delay_us(1000);
	EXPECT(get_cycles() - start >= clock_from_us(1000));
}

KERNEL_TEST(idle_cpus_say_so, 2)
{
	int patience = 100;

	while (!READ_ONCE(cpu_idle[1].is_idle) && patience-- > 0)
		thread_sleep_ms(10);
	EXPECT(READ_ONCE(cpu_idle[1].is_idle));
	EXPECT(!READ_ONCE(cpu_idle[smp_processor_id()].is_idle));
}

/* Threads are made on all CPUs at once. Each of them runs once, with the
 * argument that it was given. */
#define MADE 60 /* by each CPU */

static struct made {
	SHARED(u32) runs;
} made[NR_CPUS][MADE];

static void count_run(void *arg)
{
	struct made *me = arg;

	fetch_add(me->runs, 1);
}

static void make_threads(void *unused)
{
	unsigned int me = smp_processor_id();
	unsigned int n = num_online_cpus();

	(void)unused;
	fetch_add(progress, 1);
	for (int i = 0; i < 1000000 && READ_ONCE(progress) < n; i++)
		cpu_relax();
	for (u32 i = 0; i < MADE; i++) {
		struct thread *t = thread_create("made", (me + i) % n,
						 count_run, &made[me][i]);

		EXPECT(t && thread_join(t, JOIN_MS));
	}
}

KERNEL_TEST(threads_are_made_on_all_cpus_at_once, 2)
{
	struct thread *t[NR_CPUS];
	unsigned int n = num_online_cpus();

	WRITE_ONCE(progress, 0);
	memset(made, 0, sizeof(made));
	for (unsigned int i = 0; i < n; i++)
		t[i] = thread_create("maker", i, make_threads, NULL);
	for (unsigned int i = 0; i < n; i++)
		EXPECT(t[i] && thread_join(t[i], JOIN_MS));
	for (unsigned int i = 0; i < n; i++)
		for (u32 j = 0; j < MADE; j++)
			EXPECT(READ_ONCE(made[i][j].runs) == 1);
}

/* A CPU that is never idle passes at its tick. */
static SHARED(u32) passes; /* of CPU 1 */

static void count_pass(void)
{
	EXPECT(irqs_disabled());
	if (smp_processor_id() == 1)
		WRITE_ONCE(passes, READ_ONCE(passes) + 1);
}

static void stay_busy(void *unused)
{
	u64 end = get_cycles() + clock_from_us(1000) * 8000;
	u32 interrupts;

	(void)unused;
	WRITE_ONCE(passes, 0);
	interrupts = interrupts_taken(1);
	while (READ_ONCE(passes) < 3 && get_cycles() < end)
		cpu_relax();
	EXPECT(READ_ONCE(passes) >= 3);
	/* It takes few others now: one that woke it, one under way. */
	EXPECT(interrupts_taken(1) - interrupts <= READ_ONCE(passes) + 2);
}

KERNEL_TEST(a_busy_cpu_passes_at_each_tick, 2)
{
	quiesce_t before = READ_ONCE(quiesce_hook.call);
	struct thread *t;

	WRITE_ONCE(quiesce_hook.call, count_pass);
	t = thread_create("busy", 1, stay_busy, NULL);
	EXPECT(t && thread_join(t, JOIN_MS));
	WRITE_ONCE(quiesce_hook.call, before);
}
