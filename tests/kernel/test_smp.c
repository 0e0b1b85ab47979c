/* SPDX-License-Identifier: MIT */
/* test_smp.c - locks and cross calls. */
#include "arch/clock.h"
#include "job/test.h"
#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/heldlocks.h"
#include "smp/lockstat.h"
#include "smp/spinwait.h"
#include "smp/thread.h"

#define JOIN_MS 10000
#define ROUNDS  2000

/* Run a function on every CPU, each in a thread, and wait for all. */
static void on_all_cpus(void (*func)(void *))
{
	struct thread *thread[NR_CPUS];
	unsigned int n = num_online_cpus();

	for (unsigned int i = 0; i < n; i++)
		thread[i] = thread_create("test", i, func, NULL);
	for (unsigned int i = 0; i < n; i++)
		EXPECT(thread[i] && thread_join(thread[i], JOIN_MS));
}

static DEFINE_SPINLOCK(test_lock);
static volatile u32 counter; /* guarded by it, or not at all */

static void count_under_lock(void *unused)
{
	(void)unused;
	for (int i = 0; i < ROUNDS; i++) {
		spin_lock(&test_lock);
		counter++;
		spin_unlock(&test_lock);
	}
}

KERNEL_TEST(spin_lock_excludes, 2)
{
	counter = 0;
	on_all_cpus(count_under_lock);
	EXPECT(counter == ROUNDS * num_online_cpus());
}

KERNEL_TEST(lock_forms_and_interrupts, 1)
{
	bool were_on;

	EXPECT(!irqs_disabled());
	spin_lock_irq(&test_lock);
	EXPECT(irqs_disabled() && spin_is_held_by_me(&test_lock));
	spin_unlock_irq(&test_lock);
	EXPECT(!irqs_disabled() && !spin_is_held_by_me(&test_lock));

	local_irq_disable();
	were_on = spin_lock_irqsave(&test_lock);
	EXPECT(!were_on && irqs_disabled());
	spin_unlock_irqrestore(&test_lock, were_on);
	EXPECT(irqs_disabled());
	/* The plain irq form turns them on, whatever they were. */
	spin_lock_irq(&test_lock);
	spin_unlock_irq(&test_lock);
	EXPECT(!irqs_disabled());
}

KERNEL_TEST(held_locks_are_found, 1)
{
	static DEFINE_SPINLOCK(second);
	const spinlock_t *held[3];
	unsigned int me = smp_processor_id();

	EXPECT(held_locks(me, held, 3) == 0);
	spin_lock(&test_lock);
	spin_lock(&second);
	EXPECT(held_locks(me, held, 3) == 2);
	EXPECT(held_locks(me + 1, held, 3) == 0);
	EXPECT(held_locks(me, held, 1) == 1); /* no more room */
	spin_unlock(&test_lock);              /* not the last one taken */
	EXPECT(held_locks(me, held, 3) == 1 && held[0] == &second);
	spin_unlock(&second);
	EXPECT(held_locks(me, held, 3) == 0);
}

static void look_from_handler(void *count)
{
	*(u32 *)count = preempt_count();
	spin_lock(&test_lock);
	EXPECT(preempt_count() == *(u32 *)count + 1);
	spin_unlock(&test_lock);
}

KERNEL_TEST(locks_and_handlers_are_counted, 2)
{
	static DEFINE_SPINLOCK(third);
	u32 interrupts = interrupts_taken(1);
	u32 count = 0;

	EXPECT(preempt_count() == 0);
	spin_lock(&third);
	EXPECT(preempt_count() == 1);
	EXPECT(preempt_count_of(smp_processor_id()) == 1);
	smp_call_function_single(1, look_from_handler, &count, true);
	EXPECT(count == HARDIRQ_OFFSET);
	EXPECT(interrupts_taken(1) != interrupts);
	spin_unlock(&third);
	EXPECT(preempt_count() == 0 && preempt_count_of(1) == 0);
}

static struct lock_stat stat;

static void begin_accounting(enum accounting mode)
{
	lockstat_reset(&stat);
	test_lock.stat = &stat;
	lockstat_set_mode(mode);
}

static void end_accounting(void)
{
	lockstat_set_mode(ACCOUNTING_NONE);
	test_lock.stat = NULL;
	lockstat_finish(&stat);
}

static void hold_for_200_us(void)
{
	spin_lock_irq(&test_lock);
	delay_us(200);
	spin_unlock_irq(&test_lock);
}

KERNEL_TEST(lock_times_are_accounted, 1)
{
	struct lock_stat_cpu *mine = &stat.cpu[smp_processor_id()];

	begin_accounting(ACCOUNTING_ALL);
	hold_for_200_us();
	EXPECT(mine->hold.count == 1 && mine->wait.count == 1);
	EXPECT(mine->hold.max >= clock_from_us(200));
	EXPECT(mine->wait.max < clock_from_us(200));
	EXPECT(mine->irqoff_max >= mine->hold.max);
	spin_lock(&test_lock);
	spin_unlock(&test_lock);
	EXPECT(mine->hold.count == 2 && mine->wait.count == 2);
	end_accounting();
}

