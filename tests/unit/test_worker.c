/* SPDX-License-Identifier: MIT */
/*
 * test_worker.c - what the thread of a row does, from its warm-up to its end:
 * alone, on a clock that each op moves on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "mm/violation.h"
#include "oracle/oracle.h"
#include "smp/deadlock.h"
#include "workload/tally.h"
#include "workload/worker.h"

#define OP_CYCLES 10
#define WARM_UP   7
#define FOREVER   1000000000000ull

struct tick_time tick_times[NR_CPUS];

static struct worker worker;
static struct row_config config;
static struct bench_row row;

static unsigned int ops_done, batches, betweens, begins, ends;
static unsigned int ops_at_start; /* when the lock's times were reset */
static u64 cycles_at_start;
static u64 counter;

/* What goes wrong, with which op: 0 is never. */
static struct {
	unsigned int violation, deadlock, stale, own_reason;
	enum violation kind;
} wrong;

/* What tally() was given. */
static struct {
	u64 took, before, after;
	u32 ops;
} told;

static bool is_wrong(unsigned int at)
{
	return at && ops_done >= at;
}

bool violation_any(void)
{
	return is_wrong(wrong.violation);
}

struct violation_report violation_first(enum violation kind)
{
	return (struct violation_report){
		.count = is_wrong(wrong.violation) && kind == wrong.kind,
		.what = "what was violated",
	};
}

unsigned int deadlock_count(void)
{
	return is_wrong(wrong.deadlock);
}

struct oracle_finding oracle_first(void)
{
	return (struct oracle_finding){ .found = is_wrong(wrong.stale) };
}

void thread_yield(void)
{
	fail();
}

struct counters counters_read(void)
{
	return (struct counters){ .misses = ++counter };
}

void tally_start(const struct row_config *with)
{
	assert_ptr_equal(with, &config);
	ops_at_start = ops_done;
	cycles_at_start = unit_machine.cycles;
}

void tally(const struct worker *workers, u64 took,
	   const struct counters *before, const struct counters *after,
	   struct bench_row *to)
{
	told.took = took;
	told.before = before->misses;
	told.after = after->misses;
	told.ops = READ_ONCE(workers->ops);
	to->ops = told.ops;
}

/* As if a batch took no time but that of its ops. */
void worker_add_batch(struct worker *to, struct readings *readings,
		      unsigned int ops, const struct stopwatch *watch)
{
	assert_int_equal(watch->ticks, ops * OP_CYCLES);
	assert_int_equal(ops, readings == &to->once ? 8 : 16);
	batches++;
	worker_count(to, ops);
}

static void op(struct worker *me)
{
	assert_ptr_equal(me, &worker);
	unit_machine.cycles += OP_CYCLES;
	ops_done++;
	me->oracle.checked++;
	me->interrupted++;
	me->single.count++;
	me->clock_readings++;
	hist_add(&me->latency, 1);
	worker_count(me, 1);
	if (wrong.own_reason && is_wrong(wrong.own_reason))
		row_stop("a reason of its own");
}

static void batch(struct worker *me, unsigned int ops)
{
	(void)me;
	unit_machine.cycles += ops * OP_CYCLES;
	ops_done += ops;
}

static u32 warm_up(const struct row_config *with)
{
	assert_ptr_equal(with, &config);
	return WARM_UP;
}

static void between(struct worker *me)
{
	assert_ptr_equal(me, &worker);
	betweens++;
}

static void begin(struct worker *me)
{
	assert_ptr_equal(me, &worker);
	assert_int_equal(ops_done, 0);
	begins++;
}

static void end(struct worker *me)
{
	(void)me;
	ends++;
}

static const struct workload workload = {
	.name = "workload",
	.op = op,
	.batch = batch,
	.warm_up = warm_up,
	.worker_begin = begin,
	.worker_end = end,
};

static int setup(void **state)
{
	(void)state;
	unit_machine = (struct unit_machine){ .cycles = 5000 };
	memset(&wrong, 0, sizeof(wrong));
	config = (struct row_config){ .workload = &workload,
				      .threads = 1,
				      .ops = 100,
				      .slice = FOREVER,
				      .batch = 1 };
	ops_done = batches = betweens = begins = ends = 0;
	counter = 40;
	row = (struct bench_row){ .threads = 1 };
	return 0;
}

