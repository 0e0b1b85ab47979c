/* SPDX-License-Identifier: MIT */
/*
 * test_record.c - records, field by field: each is made from values of which no
 * two are equal, and compared with the whole line.
 *
 * Who sees that the values themselves are right:
 *
 *	strategy, lock, workload, threads, slots, seed, accounting
 *	                        tests/kernel/test_row.c, test_stress.c (unit)
 *	unit                    here; tests/kernel/test_row.c
 *	ops, checked, shootdowns, ipis, flushed_pages, misses
 *	                        test_worker.c, then test_tally.c; and
 *	                        tests/kernel/test_row.c, where it is known how
 *	                        many there must be
 *	elapsed, mean, p50, p99, p999, max, batch, readings, interrupted, empty
 *	                        test_worker.c, then test_tally.c; the kernel's
 *	                        tests/perf/test_disassembly.py
 *	hold_*, wait_*, irqoff_max, times, holds, waits
 *	                        test_lockstat.c, then test_tally.c
 *	stale_*, double_maps, bad_counts, deadlocks
 *	                        test_tally.c; tests/kernel/test_verdict.c and
 *	                        scenarios
 *	lost_wakeups, complete, verdict, reason
 *	                        tests/kernel/test_row.c and test_verdict.c,
 *	                        test_stress.c (unit)
 *	env, catalog, run       tests/boot/test_env.py, test_catalog.py,
 *	                        tests/tools/test_runner.py
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/clock.h"
#include "arch/console.h"
#include "record/record.h"

static char written[4096]; /* since the last look */
static bool counts_instructions;

bool clock_counts_instructions(void)
{
	return counts_instructions;
}

u32 clock_ticks_per_unit(void)
{
	return 5;
}

void console_printf(const char *fmt, ...)
{
	fail_msg("%s", fmt);
}

void results_write(const char *line)
{
	assert_true(strlen(written) + strlen(line) < sizeof(written));
	strcat(written, line);
}

static void assert_written(const char *expected)
{
	assert_string_equal(written, expected);
	written[0] = '\0';
}

/* The numbers are buckets'. */
static const struct histogram times = { { [7] = 2, [11] = 1 }, 3, 7, 11 };
static const struct histogram holds = { { [35] = 4, [40] = 1 }, 5, 35, 40 };
static const struct histogram waits = { { [45] = 6 }, 6, 45, 45 };

static const struct bench_row full = {
	.strategy = "held",
	.lock = "irq",
	.workload = "cycle",
	.threads = 2,
	.slots = 3,
	.accounting = "all",
	.ops = 4,
	.checked = 5,
	.complete = true,
	.elapsed = 6,
	.mean = 7,
	.p50 = 8,
	.p99 = 9,
	.p999 = 10,
	.max = 11,
	.batch = 12,
	.readings = 13,
	.interrupted = 14,
	.has_empty = true,
	.empty = 15,
	.has_holds = true,
	.has_waits = true,
	.hold_p50 = 16,
	.hold_p99 = 17,
	.hold_max = 18,
	.wait_p99 = 19,
	.wait_max = 20,
	.irqoff_max = 21,
	.times = &times,
	.holds = &holds,
	.waits = &waits,
	.shootdowns = 22,
	.ipis = 23,
	.flushed_pages = 24,
	.misses = 25,
	.stale_reads = 26,
	.stale_writes = 27,
	.double_maps = 28,
	.bad_counts = 29,
	.lost_wakeups = 30,
	.deadlocks = 31,
	.refused = 32,
	.verdict = VERDICT_SAFE,
	.seed = 33,
};

#define BENCH                                                               \
	"{\"v\":3,\"kind\":\"bench\",\"strategy\":\"held\",\"lock\":"       \
	"\"irq\",\"workload\":\"cycle\",\"threads\":2,\"slots\":3,\"seed\"" \
	":33,\"accounting\":\"all\",\"unit\":\"cycles\","
#define COUNTS                                                              \
	"\"shootdowns\":22,\"ipis\":23,\"flushed_pages\":24,\"misses\":25," \
	"\"stale_reads\":26,\"stale_writes\":27,\"double_maps\":28,"        \
	"\"bad_counts\":29,\"lost_wakeups\":30,\"deadlocks\":31,"
#define NO_TIMES                                                 \
	"\"mean\":null,\"p50\":null,\"p99\":null,\"p999\":null," \
	"\"max\":null,\"batch\":null,"
#define TIMES                                                    \
	"\"mean\":7,\"p50\":8,\"p99\":9,\"p999\":10,\"max\":11," \
	"\"batch\":12,"
#define LOCK_TIMES                                         \
	"\"hold_p50\":16,\"hold_p99\":17,\"hold_max\":18," \
	"\"wait_p99\":19,\"wait_max\":20,\"irqoff_max\":21,"
#define NO_LOCK_TIMES                                            \
	"\"hold_p50\":null,\"hold_p99\":null,\"hold_max\":null," \
	"\"wait_p99\":null,\"wait_max\":null,\"irqoff_max\":null,"

#define SOME_STEPS "\"times\":[7,2,11,1],\"holds\":[7,4,8,1],\"waits\":[9,6],"
#define NO_STEPS   "\"times\":null,\"holds\":null,\"waits\":null,"

static int setup(void **state)
{
	(void)state;
	written[0] = '\0';
	counts_instructions = false;
	return 0;
}

