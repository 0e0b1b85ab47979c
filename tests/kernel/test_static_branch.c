/* SPDX-License-Identifier: MIT */
/* test_static_branch.c - code that is changed while other CPUs run it. */
#include "arch/clock.h"
#include "arch/safecopy.h"
#include "job/test.h"
#include "lib/string.h"
#include "smp/cpu.h"
#include "smp/point.h"
#include "smp/static_key.h"
#include "smp/stop_machine.h"
#include "smp/thread.h"

#define JOIN_MS 10000
#define FLIPS   20

static DEFINE_STATIC_KEY_FALSE(test_key);

static __attribute__((noinline)) bool branch(void)
{
	return static_branch_unlikely(&test_key);
}

KERNEL_TEST(static_branch_follows_its_key, 1)
{
	EXPECT(!branch());
	EXPECT(!static_branches_differ());
	static_key_set(&test_key, true);
	EXPECT(branch());
	EXPECT(!static_branches_differ());
	static_key_set(&test_key, true);
	EXPECT(branch());
	static_key_set(&test_key, false);
	EXPECT(!branch());
	WRITE_ONCE(test_key.enabled, true);
	EXPECT(static_branches_differ() && !branch());
	WRITE_ONCE(test_key.enabled, false);
}

static bool can_write(const void *at)
{
	u32 same;

	return safe_copy(&same, at, 1) && safe_copy((void *)at, &same, 1);
}

static void note_can_write(void *can)
{
	*(bool *)can = can_write((void *)branch);
}

/* Before, while all stand still, and after. */
KERNEL_TEST(text_stays_write_protected, 1)
{
	bool while_stopped = true;

	EXPECT(!can_write((void *)branch));
	stop_machine(note_can_write, &while_stopped);
	EXPECT(!while_stopped);
	static_key_set(&test_key, true);
	EXPECT(!can_write((void *)branch));
	static_key_set(&test_key, false);
	EXPECT(!can_write((void *)branch));
}

/*
 * Other CPUs run the branch all the time while it is changed, and each sees the
 * new code from the change on. phase: 0 it is off, 1 about to change, 2 on, 3
 * about to change; and so on.
 */
static struct {
	SHARED(u32) started;
	SHARED(u32) phase;
	SHARED(bool) end;
} flip;

static void run_branch(void *unused)
{
	(void)unused;
	fetch_add(flip.started, 1);
	while (!READ_ONCE(flip.end)) {
		u32 phase = READ_ONCE(flip.phase);
		bool taken = branch();

		if (phase % 2 == 0 && READ_ONCE(flip.phase) == phase)
			EXPECT(taken == (phase % 4 == 2));
		cpu_relax();
	}
}

static void set_while_they_run(bool enabled)
{
	fetch_add(flip.phase, 1);
	static_key_set(&test_key, enabled);
	fetch_add(flip.phase, 1);
	EXPECT(branch() == enabled);
	delay_us(100);
}

KERNEL_TEST(static_branch_changes_under_running_cpus, 2)
{
	struct thread *thread[NR_CPUS];
	unsigned int n = num_online_cpus();
	int patience = 1000;

	WRITE_ONCE(flip.started, 0);
	WRITE_ONCE(flip.phase, 0);
	WRITE_ONCE(flip.end, false);
	for (unsigned int i = 1; i < n; i++)
		thread[i] = thread_create("branch", i, run_branch, NULL);
	while (READ_ONCE(flip.started) < n - 1 && patience-- > 0)
		thread_sleep_ms(1);
	for (int i = 0; i < FLIPS; i++) {
		set_while_they_run(true);
		set_while_they_run(false);
	}
	smp_store_mb(flip.end, true);
	for (unsigned int i = 1; i < n; i++)
		EXPECT(thread[i] && thread_join(thread[i], JOIN_MS));
}

/* What the others do while the machine is stopped: nothing. */
static struct {
	SHARED(u32) steps;
	SHARED(bool) end;
} walk;

static void walk_on(void *unused)
{
	(void)unused;
	while (!READ_ONCE(walk.end)) {
		local_irq_disable(); /* it has to be waited for */
		for (int i = 0; i < 50; i++) {
			fetch_add(walk.steps, 1);
			cpu_relax();
		}
		local_irq_enable();
	}
}

static void watch_them_stand(void *unused)
{
	u32 steps = READ_ONCE(walk.steps);

	(void)unused;
	delay_us(500);
	EXPECT(READ_ONCE(walk.steps) == steps);
}

KERNEL_TEST(stopped_cpus_stand_still, 2)
{
	struct thread *thread;
	u32 steps;
	int patience = 1000;

	WRITE_ONCE(walk.steps, 0);
	WRITE_ONCE(walk.end, false);
	thread = thread_create("walk", 1, walk_on, NULL);
	while (!READ_ONCE(walk.steps) && patience-- > 0)
		thread_sleep_ms(1);
	for (int i = 0; i < FLIPS; i++)
		stop_machine(watch_them_stand, NULL);
	steps = READ_ONCE(walk.steps);
	for (patience = 1000; READ_ONCE(walk.steps) == steps && patience > 0;
	     patience--)
		thread_sleep_ms(1);
	EXPECT(READ_ONCE(walk.steps) != steps); /* and then they go on */
	smp_store_mb(walk.end, true);
	EXPECT(thread && thread_join(thread, JOIN_MS));
}

/* All CPUs want to stop the machine at once: they do it one after the other. */
static u32 unguarded;
static SHARED(u32) inside;

static void count_alone(void *unused)
{
	(void)unused;
	EXPECT(irqs_disabled());
	EXPECT(fetch_add(inside, 1) == 0);
	unguarded++;
	EXPECT(fetch_add(inside, -1u) == 1);
}

static void stop_often(void *unused)
{
	(void)unused;
	for (int i = 0; i < FLIPS; i++)
		stop_machine(count_alone, NULL);
}

KERNEL_TEST(one_cpu_at_a_time_stops_the_machine, 2)
{
	struct thread *thread[NR_CPUS];
	unsigned int n = num_online_cpus();

	unguarded = 0;
	for (unsigned int i = 0; i < n; i++)
		thread[i] = thread_create("stop", i, stop_often, NULL);
	for (unsigned int i = 0; i < n; i++)
		EXPECT(thread[i] && thread_join(thread[i], JOIN_MS));
	EXPECT(unguarded == FLIPS * n);
}

static SHARED(u32) passages;

static void count_passage(const struct point *point, unsigned long arg)
{
	EXPECT(strcmp(point->name, "test_point") == 0 && arg == 17);
	fetch_add(passages, 1);
}

static void pass(void)
{
	POINT(test_point, 17);
}

KERNEL_TEST(armed_points_call_the_handler, 1)
{
	WRITE_ONCE(passages, 0);
	point_set_handler(count_passage);
	pass();
	EXPECT(READ_ONCE(passages) == 0);
	EXPECT(point_arm("test_point", true) == 1);
	EXPECT(point_arm("no such point", true) == 0);
	pass();
	EXPECT(READ_ONCE(passages) == 1);
	point_arm("test_point", false);
	point_set_handler(NULL);
	pass();
	EXPECT(READ_ONCE(passages) == 1);
}
