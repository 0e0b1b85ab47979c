/* SPDX-License-Identifier: MIT */
/* table.c - see table.h */
#include "job/table.h"

#include "arch/clock.h"
#include "lib/printf.h"
#include "lib/stats.h"
#include "lib/string.h"

#define MAX_ROWS 800

static struct bench_row rows[MAX_ROWS];
static unsigned int nr_rows;

void table_add(const struct bench_row *row)
{
	if (nr_rows < MAX_ROWS)
		rows[nr_rows++] = *row;
}

/* A number in at most six characters. */
struct number {
	char text[16];
};

/* 99999, 12345k, 12345M. */
static struct number short_number(u64 n)
{
	static const char units[] = " kMGT";
	unsigned int unit = 0;
	struct number number = { "" };

	while (n > 99999 && unit < sizeof(units) - 2) {
		n = stats_per_thousand(n, 1000000);
		unit++;
	}
	ksnprintf(number.text, sizeof(number.text), "%llu%.*s", n, unit ? 1 : 0,
		  units + unit);
	return number;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* The same except for the number of threads and the accounting? */
static bool are_alike(const struct bench_row *a, const struct bench_row *b)
{
	return same_text(a->workload, b->workload) &&
	       same_text(a->strategy, b->strategy) &&
	       same_text(a->lock, b->lock);
}

/* The first of the rows that ran the same, whatever was accounted. */
static const struct bench_row *same_run(const struct bench_row *row,
					bool with_lock_times)
{
	for (unsigned int i = 0; i < nr_rows; i++)
		if (are_alike(&rows[i], row) &&
		    rows[i].threads == row->threads &&
		    (rows[i].has_holds || !with_lock_times))
			return &rows[i];
	return NULL;
}

/* Is it the one with most threads of its strategy and lock? */
static bool has_most_threads(const struct bench_row *row)
{
	for (const struct bench_row *other = rows; other < rows + nr_rows;
	     other++)
		if (!other->na && are_alike(other, row) &&
		    other->threads > row->threads)
			return false;
	return !row->na;
}

/* Ops per second; per million instructions, if the clock counts these. */
static u64 rate(const struct bench_row *row)
{
	bool counts = clock_counts_instructions();

	return stats_per_second((u32)row->ops, row->elapsed,
				counts ? 1000 : clock_khz());
}

static void print_numbers(struct screen_page *page, const struct bench_row *row)
{
	const struct bench_row *accounted = same_run(row, true);
	struct number hold = { "-" };
	struct number wait = { "-" };

	if (accounted) {
		hold = short_number(accounted->hold_max);
		wait = short_number(accounted->wait_max);
	}
	page_printf(page, "%6s %6s %6s %6s %6s %6s %5llu %6llu %4llu\n",
		    short_number(rate(row)).text, short_number(row->mean).text,
		    short_number(row->p99).text, short_number(row->max).text,
		    hold.text, wait.text,
		    stats_per_thousand(row->ipis, row->ops),
		    row->stale_reads + row->stale_writes, row->double_maps);
}

static void print_row(struct screen_page *page, const struct bench_row *row)
{
	page_printf(page, "%-10s %-4s %2u ",
		    row->strategy ? row->strategy : "-",
		    row->lock ? row->lock : "-", row->threads);
	if (row->na)
		page_printf(page, "n/a: %s\n", row->reason);
	else if (!row->complete)
		page_printf(page, "%s after %llu maps\n",
			    verdict_screen(row->verdict), row->ops);
	else
		print_numbers(page, row);
}

static void print_header(struct screen_page *page, const char *workload)
{
	page_printf(page,
		    "\n%s: %s for a map and its unmap\n"
		    "strategy   lock thr  ops/%c   mean    p99    max"
		    "   hold   wait ipi/k  stale  dbl\n",
		    workload, record_unit(),
		    clock_counts_instructions() ? 'M' : 's');
}

static void print_rows(struct screen_page *page, const char *workload,
		       bool most_threads_only)
{
	bool first = true;

	for (const struct bench_row *row = rows; row < rows + nr_rows; row++) {
		if (!same_text(row->workload, workload) ||
		    same_run(row, false) != row ||
		    (most_threads_only && !has_most_threads(row)))
			continue;
		if (first)
			print_header(page, workload);
		first = false;
		print_row(page, row);
	}
}

void table_print(const char *workload)
{
	print_rows(NULL, workload, false);
}

void table_print_short(struct screen_page *page, const char *workload)
{
	print_rows(page, workload, true);
}

const struct bench_row *table_find(const char *workload, const char *strategy,
				   const char *lock, unsigned int threads)
{
	const struct bench_row wanted = {
		.workload = workload,
		.strategy = strategy,
		.lock = lock,
		.threads = threads,
	};
	const struct bench_row *row = same_run(&wanted, false);

	return row && row->readings && row->complete ? row : NULL;
}

unsigned int table_most_threads(const char *workload)
{
	unsigned int most = 0;

	for (const struct bench_row *row = rows; row < rows + nr_rows; row++)
		if (!row->na && same_text(row->workload, workload))
			most = max(most, row->threads);
	return most;
}
