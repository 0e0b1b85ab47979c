/* SPDX-License-Identifier: MIT */
/*
 * test_deadlock.c - which waits are a deadlock, and what is said of them: the
 * test says what each CPU waits for, and looks as one of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/clock.h"
#include "arch/panic.h"
#include "smp/crosscall.h"
#include "smp/deadlock.h"
#include "smp/point.h"
#include "smp/spinlock.h"
#include "smp/tlb.h"

#define LIMIT_US 5000000 /* a cycle that lasts longer does not unwind */

struct cpu_wait cpu_waits[NR_CPUS];
struct mailbox crosscall_box = { .name = "cross call" };
struct mailbox tlb_box = { .name = "shootdown" };

static DEFINE_SPINLOCK(a);
static DEFINE_SPINLOCK(b);
static struct point point = { .name = "here" };
static bool polling;
static unsigned int shootdowns, calls; /* that were served */
static jmp_buf *panicked;

bool spin_polling(void)
{
	return polling;
}

u64 clock_from_us(u32 us)
{
	return us;
}

void tlb_serve_shootdowns(void)
{
	shootdowns++;
}

void crosscall_interrupt(void)
{
	calls++;
}

void panic(const char *fmt, ...)
{
	assert_non_null(strstr(fmt, "does not unwind"));
	assert_non_null(panicked);
	longjmp(*panicked, 1);
}

static int setup(void **state)
{
	(void)state;
	unit_machine = (struct unit_machine){ .cycles = 1000 };
	memset(cpu_waits, 0, sizeof(cpu_waits));
	memset(tlb_box.sent, 0, sizeof(tlb_box.sent));
	memset(crosscall_box.sent, 0, sizeof(crosscall_box.sent));
	WRITE_ONCE(a.owner, 0);
	WRITE_ONCE(b.owner, 0);
	polling = false;
	shootdowns = calls = 0;
	panicked = NULL;
	deadlock_reset();
	/* Nobody remembers a look of the test before. */
	for (unit_machine.cpu = 0; unit_machine.cpu < 4; unit_machine.cpu++)
		deadlock_check();
	unit_machine.cpu = 0;
	return 0;
}

static void waits_for(unsigned int cpu, enum wait_kind kind, const void *object,
		      bool irqs_off)
{
	struct cpu_wait *wait = &cpu_waits[cpu];

	WRITE_ONCE(wait->sequence, READ_ONCE(wait->sequence) + 2);
	WRITE_ONCE(wait->kind, kind);
	WRITE_ONCE(wait->object, object);
	WRITE_ONCE(wait->irqs_off, irqs_off);
}

static void wants(unsigned int cpu, const spinlock_t *lock)
{
	waits_for(cpu, WAIT_LOCK, lock, false);
}

static void holds(unsigned int cpu, spinlock_t *lock)
{
	WRITE_ONCE(lock->owner, cpu + 1);
}

static void asks(unsigned int cpu, struct mailbox *box, unsigned int target)
{
	shared_cpumask_set(&box->sent[cpu].unacked, target);
	waits_for(cpu, WAIT_ACK, box, true);
}

/* Each of these looks twice: a cycle is believed when it is seen again. */
static unsigned int looks(unsigned int cpu)
{
	unit_machine.cpu = cpu;
	deadlock_check();
	assert_int_equal(deadlock_count(), 0);
	deadlock_check();
	return deadlock_count();
}

/* CPU 0 holds a and wants b; CPU 1 holds b and wants a. */
static void cross(void)
{
	holds(0, &a);
	holds(1, &b);
	wants(0, &b);
	wants(1, &a);
}

/* CPU 0 holds a and asks CPU 1, which wants a with interrupts off. */
static void flush_with_lock(struct mailbox *box)
{
	holds(0, &a);
	asks(0, box, 1);
	waits_for(1, WAIT_LOCK, &a, true);
}

static void two_locks_are_a_cycle(void **state)
{
	(void)state;
	cross();
	assert_int_equal(looks(0), 1);
	assert_string_equal(
		deadlock_text(),
		"CPU 0 holds a, interrupts on, waits for b, which CPU 1 holds; "
		"CPU 1 holds b, interrupts on, waits for a, which CPU 0 holds");
	deadlock_check();
	assert_int_equal(deadlock_count(), 1);
	deadlock_reset();
	assert_string_equal(deadlock_text(), "");
}

