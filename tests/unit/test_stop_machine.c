/* SPDX-License-Identifier: MIT */
/*
 * test_stop_machine.c - who may stop the machine, and what the caller has while
 * it is stopped. What the other CPUs do meanwhile is for the explorer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/panic.h"
#include "machine.h"
#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/heldlocks.h"
#include "smp/spinwait.h"
#include "smp/stop_machine.h"

#define CPU 3

struct mailbox crosscall_box;
static unsigned int calls, locks;
static jmp_buf panicked;

void spin_lock(spinlock_t *lock)
{
	(void)lock;
	locks++;
}

void spin_unlock(spinlock_t *lock)
{
	(void)lock;
	locks--;
}

void panic(const char *fmt, ...)
{
	(void)fmt;
	longjmp(panicked, 1);
}

void smp_call_function_many(const struct cpumask *mask, smp_call_func_t func,
			    void *info, bool wait)
{
	(void)func;
	(void)info;
	assert_false(wait);
	assert_false(unit_machine.irqs_off);
	assert_true(cpumask_empty(mask));
}

void mailbox_wait(struct mailbox *box)
{
	assert_ptr_equal(box, &crosscall_box);
	assert_false(unit_machine.irqs_off);
	assert_int_equal(locks, 1);
}

void spin_wait_begin(struct spin_wait *wait, enum wait_kind kind,
		     const void *object)
{
	(void)wait;
	(void)object;
	assert_int_equal(kind, WAIT_OTHER);
}

void spin_wait_turn(struct spin_wait *wait)
{
	(void)wait;
	fail();
}

void spin_wait_end(struct spin_wait *wait)
{
	(void)wait;
}

static void called(void *info)
{
	assert_ptr_equal(info, &calls);
	assert_true(unit_machine.irqs_off);
	assert_int_equal(locks, 1);
	calls++;
}

/* Whether it ends in a panic. */
static bool stops(bool irqs_off, u32 preempt_count)
{
	unit_machine =
		(struct unit_machine){ .cpu = CPU, .irqs_off = irqs_off };
	unit_machine.preempt_counts[CPU] = preempt_count;
	calls = locks = 0;
	if (setjmp(panicked))
		return false;
	stop_machine(called, &calls);
	assert_int_equal(calls, 1);
	assert_int_equal(locks, 0);
	assert_false(unit_machine.irqs_off);
	return true;
}

static void a_thread_may_stop_it(void **state)
{
	(void)state;
	assert_true(stops(false, 0));
}

static void nobody_else_may(void **state)
{
	(void)state;
	assert_false(stops(true, 0));
	assert_false(stops(false, 1));
	assert_false(stops(true, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_thread_may_stop_it),
		cmocka_unit_test(nobody_else_may),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