KERNEL_TEST(free_locks_are_not_accounted_if_only_waits_are, 1)
{
	struct lock_stat_cpu *mine = &stat.cpu[smp_processor_id()];

	begin_accounting(ACCOUNTING_CONTENDED);
	hold_for_200_us();
	lockstat_set_mode(ACCOUNTING_NONE);
	hold_for_200_us();
	end_accounting();
	EXPECT(mine->hold.count == 0 && mine->wait.count == 0);
	EXPECT(mine->irqoff_max == 0);
}

static void want_lock(void *unused)
{
	(void)unused;
	spin_lock(&test_lock);
	spin_unlock(&test_lock);
}

/* For that lock, and not for the one of its run queue, say. */
static bool waits_for_test_lock(unsigned int cpu)
{
	return READ_ONCE(cpu_waits[cpu].kind) == WAIT_LOCK &&
	       READ_ONCE(cpu_waits[cpu].object) == &test_lock;
}

KERNEL_TEST(waits_for_a_lock_are_accounted, 2)
{
	for (int mode = ACCOUNTING_CONTENDED; mode < NR_ACCOUNTINGS; mode++) {
		struct thread *thread;
		int patience = 1000;

		begin_accounting(mode);
		spin_lock(&test_lock);
		thread = thread_create("wants it", 1, want_lock, NULL);
		while (!waits_for_test_lock(1) && patience-- > 0)
			delay_us(1000);
		EXPECT(waits_for_test_lock(1));
		delay_us(200);
		spin_unlock(&test_lock);
		EXPECT(thread && thread_join(thread, JOIN_MS));
		end_accounting();
		EXPECT(stat.cpu[1].wait.count == 1);
		EXPECT(stat.cpu[1].wait.max >= clock_from_us(200));
		EXPECT(stat.cpu[1].hold.count == (mode == ACCOUNTING_ALL));
	}
}

/* Has `cpu` sent `more` messages of this kind, and none of the others? */
static bool sent_only(const u64 *before, unsigned int cpu, enum ipi ipi,
		      unsigned int more)
{
	for (enum ipi kind = 0; kind < NR_IPIS; kind++)
		if (ipis_sent(cpu, kind) !=
		    before[kind] + (kind == ipi ? more : 0))
			return false;
	return true;
}

/* To one, and to all at once; nobody has anything to do. */
KERNEL_TEST(messages_are_counted_by_kind, 2)
{
	unsigned int me = smp_processor_id();
	unsigned int others = num_online_cpus() - 1;
	u64 before[NR_IPIS];

	for (enum ipi ipi = 0; ipi < NR_IPIS; ipi++) {
		local_irq_disable();
		for (enum ipi kind = 0; kind < NR_IPIS; kind++)
			before[kind] = ipis_sent(me, kind);
		send_ipi(others, ipi);
		EXPECT(sent_only(before, me, ipi, 1));
		if (mailbox_broadcasts()) {
			send_ipi_all_but_self(ipi);
			EXPECT(sent_only(before, me, ipi, 1 + others));
		}
		local_irq_enable();
	}
}

static struct {
	SHARED(u32) calls;
} called[NR_CPUS];

static void note_call(void *info)
{
	EXPECT(irqs_disabled());
	EXPECT(info == called);
	fetch_add(called[smp_processor_id()].calls, 1);
}

static u32 total_calls(void)
{
	u32 sum = 0;

	for (unsigned int i = 0; i < NR_CPUS; i++)
		sum += xchg(called[i].calls, 0);
	return sum;
}

KERNEL_TEST(cross_calls_reach_their_targets, 2)
{
	struct cpumask one = { { 0 } };
	struct cpumask others = cpus_online_but_me();
	unsigned int n = num_online_cpus();

	total_calls();
	smp_call_function_many(&others, note_call, called, true);
	EXPECT(READ_ONCE(called[smp_processor_id()].calls) == 0);
	EXPECT(total_calls() == n - 1);
	on_each_cpu(note_call, called);
	EXPECT(READ_ONCE(called[smp_processor_id()].calls) == 1);
	EXPECT(total_calls() == n);
	cpumask_set(&one, n - 1);
	smp_call_function_many(&one, note_call, called, true);
	EXPECT(READ_ONCE(called[n - 1].calls) == 1);
	EXPECT(total_calls() == 1);
	smp_call_function_single(0, note_call, called, true);
	smp_call_function_single(1, note_call, called, false);
	smp_call_function_single(1, note_call, called, true);
	EXPECT(READ_ONCE(called[0].calls) == 1);
	EXPECT(READ_ONCE(called[1].calls) == 2);
}

static void call_everybody(void *unused)
{
	(void)unused;
	for (int i = 0; i < 50; i++)
		on_each_cpu(note_call, called);
}

KERNEL_TEST(all_cpus_cross_call_at_once, 2)
{
	unsigned int n = num_online_cpus();

	total_calls();
	on_all_cpus(call_everybody);
	EXPECT(total_calls() == 50 * n * n);
}