static void a_row(void **state)
{
	(void)state;
	record_bench(&full);
	assert_written(
		BENCH
		"\"ops\":4,\"checked\":5,\"complete\":true,"
		"\"elapsed\":6," TIMES
		"\"readings\":13,\"interrupted\":14,\"empty\":15," LOCK_TIMES
			SOME_STEPS COUNTS
		"\"verdict\":\"safe\",\"reason\":null}\n");
}

static void a_row_that_was_not_run(void **state)
{
	struct bench_row row = full;

	(void)state;
	row.na = true;
	row.complete = false;
	row.verdict = VERDICT_NA;
	row.reason = "why";
	record_bench(&row);
	assert_written(BENCH
		       "\"ops\":null,\"checked\":null,\"complete\":false,"
		       "\"elapsed\":null," NO_TIMES
		       "\"readings\":null,\"interrupted\":null,\"empty\":"
		       "null," NO_LOCK_TIMES NO_STEPS
		       "\"shootdowns\":null,\"ipis\":null,\"flushed_pages\":"
		       "null,\"misses\":null,\"stale_reads\":null,"
		       "\"stale_writes\":null,\"double_maps\":null,"
		       "\"bad_counts\":null,\"lost_wakeups\":null,"
		       "\"deadlocks\":null,\"verdict\":\"n/a\",\"reason\":"
		       "\"why\"}\n");
}

/* It was run; but no reading, hold or wait was taken. */
static void a_row_without_readings(void **state)
{
	struct bench_row row = full;

	(void)state;
	row.readings = 0;
	row.has_holds = row.has_waits = false;
	row.verdict = VERDICT_STALE;
	record_bench(&row);
	assert_written(BENCH "\"ops\":4,\"checked\":5,\"complete\":true,"
			     "\"elapsed\":6," NO_TIMES
			     "\"readings\":0,\"interrupted\":14,\"empty\":"
			     "null," NO_LOCK_TIMES NO_STEPS COUNTS
			     "\"verdict\":\"stale\",\"reason\":null}\n");
}

/* Waits alone; and nobody knows what an empty op takes. */
static void a_row_with_waits_alone(void **state)
{
	struct bench_row row = full;

	(void)state;
	row.has_holds = false;
	row.has_empty = false;
	record_bench(&row);
	assert_written(
		BENCH
		"\"ops\":4,\"checked\":5,\"complete\":true,"
		"\"elapsed\":6," TIMES
		"\"readings\":13,\"interrupted\":14,\"empty\":null,"
		"\"hold_p50\":null,\"hold_p99\":null,\"hold_max\":null,"
		"\"wait_p99\":19,\"wait_max\":20,\"irqoff_max\":null,"
		"\"times\":[7,2,11,1],\"holds\":null,\"waits\":[9,6]," COUNTS
		"\"verdict\":\"safe\",\"reason\":null}\n");
}

static void a_baseline(void **state)
{
	struct bench_row row = full;

	(void)state;
	counts_instructions = true;
	row.strategy = row.lock = NULL;
	record_bench(&row);
	assert_non_null(strstr(written, "\"strategy\":null,\"lock\":null,"));
	assert_non_null(strstr(written, "\"unit\":\"instructions\","));
}

static void a_scenario(void **state)
{
	static const struct scenario_result result = {
		.name = "n",
		.strategy = "s",
		.lock = "l",
		.verdict = VERDICT_DEADLOCK,
		.expected = VERDICT_LOST_WAKEUP,
		.control = VERDICT_TIMEOUT,
		.detail = "d",
		.blocked_on = "b",
		.why = "w",
	};

	(void)state;
	record_scenario(&result);
	assert_written("{\"v\":3,\"kind\":\"scenario\",\"name\":\"n\","
		       "\"strategy\":\"s\",\"lock\":\"l\",\"verdict\":"
		       "\"deadlock\",\"expected\":\"lost-wakeup\","
		       "\"control\":\"timeout\",\"detail\":\"d\","
		       "\"blocked_on\":\"b\",\"why\":\"w\"}\n");
}

static void tests_and_progress(void **state)
{
	(void)state;
	record_test("t", true, false, NULL);
	record_test("t", false, true, "d");
	record_progress(2, 3, "l");
	assert_written("{\"v\":3,\"kind\":\"test\",\"name\":\"t\",\"ok\":true,"
		       "\"skipped\":false,\"detail\":null}\n"
		       "{\"v\":3,\"kind\":\"test\",\"name\":\"t\",\"ok\":false,"
		       "\"skipped\":true,\"detail\":\"d\"}\n"
		       "{\"v\":3,\"kind\":\"progress\",\"step\":2,\"of\":3,"
		       "\"label\":\"l\"}\n");
}

/* Counts go on from one test to the next: there is one of these. */
static void the_end(void **state)
{
	(void)state;
	for (int i = 0; i < 5; i++)
		record_count(true);
	for (int i = 0; i < 3; i++)
		record_count(false);
	record_count_skipped();
	assert_int_equal(record_failures(), 3);
	record_end(END_OK);
	record_end(END_UNEXPECTED);
	record_end(END_BAD_PARAMETER);
	record_panic();
#define END(status)                                                      \
	"{\"v\":3,\"kind\":\"end\",\"status\":\"" status "\",\"passed\"" \
	":5,\"failed\":3,\"skipped\":1}\n"
	assert_written(END("ok") END("unexpected") END("bad-parameter")
			       END("panic"));
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_row),
		TEST(a_row_that_was_not_run),
		TEST(a_row_without_readings),
		TEST(a_row_with_waits_alone),
		TEST(a_baseline),
		TEST(a_scenario),
		TEST(tests_and_progress),
		TEST(the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
