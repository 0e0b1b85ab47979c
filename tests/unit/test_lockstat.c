/* SPDX-License-Identifier: MIT */
/*
 * test_lockstat.c - how long a lock was waited for and held, on a clock that
 * the test sets. While the lock is waited for, a turn takes a while, and after
 * some turns the lock is free.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "smp/lockstat.h"
#include "smp/spinwait.h"
#include "smp/tlb.h"
#include "smp/trace.h"

#define CPU       37
#define OTHER_CPU 3
#define TURN      7 /* cycles */
#define HOLD      11

static spinlock_t lock = SPINLOCK_INIT("lock");
static struct lock_stat stat;
static unsigned int turns_left; /* until another CPU releases it */
static unsigned int waits;

void spin_wait_begin(struct spin_wait *wait, enum wait_kind kind,
		     const void *object)
{
	assert_int_equal(kind, WAIT_LOCK);
	assert_ptr_equal(object, &lock);
	wait->start = unit_machine.cycles;
	waits++;
}

void spin_wait_turn(struct spin_wait *wait)
{
	(void)wait;
	unit_machine.cycles += TURN;
	if (--turns_left == 0)
		WRITE_ONCE(lock.owner, 0);
}

void spin_wait_end(struct spin_wait *wait)
{
	(void)wait;
}

static enum event_kind told[8];
static unsigned int tellings;

void trace_lock(enum event_kind kind, const spinlock_t *which)
{
	assert_ptr_equal(which, &lock);
	assert_true(tellings < 8);
	told[tellings++] = kind;
	/* It is told before anybody else can have the lock. */
	if (kind == EVENT_LOCK_TAKE || kind == EVENT_LOCK_RELEASE)
		assert_int_equal(READ_ONCE(lock.owner), CPU + 1);
}

void tlb_serve_shootdowns(void)
{
	fail();
}

/* Nothing is compiled in two forms here. */
void static_keys_apply(void)
{
}

static int setup(void **state)
{
	(void)state;
	unit_machine = (struct unit_machine){ .cpu = CPU, .cycles = 1000 };
	WRITE_ONCE(lock.owner, 0);
	lock.stat = &stat;
	waits = tellings = 0;
	lockstat_reset(&stat);
	return 0;
}

static void wait_for(unsigned int turns)
{
	turns_left = turns;
	WRITE_ONCE(lock.owner, turns ? OTHER_CPU + 1 : 0);
}

static void take_and_hold(unsigned int turns, u64 cycles)
{
	wait_for(turns);
	spin_lock(&lock);
	assert_true(spin_is_held_by_me(&lock));
	unit_machine.cycles += cycles;
	spin_unlock(&lock);
	assert_false(spin_is_held_by_me(&lock));
}

static void assert_times(const struct histogram *h, u64 count, u64 least,
			 u64 most)
{
	assert_int_equal(h->count, count);
	if (!count)
		return;
	assert_int_equal(h->min, least);
	assert_int_equal(h->max, most);
}

static const struct lock_stat_cpu *mine(void)
{
	return &stat.cpu[CPU];
}

static void all_is_accounted(void **state)
{
	(void)state;
	lockstat_set_mode(ACCOUNTING_ALL);
	take_and_hold(0, HOLD);
	take_and_hold(5, 2 * HOLD);
	assert_times(&mine()->wait, 2, 0, 5 * TURN);
	assert_times(&mine()->hold, 2, HOLD, 2 * HOLD);
	assert_int_equal(mine()->irqoff_max, 0);
	assert_int_equal(waits, 1);
}

/* From asking on, not from having it. */
static void interrupts_off_are_accounted_with_the_wait(void **state)
{
	(void)state;
	lockstat_set_mode(ACCOUNTING_ALL);
	wait_for(5);
	spin_lock_irq(&lock);
	unit_machine.cycles += HOLD;
	spin_unlock_irq(&lock);
	assert_int_equal(mine()->irqoff_max, 5 * TURN + HOLD);
	take_and_hold(7, HOLD);
	wait_for(1);
	spin_lock_irq(&lock);
	spin_unlock_irq(&lock);
	assert_int_equal(mine()->irqoff_max, 5 * TURN + HOLD);
}

/* Each is noted when the CPU has to wait again. */
static void waits_alone_are_accounted(void **state)
{
	(void)state;
	lockstat_set_mode(ACCOUNTING_CONTENDED);
	take_and_hold(0, HOLD);
	take_and_hold(3, HOLD);
	assert_times(&mine()->wait, 0, 0, 0);
	take_and_hold(4, HOLD);
	assert_times(&mine()->wait, 1, 3 * TURN, 3 * TURN);
	lockstat_finish(&stat);
	lockstat_finish(&stat);
	assert_times(&mine()->wait, 2, 3 * TURN, 4 * TURN);
	assert_times(&mine()->hold, 0, 0, 0);
	assert_int_equal(mine()->irqoff_max, 0);
}