static void run(void)
{
	workers_reset(&worker, &config);
	worker_run(&worker);
	workers_tally(&worker, &row);
	assert_int_equal(begins, 1);
	assert_int_equal(ends, 1);
}

static void exactly_as_many_ops_as_asked_for(void **state)
{
	(void)state;
	run();
	assert_int_equal(told.ops, 100);
	assert_int_equal(ops_done, WARM_UP + 100);
	assert_null(row.reason);
}

/* Neither its ops nor its time, nor what was counted meanwhile. */
static void the_warm_up_is_not_in_it(void **state)
{
	(void)state;
	run();
	assert_int_equal(ops_at_start, WARM_UP);
	assert_int_equal(cycles_at_start, 5000 + WARM_UP * OP_CYCLES);
	assert_int_equal(told.took, 100 * OP_CYCLES);
	assert_int_equal(told.before, 41);
	assert_int_equal(told.after, 42);
	assert_int_equal(worker.oracle.checked, 100);
	assert_int_equal(worker.interrupted, 100);
	assert_int_equal(worker.single.count, 100);
	assert_int_equal(worker.clock_readings, 100);
	assert_int_equal(worker.latency.count, 100);
}

static void batches_and_one_that_is_checked(void **state)
{
	(void)state;
	config.batch = 8;
	run();
	/* 8 + 16 + 1 each time */
	assert_int_equal(told.ops, 100);
	assert_int_equal(batches, 2 * 4);
	assert_int_equal(worker.oracle.checked, 4);
}

static void something_may_be_done_in_between(void **state)
{
	(void)state;
	config.between = between;
	run();
	assert_int_equal(betweens, 100);
}

/* Within a look or two; without a number of ops, by time alone. */
static void it_ends_with_its_slice(void **state)
{
	(void)state;
	config.ops = 0;
	config.slice = 3000 * OP_CYCLES;
	run();
	assert_true(told.took >= config.slice);
	assert_true(told.took < config.slice + config.slice / 50);
	assert_null(row.reason);
	setup(state);
	config.ops = 100000;
	config.slice = 50 * OP_CYCLES;
	run();
	assert_in_range(told.ops, 50, 51200);
}

static void expect_stop(unsigned int *at, const char *reason, bool at_once)
{
	*at = WARM_UP + 20;
	config.ops = 100000;
	config.stop_at_stale = at_once;
	run();
	assert_string_equal(row.reason, reason);
	/* If it looks often */
	if (at_once)
		assert_in_range(told.ops, 20, 20 + 8);
	assert_true(told.ops < 60000);
}

static void what_goes_wrong_ends_it(void **state)
{
	for (int at_once = 0; at_once < 2; at_once++) {
		setup(state);
		wrong.kind = VIOLATION_DOUBLE_MAP;
		expect_stop(&wrong.violation, verdict_title(VERDICT_DOUBLE_MAP),
			    at_once);
		setup(state);
		wrong.kind = VIOLATION_COUNT;
		expect_stop(&wrong.violation, "what was violated", at_once);
		setup(state);
		wrong.kind = VIOLATION_CALLER;
		expect_stop(&wrong.violation, "what was violated", at_once);
		setup(state);
		expect_stop(&wrong.deadlock, verdict_title(VERDICT_DEADLOCK),
			    at_once);
		setup(state);
		expect_stop(&wrong.own_reason, "a reason of its own", at_once);
	}
}

/* Only if asked for: how many there are says something, too. */
static void a_wrong_access_may_end_it(void **state)
{
	(void)state;
	expect_stop(&wrong.stale, verdict_title(VERDICT_STALE), true);
	setup(state);
	wrong.stale = WARM_UP + 20;
	run();
	assert_int_equal(told.ops, 100);
	assert_null(row.reason);
}

static void the_first_reason_counts(void **state)
{
	(void)state;
	wrong.own_reason = 1;
	wrong.deadlock = 1;
	run();
	assert_string_equal(row.reason, "a reason of its own");
	/* In the warm-up, which ends with it */
	assert_int_equal(ops_done, 1);
	assert_int_equal(told.ops, 0);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(exactly_as_many_ops_as_asked_for),
		TEST(the_warm_up_is_not_in_it),
		TEST(batches_and_one_that_is_checked),
		TEST(something_may_be_done_in_between),
		TEST(it_ends_with_its_slice),
		TEST(what_goes_wrong_ends_it),
		TEST(a_wrong_access_may_end_it),
		TEST(the_first_reason_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
