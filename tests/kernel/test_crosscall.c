/* SPDX-License-Identifier: MIT */
/*
 * test_crosscall.c - which function a cross call runs, with which argument, and
 * how often: each call of these tests has a number of its own, and asks for
 * another function than the one before.
 */
#include "arch/clock.h"
#include "job/test.h"
#include "lib/string.h"
#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/spinwait.h"
#include "smp/thread.h"

#define ROUNDS       60
#define FUNCTIONS    3
#define JOIN_MS      10000
#define PATIENCE_US  500000
#define CALL(by, nr) ((void *)((by) << 16 | (nr)))

/* The last call of each CPU that each CPU has served; by the latter. */
static u16 served[NR_CPUS][NR_CPUS];
static SHARED(u32) total;

static void serve(unsigned int function, void *info)
{
	unsigned long call = (unsigned long)info;
	u16 *last = &served[smp_processor_id()][call >> 16];
	u16 nr = (u16)call;

	EXPECT(irqs_disabled());
	EXPECT(nr == *last + 1);
	EXPECT(nr % FUNCTIONS == function);
	*last = nr;
	fetch_add(total, 1);
}

static void serve_0(void *info)
{
	serve(0, info);
}

static void serve_1(void *info)
{
	serve(1, info);
}

static void serve_2(void *info)
{
	serve(2, info);
}

static const smp_call_func_t functions[FUNCTIONS] = { serve_0, serve_1,
						      serve_2 };

static void forget(void)
{
	memset(served, 0, sizeof(served));
	WRITE_ONCE(total, 0);
}

static void call(unsigned int cpu, u32 nr, bool wait)
{
	smp_call_function_single(cpu, functions[nr % FUNCTIONS],
				 CALL(smp_processor_id(), nr), wait);
}

static SHARED(bool) deaf; /* is CPU 1 with interrupts off? */

/* Take no interrupt until CPU 0 waits for an answer, or ought to. */
static void answer_late(void *unused)
{
	(void)unused;
	local_irq_disable();
	WRITE_ONCE(deaf, true);
	for (u32 us = 0; us < PATIENCE_US; us += 10) {
		if (READ_ONCE(cpu_waits[0].kind) == WAIT_ACK)
			break;
		delay_us(10);
	}
	EXPECT(READ_ONCE(total) == 0);
	local_irq_enable();
}

static bool cpu_1_is_deaf(void)
{
	for (u32 us = 0; us < PATIENCE_US && !READ_ONCE(deaf); us += 10)
		delay_us(10);
	return READ_ONCE(deaf);
}

/* The second call is made while nobody has looked at the first. */
KERNEL_TEST(a_call_keeps_its_argument_until_it_is_served, 2)
{
	struct thread *thread;

	forget();
	WRITE_ONCE(deaf, false);
	thread = thread_create("answers late", 1, answer_late, NULL);
	EXPECT(cpu_1_is_deaf());
	call(1, 1, false);
	call(1, 2, false);
	call(1, 3, true);
	EXPECT(READ_ONCE(total) == 3 && served[1][0] == 3);
	EXPECT(thread && thread_join(thread, JOIN_MS));
}

/* As if the IPI had been lost: CPU 1's inbox says that one is on its way. An
 * IPI of an earlier test that is late may answer this one: then once more. */
KERNEL_TEST(a_lost_ipi_is_sent_again, 2)
{
	u64 sent = ipis_sent(0, IPI_CALL);

	for (int i = 0; i < 5 && ipis_sent(0, IPI_CALL) == sent; i++) {
		forget();
		shared_cpumask_set(&crosscall_box.inbox[1].from, 0);
		call(1, 1, true);
		EXPECT(READ_ONCE(total) == 1);
	}
	EXPECT(ipis_sent(0, IPI_CALL) > sent);
}

/* Every CPU calls all others, without waiting for an answer. */
static void call_others(void *unused)
{
	struct cpumask others = cpus_online_but_me();
	unsigned int me = smp_processor_id();

	(void)unused;
	for (u32 nr = 1; nr < ROUNDS; nr++)
		smp_call_function_many(&others, functions[nr % FUNCTIONS],
				       CALL(me, nr), false);
	smp_call_function_many(&others, functions[ROUNDS % FUNCTIONS],
			       CALL(me, ROUNDS), true);
}

/* Or one after the other, each in another order, itself included. */
static void call_each(void *unused)
{
	unsigned int me = smp_processor_id();
	unsigned int n = num_online_cpus();

	(void)unused;
	for (u32 nr = 1; nr <= ROUNDS; nr++)
		for (unsigned int i = 0; i < n; i++)
			call((me + i) % n, nr, nr == ROUNDS);
}

static void on_all_cpus(void (*func)(void *))
{
	struct thread *thread[NR_CPUS];
	unsigned int n = num_online_cpus();

	forget();
	for (unsigned int i = 0; i < n; i++)
		thread[i] = thread_create("caller", i, func, NULL);
	for (unsigned int i = 0; i < n; i++)
		EXPECT(thread[i] && thread_join(thread[i], JOIN_MS));
}

KERNEL_TEST(calls_of_all_cpus_to_all_others_arrive_in_order, 2)
{
	unsigned int n = num_online_cpus();

	on_all_cpus(call_others);
	EXPECT(READ_ONCE(total) == ROUNDS * n * (n - 1));
}

KERNEL_TEST(calls_of_all_cpus_to_each_arrive_in_order, 2)
{
	unsigned int n = num_online_cpus();

	on_all_cpus(call_each);
	EXPECT(READ_ONCE(total) == ROUNDS * n * n);
}

/* Whichever word of a mask it is in. */
KERNEL_TEST(each_cpu_can_be_called_alone, 2)
{
	unsigned int n = num_online_cpus();

	forget();
	for (unsigned int cpu = 0; cpu < n; cpu++) {
		struct cpumask mask = { { 0 } };

		cpumask_set(&mask, cpu);
		smp_call_function_many(&mask, functions[1], CALL(0, 1), true);
		EXPECT(READ_ONCE(total) == cpu);
		EXPECT(served[cpu][0] == (cpu ? 1 : 0));
	}
}