static void a_lock_and_an_answer_are_one(void **state)
{
	(void)state;
	flush_with_lock(&tlb_box);
	assert_int_equal(looks(0), 1);
	assert_string_equal(
		deadlock_text(),
		"CPU 0 holds a, interrupts off, waits for CPU 1 to acknowledge "
		"a shootdown; CPU 1, interrupts off, waits for a, which CPU 0 "
		"holds");
}

static void who_can_be_interrupted_answers(void **state)
{
	(void)state;
	flush_with_lock(&crosscall_box);
	waits_for(1, WAIT_LOCK, &a, false);
	assert_int_equal(looks(0), 0);
}

static void who_polls_answers_shootdowns(void **state)
{
	(void)state;
	polling = true;
	flush_with_lock(&tlb_box);
	assert_int_equal(looks(0), 0);
	setup(state);
	polling = true;
	flush_with_lock(&crosscall_box);
	assert_int_equal(looks(0), 1);
}

/* Half of what it says may be of its last wait. */
static void a_wait_that_changes_is_none(void **state)
{
	(void)state;
	for (unsigned int cpu = 0; cpu < 2; cpu++) {
		setup(state);
		cross();
		WRITE_ONCE(cpu_waits[cpu].sequence,
			   READ_ONCE(cpu_waits[cpu].sequence) | 1);
		assert_int_equal(looks(0), 0);
		assert_null(strstr(deadlock_describe_wait(1 - cpu), "nothing"));
		assert_non_null(strstr(deadlock_describe_wait(cpu),
				       "waits for nothing"));
	}
}

static void another_cycle_is_not_the_same_seen_twice(void **state)
{
	(void)state;
	cross();
	deadlock_check();
	wants(1, &a); /* once more */
	deadlock_check();
	assert_int_equal(deadlock_count(), 0);
	WRITE_ONCE(b.owner, 0);
	deadlock_check();
	holds(1, &b);
	assert_int_equal(looks(0), 1);
}

/* Not a handler that has interrupted that CPU's wait. */
static void a_handler_will_release_its_lock(void **state)
{
	(void)state;
	cross();
	unit_machine.preempt_counts[1] = 1;
	assert_int_equal(looks(0), 0);
	WRITE_ONCE(cpu_waits[1].preempt_count, 1);
	assert_int_equal(looks(0), 1);
}

static void other_waits_end(void **state)
{
	const enum wait_kind kinds[] = { WAIT_NOTHING, WAIT_POINT, WAIT_OTHER };

	for (unsigned int i = 0; i < 3; i++) {
		setup(state);
		cross();
		waits_for(1, kinds[i], "a while", true);
		assert_int_equal(looks(0), 0);
	}
}

/* The one that is lowest of the cycle says so; each finds it. */
static void one_reports(void **state)
{
	(void)state;
	cross();
	assert_int_equal(looks(1), 0);
	assert_int_equal(READ_ONCE(cpu_waits[0].rescue), 0);
	assert_int_equal(looks(0), 1);
	for (unsigned int cpu = 0; cpu < 2; cpu++)
		assert_int_equal(READ_ONCE(cpu_waits[cpu].rescue),
				 READ_ONCE(cpu_waits[cpu].sequence));
}

/* CPU 0 asks CPUs 1, 2 and 3. CPU 1 waits in a cycle with 2, not with 0. */
static void only_who_is_in_the_cycle_is_named(void **state)
{
	(void)state;
	holds(0, &a);
	asks(0, &tlb_box, 1);
	asks(0, &tlb_box, 2);
	asks(0, &tlb_box, 3);
	asks(1, &tlb_box, 2);
	asks(2, &tlb_box, 1);
	assert_int_equal(looks(0), 0);
	waits_for(3, WAIT_LOCK, &a, true);
	assert_int_equal(looks(0), 1);
	assert_string_equal(
		deadlock_text(),
		"CPU 0 holds a, interrupts off, waits for CPU 3 and others to "
		"acknowledge a shootdown; CPU 3, interrupts off, waits for a, "
		"which CPU 0 holds");
	assert_int_equal(READ_ONCE(cpu_waits[1].rescue), 0);
}

static void who_waits_for_me(void **state)
{
	(void)state;
	unit_machine.cpu = 2;
	wants(0, &a);
	assert_false(deadlock_waits_for_me(0));
	holds(1, &a);
	assert_false(deadlock_waits_for_me(0));
	wants(1, &b);
	holds(2, &b);
	assert_true(deadlock_waits_for_me(0));
	asks(1, &crosscall_box, 2);
	assert_false(deadlock_waits_for_me(0)); /* a handler can answer */
	unit_machine.irqs_off = true;
	assert_true(deadlock_waits_for_me(0));
	cross();
	assert_false(deadlock_waits_for_me(0));
}

