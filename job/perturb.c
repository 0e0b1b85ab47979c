/* SPDX-License-Identifier: MIT */
/* perturb.c - see perturb.h */
#include "job/perturb.h"

#include "arch/clock.h"
#include "mm/highmem.h"
#include "smp/cpu.h"
#include "smp/point.h"
#include "smp/preempt.h"

/* One in ..._IN passages of a point is delayed, by up to ..._US. In each round
 * one of four points is slow. */
#define SLOW_OF 4
#define SLOW_IN 4
#define SLOW_US 16
#define FAST_IN 64
#define FAST_US 2

/* At any point: like a virtual CPU whose host does something else. */
#define STALL_IN 16384
#define STALL_US 2000

/* At any point, with preempt=full, if the thread may be preempted there */
#define PREEMPT_IN 16

/* Each of these is done in one of so many gaps between two ops. */
#define SLEEP_IN   16384 /* until its next tick: the CPU is idle */
#define FREEZE_IN  4096  /* interrupts off */
#define FREEZE_US  100
#define FLUSH_IN   1024
#define MIGRATE_IN 512
#define YIELD_IN   32 /* lets in a thread that has come from another CPU */

static struct {
	struct prng random;
} __cacheline state[NR_CPUS]; /* each CPU's own */

static SHARED(u32) slow_ones;

static bool is_slow(const struct point *point)
{
	/* The linker has packed them. */
	return (unsigned long)point / sizeof(*point) % SLOW_OF ==
	       READ_ONCE(slow_ones);
}

/* As if the slice ended here, where ticks come too seldom. */
static void preempt_now(void)
{
	set_need_resched();
	preempt_schedule();
}

/* In any context, with whatever locks held. */
static void delay(const struct point *point, unsigned long arg)
{
	struct prng *random = &state[smp_processor_id()].random;
	bool slow = is_slow(point);

	(void)arg;
	if (prng_below(random, STALL_IN) == 0)
		delay_us(STALL_US);
	else if (prng_below(random, slow ? SLOW_IN : FAST_IN) == 0)
		delay_us(prng_below(random, slow ? SLOW_US : FAST_US) + 1);
	if (static_branch_unlikely(&preempt_full) &&
	    prng_below(random, PREEMPT_IN) == 0)
		preempt_now();
}

void perturb_begin(u32 seed)
{
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		prng_seed(&state[cpu].random, seed + cpu);
	point_set_handler(delay);
	point_arm(NULL, true);
}

void perturb_end(void)
{
	point_arm(NULL, false);
	point_set_handler(NULL);
}

void perturb_others(u32 number)
{
	WRITE_ONCE(slow_ones, number % SLOW_OF);
}

static void freeze(void)
{
	bool were_on = local_irq_save();

	delay_us(FREEZE_US);
	local_irq_restore(were_on);
}

/* The page stays mapped, and the strategy makes its address good on the other
 * CPU, too. */
static void migrate_with_page(struct worker *worker, struct prng *random)
{
	unsigned int home = smp_processor_id();
	u32 frame = worker_next_frame(worker);
	struct page *page = test_frame_page(frame);
	void *vaddr = kmap_high(page);

	if (!vaddr)
		return; /* the row is being ended */
	oracle_check(frame, vaddr, ORACLE_THREAD, &worker->oracle);
	thread_migrate(prng_below(random, num_online_cpus()));
	oracle_check(frame, vaddr, ORACLE_THREAD, &worker->oracle);
	kunmap_high(page);
	thread_migrate(home);
	worker_count(worker, 1);
}

void perturb_between(struct worker *worker)
{
	struct prng *random = &state[smp_processor_id()].random;

	if (prng_below(random, YIELD_IN) == 0)
		thread_yield();
	if (prng_below(random, MIGRATE_IN) == 0)
		migrate_with_page(worker, random);
	if (prng_below(random, FLUSH_IN) == 0)
		kmap_flush_unused();
	if (prng_below(random, FREEZE_IN) == 0)
		freeze();
	if (prng_below(random, SLEEP_IN) == 0)
		thread_sleep_ms(1);
}
