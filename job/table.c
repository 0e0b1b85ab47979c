/* SPDX-License-Identifier: MIT */
/* table.c - see table.h */
#include "job/table.h"

#include "arch/clock.h"
#include "lib/printf.h"
#include "lib/stats.h"
#include "lib/string.h"
#include "smp/printk.h"

#define MAX_ROWS 400

static struct bench_row rows[MAX_ROWS];
static unsigned int nr_rows;

void table_add(const struct bench_row *row)
{
	if (nr_rows < MAX_ROWS)
		rows[nr_rows++] = *row;
}

/* A number in at most six characters: 123456, 1234k, 1234M. */
static const char *short_number(char *to, size_t room, u64 n)
{
	static const char units[] = " kMGT";
	unsigned int unit = 0;

	while (n > 99999 && unit < sizeof(units) - 2) {
		n = stats_per_thousand(n, 1000000);
		unit++;
	}
	ksnprintf(to, room, "%llu%.*s", n, unit ? 1 : 0, units + unit);
	return to;
}

static void print_row(const struct bench_row *row)
{
	char ops[16], p50[16], p99[16], most[16], hold[16], wait[16];

	printk("%-10s %-4s %2u ", row->strategy ? row->strategy : "-",
	       row->lock ? row->lock : "-", row->threads);
	if (row->na) {
		printk("n/a: %s\n", row->reason);
		return;
	}
	if (!row->complete) {
		printk("%s after %llu maps\n", verdict_screen(row->verdict),
		       row->ops);
		return;
	}
	printk("%6s %6s %6s %6s %6s %6s %5llu %6llu %4llu\n",
	       short_number(ops, sizeof(ops),
			    stats_per_second(row->cycles_per_op, clock_khz(),
					     row->threads)),
	       short_number(p50, sizeof(p50), row->p50),
	       short_number(p99, sizeof(p99), row->p99),
	       short_number(most, sizeof(most), row->max),
	       short_number(hold, sizeof(hold), row->hold_max),
	       short_number(wait, sizeof(wait), row->wait_max),
	       stats_per_thousand(row->ipis, row->ops),
	       row->stale_reads + row->stale_writes, row->double_maps);
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Is it the last of its strategy and lock, hence the one with most threads? */
static bool has_most_threads(unsigned int row)
{
	for (unsigned int i = row + 1; i < nr_rows; i++)
		if (!rows[i].na &&
		    same_text(rows[i].workload, rows[row].workload) &&
		    same_text(rows[i].strategy, rows[row].strategy) &&
		    same_text(rows[i].lock, rows[row].lock))
			return false;
	return true;
}

static void print_rows(const char *workload, bool most_threads_only)
{
	bool first = true;

	for (unsigned int i = 0; i < nr_rows; i++) {
		if (!same_text(rows[i].workload, workload) ||
		    (most_threads_only && (rows[i].na || !has_most_threads(i))))
			continue;
		if (first)
			printk("\n%s: cycles for a map and its unmap\n"
			       "strategy   lock thr  ops/s    p50    p99    max"
			       "   hold   wait ipi/k  stale  dbl\n",
			       workload);
		first = false;
		print_row(&rows[i]);
	}
}

void table_print(const char *workload)
{
	print_rows(workload, false);
}

void table_print_short(const char *workload)
{
	print_rows(workload, true);
}