static void a_rescue_serves_once(void **state)
{
	(void)state;
	unit_machine.irqs_off = true;
	cross();
	deadlock_rescue();
	assert_int_equal(shootdowns + calls, 0);
	WRITE_ONCE(cpu_waits[0].rescue, READ_ONCE(cpu_waits[0].sequence));
	deadlock_rescue();
	deadlock_rescue();
	assert_int_equal(shootdowns, 1);
	assert_int_equal(calls, 1);
}

static void a_rescue_that_is_late_or_needless(void **state)
{
	(void)state;
	cross();
	WRITE_ONCE(cpu_waits[0].rescue, READ_ONCE(cpu_waits[0].sequence));
	deadlock_rescue(); /* interrupts are on */
	unit_machine.irqs_off = true;
	WRITE_ONCE(cpu_waits[0].rescue, READ_ONCE(cpu_waits[0].sequence));
	wants(0, &b);
	deadlock_rescue();
	assert_int_equal(shootdowns + calls, 0);
}

/* Returns how many more looks it takes until that is a panic. */
static unsigned int looks_until_panic(u64 cycles_each, unsigned int most)
{
	static volatile unsigned int n;
	jmp_buf here;

	n = 0;
	panicked = &here;
	if (setjmp(here) == 0)
		for (; n < most; n++) {
			unit_machine.cycles += cycles_each;
			deadlock_check();
		}
	panicked = NULL;
	return n;
}

static void what_does_not_unwind_is_a_panic(void **state)
{
	(void)state;
	cross();
	assert_int_equal(looks(0), 1);
	/* Many looks in no time, or a few that take long, mean nothing. */
	assert_int_equal(looks_until_panic(1, 1000), 1000);
	assert_int_equal(looks_until_panic(LIMIT_US, 10), 0);
	setup(state);
	cross();
	assert_int_equal(looks(0), 1);
	assert_int_equal(looks_until_panic(LIMIT_US + 1, 1000), 99);
}

static void waits_in_words(void **state)
{
	(void)state;
	wants(3, &b);
	assert_string_equal(deadlock_describe_wait(3),
			    "CPU 3, interrupts on, waits for b, which is free");
	holds(3, &a);
	waits_for(3, WAIT_POINT, &point, true);
	assert_string_equal(deadlock_describe_wait(3),
			    "CPU 3 holds a, interrupts off, waits for its "
			    "release from point here");
	waits_for(3, WAIT_OTHER, "an event", false);
	holds(3, &b);
	assert_non_null(strstr(deadlock_describe_wait(3),
			       ", interrupts on, "
			       "waits for an event"));
	assert_true(strstr(deadlock_describe_wait(3), " holds a, b,") ||
		    strstr(deadlock_describe_wait(3), " holds b, a,"));
}

/* Each of these CPUs holds a lock and wants the next one's; the last holds all
 * that are left. */
#define MANY 12

static spinlock_t many[20];
LIST_SPINLOCKS(many, &many[0], sizeof(many[0]), ARRAY_SIZE(many));

static void a_long_text_is_cut(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(many); i++) {
		many[i].name = "a lock with a name that is rather long";
		holds(min(i, MANY - 1u), &many[i]);
	}
	for (unsigned int cpu = 0; cpu < MANY; cpu++)
		wants(cpu, &many[(cpu + 1) % MANY]);
	assert_int_equal(looks(0), 1);
	assert_int_equal(strlen(deadlock_text()), DEADLOCK_TEXT_SIZE - 1);
	assert_int_equal(strlen(deadlock_describe_wait(MANY - 1)),
			 DEADLOCK_TEXT_SIZE - 1);
	for (unsigned int i = 0; i < ARRAY_SIZE(many); i++)
		WRITE_ONCE(many[i].owner, 0);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(two_locks_are_a_cycle),
		TEST(a_lock_and_an_answer_are_one),
		TEST(who_can_be_interrupted_answers),
		TEST(who_polls_answers_shootdowns),
		TEST(a_wait_that_changes_is_none),
		TEST(another_cycle_is_not_the_same_seen_twice),
		TEST(a_handler_will_release_its_lock),
		TEST(other_waits_end),
		TEST(one_reports),
		TEST(only_who_is_in_the_cycle_is_named),
		TEST(who_waits_for_me),
		TEST(a_rescue_serves_once),
		TEST(a_rescue_that_is_late_or_needless),
		TEST(what_does_not_unwind_is_a_panic),
		TEST(waits_in_words),
		TEST(a_long_text_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
