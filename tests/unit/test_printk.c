/* SPDX-License-Identifier: MIT */
/*
 * test_printk.c - one CPU prints at a time, and no handler comes in between:
 * while the console is written to, this CPU holds a lock, and has interrupts
 * off.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "arch/console.h"
#include "machine.h"
#include "smp/heldlocks.h"
#include "smp/printk.h"
#include "smp/spinwait.h"
#include "smp/tlb.h"
#include "smp/trace.h"

#define CPU 5

static char printed[80];

void console_vprintf(const char *fmt, va_list args)
{
	const spinlock_t *held[2];

	assert_int_equal(held_locks(CPU, held, 2), 1);
	assert_string_equal(held[0]->name, "console_lock");
	assert_true(unit_machine.irqs_off);
	vsnprintf(printed, sizeof(printed), fmt, args);
}

/* Nobody else wants the lock here. */
void spin_wait_begin(struct spin_wait *wait, enum wait_kind kind,
		     const void *object)
{
	(void)wait;
	(void)kind;
	(void)object;
	fail();
}

void spin_wait_turn(struct spin_wait *wait)
{
	(void)wait;
	fail();
}

void spin_wait_end(struct spin_wait *wait)
{
	(void)wait;
	fail();
}

void trace_lock(enum event_kind kind, const spinlock_t *lock)
{
	(void)kind;
	(void)lock;
	fail(); /* it is off */
}

void tlb_serve_shootdowns(void)
{
	fail();
}

void static_keys_apply(void)
{
}

static void print_with(bool irqs_off)
{
	const spinlock_t *held[1];

	unit_machine.cpu = CPU;
	unit_machine.irqs_off = irqs_off;
	printk("CPU %u: %s\n", 7, "hello");
	assert_string_equal(printed, "CPU 7: hello\n");
	assert_int_equal(unit_machine.irqs_off, irqs_off);
	assert_int_equal(held_locks(CPU, held, 1), 0);
}

static void nobody_else_prints(void **state)
{
	(void)state;
	print_with(false);
	print_with(true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_else_prints),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
