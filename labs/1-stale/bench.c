/* SPDX-License-Identifier: MIT */
/*
 * bench.c - lab 1: see bench.h. It knows what the entry has been, so it knows
 * what each read is worth.
 */
#include "labs/1-stale/judge.h"
#include "smp/tlb.h"

struct bench_results bench_results;

static struct {
	SHARED(u32) step;
	SHARED(u32) sequence; /* odd while the entry changes */
	SHARED(u32) page;     /* that it leads to */
	SHARED(u32) changed_by;
	SHARED(bool) flushes;
	SHARED(u32) had[2]; /* what each CPU has read last */
} bench;

void bench_reset(bool flushes)
{
	bench_results = (struct bench_results){ 0 };
	WRITE_ONCE(bench.step, 0);
	WRITE_ONCE(bench.sequence, 0);
	WRITE_ONCE(bench.page, NO_PAGE);
	WRITE_ONCE(bench.changed_by, 0);
	WRITE_ONCE(bench.flushes, flushes);
	WRITE_ONCE(bench.had[0], NO_PAGE);
	WRITE_ONCE(bench.had[1], NO_PAGE);
	ptep_xchg(bench_entry(), 0);
	bench_flush();
}

/* Only one CPU changes it at a time, or the experiment proves nothing. */
static void change(enum bench_page page)
{
	u32 sequence = READ_ONCE(bench.sequence);

	smp_store_mb(bench.sequence, sequence + 1);
	ptep_xchg(bench_entry(), bench_value(page));
	WRITE_ONCE(bench.page, page);
	WRITE_ONCE(bench.changed_by, bench_cpu());
	if (READ_ONCE(bench.flushes))
		bench_flush();
	smp_store_mb(bench.sequence, sequence + 2);
}

void bench_map(enum bench_page page)
{
	change(page);
}

void bench_unmap(void)
{
	change(NO_PAGE);
}

void bench_flush(void)
{
	flush_tlb_kernel_range(bench_address(), bench_address() + 4096);
}

/* A read after a change by the other CPU, while nothing changed. */
static void note(enum bench_page page, enum bench_page reached, u32 others)
{
	u32 had = READ_ONCE(bench.had[bench_cpu()]);

	if (had != NO_PAGE && had != page)
		WRITE_ONCE(bench_results.again, true);
	if (reached != NO_PAGE && reached != page)
		WRITE_ONCE(bench_results.stale, true);
	if (others & ~(BIT(page) | BIT(NO_PAGE)))
		WRITE_ONCE(bench_results.may_stale, true);
}

enum bench_page bench_read(void)
{
	u32 sequence = READ_ONCE(bench.sequence);
	enum bench_page page = (enum bench_page)READ_ONCE(bench.page);
	u32 by = READ_ONCE(bench.changed_by);
	u32 others = 0;
	enum bench_page reached = bench_access(&others);

	if (sequence % 2 == 0 && READ_ONCE(bench.sequence) == sequence &&
	    by != bench_cpu())
		note(page, reached, others);
	WRITE_ONCE(bench.had[bench_cpu()], reached);
	return reached;
}

void bench_tell(u32 step)
{
	smp_store_mb(bench.step, step);
	bench_told(step);
}

u32 bench_step(void)
{
	return READ_ONCE(bench.step);
}
