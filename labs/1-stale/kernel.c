/* SPDX-License-Identifier: MIT */
/* kernel.c - lab 1 on the real thing: see judge.h. */
#include "arch/clock.h"
#include "arch/safecopy.h"
#include "job/test.h"
#include "labs/1-stale/judge.h"
#include "mm/pkmap.h"
#include "oracle/testframes.h"
#include "smp/spinwait.h"
#include "smp/thread.h"

#define WAIT_US   200000 /* for a step; then the thread is given up */
#define JOIN_MS   2000
#define MAX_READS 10000

/* The tests take two CPUs each: one that is stuck may stay so. */
static SHARED(unsigned int) first_cpu;
static SHARED(u32) reads[2];

unsigned int bench_cpu(void)
{
	return smp_processor_id() - READ_ONCE(first_cpu) == 1;
}

struct pte *bench_entry(void)
{
	return &pkmap_page_table[0];
}

unsigned long bench_address(void)
{
	return PKMAP_ADDR(0);
}

u64 bench_value(enum bench_page page)
{
	if (page == NO_PAGE)
		return 0;
	return (u64)page_to_pfn(test_frame_page(page)) << PAGE_SHIFT |
	       kernel_page_flags();
}

/* This thread will not end. */
static void give_up(void)
{
	for (;;) {
		thread_prepare_sleep();
		thread_sleep();
	}
}

enum bench_page bench_access(u32 *others)
{
	struct frame_line line = { 0 };
	const struct frame_line *a = test_frame_alias(PAGE_A);

	(void)others;
	if (fetch_add(reads[bench_cpu()], 1) > MAX_READS)
		give_up();
	if (!safe_copy(&line, (const void *)bench_address(), 3))
		return NO_PAGE;
	return line.pfn == a->pfn ? PAGE_A : PAGE_B;
}

/* The kernel draws nothing. */
void bench_told(u32 step)
{
	(void)step;
}

void bench_await(u32 step)
{
	u64 start = get_cycles();

	while (bench_step() < step) {
		if (get_cycles() - start > clock_from_us(WAIT_US))
			give_up();
		cpu_relax();
	}
}

static void run_experiment(void *cpu)
{
	experiment((unsigned int)cpu);
}

static void run_repaired(void *cpu)
{
	repaired((unsigned int)cpu);
}

/* Returns whether both CPUs came to an end. */
static bool run_on(unsigned int cpu, void (*func)(void *cpu))
{
	struct thread *threads[2];
	bool ended = true;

	WRITE_ONCE(first_cpu, cpu);
	WRITE_ONCE(reads[0], 0);
	WRITE_ONCE(reads[1], 0);
	bench_reset(false);
	for (unsigned int i = 0; i < 2; i++)
		threads[i] =
			thread_create("experiment", cpu + i, func, (void *)i);
	for (unsigned int i = 0; i < 2; i++)
		ended = threads[i] && thread_join(threads[i], JOIN_MS) && ended;
	return ended;
}

KERNEL_TEST(the_experiment_reads_what_was_removed, 5)
{
	EXPECT(run_on(1, run_experiment));
	EXPECT(READ_ONCE(bench_results.stale));
}

KERNEL_TEST(the_repaired_one_reads_what_is_there, 5)
{
	EXPECT(run_on(3, run_repaired));
	EXPECT(READ_ONCE(bench_results.again));
	EXPECT(!READ_ONCE(bench_results.stale));
}
