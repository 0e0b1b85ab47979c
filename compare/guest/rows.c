/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rows.c - see rows.h
 *
 * What is timed is what workload/ times in the kernel beside this one: the same
 * operations in the same order, and as many.
 */
#include "rows.h"

#include <asm/msr.h>
#include <asm/tlbflush.h>
#include <linux/smp.h>

#include "measure.h"
#include "pages.h"
#include "record.h"

static void check(unsigned int i, const void *vaddr, struct row *row)
{
	row->checked++;
	row->stale_reads += number_in(vaddr) != i;
}

static u64 map_check_unmap(unsigned int i, struct row *row)
{
	u64 start, took;
	void *vaddr;

	start = rdtsc();
	vaddr = kmap(pages[i]);
	took = rdtsc() - start;
	check(i, vaddr, row);
	start = rdtsc();
	kunmap(pages[i]);
	return took + rdtsc() - start;
}

static u64 single_hot(unsigned int i, struct row *row)
{
	return map_check_unmap(0, row);
}

static void batch_hot(unsigned int ops)
{
	for (; ops; ops--) {
		kmap(pages[0]);
		kunmap(pages[0]);
	}
}

static u64 single_cycle(unsigned int i, struct row *row)
{
	static unsigned int next;

	next = next + 1 < PAGES_PER_THREAD ? next + 1 : 0;
	return map_check_unmap(next, row);
}

static u64 single_local(unsigned int i, struct row *row)
{
	void *vaddr = kmap_local_page(pages[0]);

	check(0, vaddr, row);
	kunmap_local(vaddr);
	return 0;
}

static void batch_local(unsigned int ops)
{
	for (; ops; ops--)
		kunmap_local(kmap_local_page(pages[0]));
}

static void nothing(void *info)
{
}

static u64 single_ipi(unsigned int i, struct row *row)
{
	u64 start = rdtsc();

	smp_call_function(nothing, NULL, 1);
	return rdtsc() - start;
}

static u64 single_shootdown(unsigned int i, struct row *row)
{
	u64 start = rdtsc();

	flush_tlb_kernel_range(PKMAP_ADDR(0), PKMAP_ADDR(LAST_PKMAP));
	return rdtsc() - start;
}

static const struct op ops[] = {
	{ .name = "ipi",
	  .baseline = true,
	  .ops = 256,
	  .warm_up = 1,
	  .readings = 1,
	  .single = single_ipi },
	{ .name = "shootdown",
	  .baseline = true,
	  .ops = 256,
	  .warm_up = 1,
	  .readings = 1,
	  .single = single_shootdown },
	{ .name = "local",
	  .baseline = true,
	  .warm_up = 1,
	  .single = single_local,
	  .batch = batch_local },
	{ .name = "hot",
	  .warm_up = 1,
	  .single = single_hot,
	  .batch = batch_hot },
	{ .name = "cycle",
	  .ops = MEASURE_MOST,
	  .warm_up = LAST_PKMAP,
	  .readings = 2,
	  .single = single_cycle },
};

void rows_run(void)
{
	struct row row;
	unsigned int i;

	measure_empty();
	for (i = 0; i < ARRAY_SIZE(ops); i++)
		measure(&ops[i], &row);
}