static void nothing_is_accounted_unasked(void **state)
{
	(void)state;
	lockstat_set_mode(ACCOUNTING_NONE);
	take_and_hold(3, HOLD);
	take_and_hold(4, HOLD);
	lockstat_finish(&stat);
	assert_times(&mine()->wait, 0, 0, 0);
	assert_times(&mine()->hold, 0, 0, 0);
}

static void a_hold_during_which_the_mode_changes_is_left_out(void **state)
{
	(void)state;
	for (int mode = 0; mode < ACCOUNTING_ALL; mode++) {
		lockstat_set_mode(mode);
		spin_lock(&lock);
		lockstat_set_mode(ACCOUNTING_ALL);
		spin_unlock(&lock);
		assert_times(&mine()->wait, 0, 0, 0);
		assert_times(&mine()->hold, 0, 0, 0);
	}
}

/* What each mode makes dearer, and nothing else: a free lock is only as dear as
 * without accounting, unless all is accounted. */
static void each_mode_turns_on_its_own(void **state)
{
	(void)state;
	for (int mode = 0; mode < NR_ACCOUNTINGS; mode++) {
		bool all = mode == ACCOUNTING_ALL;

		lockstat_set_mode(mode);
		assert_int_equal(!!READ_ONCE(lockstat_all.enabled), all);
		assert_int_equal(READ_ONCE(spin_unlock_slow.enabled),
				 all ? UNLOCK_ACCOUNTS : 0);
		assert_int_equal(!!READ_ONCE(lockstat_contended.enabled),
				 mode == ACCOUNTING_CONTENDED);
	}
}

static void other_locks_are_not_accounted(void **state)
{
	(void)state;
	lock.stat = NULL;
	for (int mode = 0; mode < NR_ACCOUNTINGS; mode++) {
		lockstat_set_mode(mode);
		take_and_hold(2, HOLD);
	}
	assert_times(&mine()->hold, 0, 0, 0);
}

static void each_cpu_accounts_its_own(void **state)
{
	(void)state;
	lockstat_set_mode(ACCOUNTING_ALL);
	unit_machine.cpu = NR_CPUS - 1;
	take_and_hold(2, HOLD);
	assert_times(&mine()->hold, 0, 0, 0);
	assert_times(&stat.cpu[NR_CPUS - 1].hold, 1, HOLD, HOLD);
	lockstat_reset(&stat);
	assert_times(&stat.cpu[NR_CPUS - 1].hold, 0, 0, 0);
	assert_times(&stat.cpu[NR_CPUS - 1].wait, 0, 0, 0);
}

/* A wait only if there is one; interrupts only if they come on with that. */
static void a_traced_lock_tells(void **state)
{
	const enum event_kind expected[] = {
		EVENT_LOCK_TAKE, EVENT_LOCK_RELEASE, EVENT_LOCK_WAIT,
		EVENT_LOCK_TAKE, EVENT_LOCK_RELEASE, EVENT_IRQS_ON
	};

	(void)state;
	lockstat_set_mode(ACCOUNTING_NONE);
	lockstat_set_traced(true);
	take_and_hold(0, HOLD);
	wait_for(2);
	spin_lock_irq(&lock);
	spin_unlock_irq(&lock);
	lockstat_set_traced(false);
	take_and_hold(3, HOLD);
	assert_int_equal(tellings, 6);
	assert_memory_equal(told, expected, sizeof(expected));
	assert_times(&mine()->hold, 0, 0, 0);
}

static void accounting_and_tracing_do_not_turn_each_other_off(void **state)
{
	(void)state;
	lockstat_set_traced(true);
	lockstat_set_mode(ACCOUNTING_ALL);
	take_and_hold(0, HOLD);
	assert_int_equal(tellings, 2);
	assert_times(&mine()->hold, 1, HOLD, HOLD);
	lockstat_set_mode(ACCOUNTING_NONE);
	take_and_hold(0, HOLD);
	assert_int_equal(tellings, 4);
	lockstat_set_mode(ACCOUNTING_ALL);
	lockstat_set_traced(false);
	take_and_hold(0, HOLD);
	assert_int_equal(tellings, 4);
	assert_times(&mine()->hold, 2, HOLD, HOLD);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_is_accounted),
		TEST(interrupts_off_are_accounted_with_the_wait),
		TEST(waits_alone_are_accounted),
		TEST(nothing_is_accounted_unasked),
		TEST(a_hold_during_which_the_mode_changes_is_left_out),
		TEST(each_mode_turns_on_its_own),
		TEST(other_locks_are_not_accounted),
		TEST(each_cpu_accounts_its_own),
		TEST(a_traced_lock_tells),
		TEST(accounting_and_tracing_do_not_turn_each_other_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
