/* SPDX-License-Identifier: MIT */
/*
 * test_mailbox.c - who is asked, who answers, and how: on a machine of 64 CPUs,
 * on which an interrupt is taken whenever a CPU waits.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/prng.h"
#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/spinlock.h"
#include "smp/spinwait.h"

#define MASKS 300

static unsigned int online;
static bool pending[NR_CPUS]; /* interrupts */
static unsigned int messages, broadcasts, waits;
static unsigned int calls[NR_CPUS]; /* that each has served */

static void interrupt(unsigned int cpu)
{
	unsigned int interrupted = unit_machine.cpu;

	pending[cpu] = false;
	unit_machine.cpu = cpu;
	crosscall_interrupt();
	unit_machine.cpu = interrupted;
}

static void send(unsigned int cpu, enum ipi ipi)
{
	assert_int_equal(ipi, IPI_CALL);
	assert_true(cpu < online && cpu != unit_machine.cpu);
	pending[cpu] = true;
	messages++;
}

static void send_all(enum ipi ipi)
{
	assert_int_equal(ipi, IPI_CALL);
	for (unsigned int cpu = 0; cpu < online; cpu++)
		if (cpu != unit_machine.cpu)
			pending[cpu] = true;
	broadcasts++;
}

void spin_wait_begin(struct spin_wait *wait, enum wait_kind kind,
		     const void *object)
{
	(void)wait;
	assert_int_equal(kind, WAIT_ACK);
	assert_ptr_equal(object, &crosscall_box);
	waits++;
}

/* The highest CPU first, one a turn. */
void spin_wait_turn(struct spin_wait *wait)
{
	(void)wait;
	for (unsigned int cpu = online; cpu-- > 0;)
		if (pending[cpu]) {
			interrupt(cpu);
			return;
		}
	fail_msg("CPU %u waits for ever", unit_machine.cpu);
}

void spin_wait_end(struct spin_wait *wait)
{
	(void)wait;
}

void spin_poll(void)
{
}

static void forget(void)
{
	memset(calls, 0, sizeof(calls));
	messages = broadcasts = waits = 0;
}

static void begin(unsigned int cpus)
{
	memset(&cpu_online_mask, 0, sizeof(cpu_online_mask));
	memset(pending, 0, sizeof(pending));
	forget();
	unit_machine = (struct unit_machine){
		.send_ipi = send,
		.send_ipi_all_but_self = send_all,
	};
	mailbox_set_broadcast(false);
	for (unit_machine.cpu = 0; unit_machine.cpu < cpus; unit_machine.cpu++)
		set_cpu_online();
	online = cpus;
	assert_int_equal(num_online_cpus(), cpus);
	unit_machine.cpu = 0;
}

static void count(void *info)
{
	assert_ptr_equal(info, calls);
	calls[unit_machine.cpu]++;
}

static unsigned int total(void)
{
	unsigned int sum = 0;

	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		sum += calls[cpu];
	return sum;
}

/* Whoever is in the mask is called once, but for the caller and the absent. */
static void check_mask(const struct cpumask *mask)
{
	unsigned int targets = 0;

	forget();
	smp_call_function_many(mask, count, calls, true);
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++) {
		bool is_target = cpumask_test(mask, cpu) && cpu < online &&
				 cpu != unit_machine.cpu;

		assert_int_equal(calls[cpu], is_target);
		targets += is_target;
	}
	if (broadcasts) {
		assert_true(mailbox_broadcasts());
		assert_int_equal(targets, online - 1);
	}
	assert_int_equal(messages, broadcasts ? 0 : targets);
}

static void each_cpu_calls_each(void **state)
{
	(void)state;
	begin(NR_CPUS);
	for (unsigned int by = 0; by < NR_CPUS; by++)
		for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++) {
			struct cpumask mask = { { 0 } };

			unit_machine.cpu = by;
			cpumask_set(&mask, cpu);
			check_mask(&mask);
			forget();
			smp_call_function_single(cpu, count, calls, true);
			assert_int_equal(calls[cpu], 1);
			assert_int_equal(total(), 1);
		}
}

static void any_mask(void **state)
{
	struct prng random;

	(void)state;
	prng_seed(&random, 1);
	for (int i = 0; i < MASKS; i++) {
		struct cpumask mask;

		begin(1 + prng_below(&random, NR_CPUS));
		mailbox_set_broadcast(i & 1);
		unit_machine.cpu = prng_below(&random, online);
		for (int word = 0; word < CPUMASK_WORDS; word++)
			mask.word[word] = i % 3 ? prng_next(&random) : ~0u;
		check_mask(&mask);
	}
}

static void all_at_once(void **state)
{
	(void)state;
	for (unsigned int cpus = 1; cpus <= NR_CPUS; cpus++) {
		begin(cpus);
		mailbox_set_broadcast(true);
		on_each_cpu(count, calls);
		assert_int_equal(total(), cpus);
		for (unsigned int cpu = 0; cpu < cpus; cpu++)
			assert_int_equal(calls[cpu], 1);
		assert_int_equal(broadcasts, cpus > 1);
		assert_int_equal(messages, 0);
	}
}

/* One that has a request waiting already needs no second interrupt. */
static void one_interrupt_serves_several(void **state)
{
	(void)state;
	begin(NR_CPUS);
	for (unsigned int by = 0; by < 50; by++) {
		unit_machine.cpu = by;
		smp_call_function_single(63, count, calls, false);
	}
	assert_int_equal(total(), 0);
	assert_int_equal(waits, 0);
	/* The first of each word of the set of those that ask */
	assert_int_equal(messages, CPUMASK_WORDS);
	interrupt(63);
	assert_int_equal(calls[63], 50);
	mailbox_wait(&crosscall_box);
	assert_int_equal(waits, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_cpu_calls_each),
		cmocka_unit_test(any_mask),
		cmocka_unit_test(all_at_once),
		cmocka_unit_test(one_interrupt_serves_several),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
