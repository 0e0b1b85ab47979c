/* SPDX-License-Identifier: MIT */
/*
 * test_scenario.c - how a play and its control are judged: the test says what
 * each of the two has shown.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine.h"
#include "mm/violation.h"
#include "scenario/scenario.h"
#include "scenario/timeline.h"
#include "smp/cpu.h"
#include "smp/deadlock.h"
#include "smp/printk.h"
#include "smp/trace.h"

/* What one of the two shows. */
struct shown {
	struct stage stage;
	unsigned int deadlocks;
	u32 violations[NR_VIOLATIONS];
	bool stale; /* what the oracle says; the stage has the numbers */
};

DEFINE_STATIC_KEY_FALSE(trace_key);

static struct shown play, control; /* to be shown */
static const struct shown *now;
static unsigned int plays, resets, tagged;
static unsigned int good, bad, skipped;
static unsigned int told_of_control, timelines;
static u32 frames;
static unsigned int cpus;
static struct scenario_result result;
static char detail[700];

static void is_played(struct stage *stage)
{
	assert_ptr_equal(now, stage->control ? &control : &play);
	plays++;
}

static const struct scenario scenario = {
	.name = "a scenario",
	.cpus = 2,
	.locks = LOCK_SPIN,
	.shows = VERDICT_STALE,
	.play = is_played,
};
SCENARIO(scenario);

static const struct kmap_strategy wrong = { .name = "wrong" };
static const struct kmap_strategy right = { .name = "right",
					    .claims = CLAIM_ALL };

void stage_open(struct stage *stage, unsigned int actors, bool lock_irq,
		bool is_control)
{
	assert_int_equal(actors, scenario.cpus);
	assert_false(lock_irq);
	assert_int_equal(resets, 3); /* nothing is left of the last one */
	resets = 0;
	now = is_control ? &control : &play;
	*stage = now->stage;
	stage->control = is_control;
}

void stage_close(struct stage *stage)
{
	(void)stage;
}

void stage_note(struct stage *stage, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(stage->note, sizeof(stage->note), fmt, args);
	va_end(args);
}

const char *stage_block_name(enum stage_block block)
{
	return block == ON_LOCK ? "lock" : NULL;
}

void kmap_reset(const struct kmap_strategy *strategy,
		const struct pkmap_config *config)
{
	assert_true(strategy == &right || strategy == &wrong);
	assert_int_equal(config->slots, STAGE_SLOTS);
	resets++;
}

void deadlock_reset(void)
{
	resets++;
}

void oracle_reset(void)
{
	resets++;
}

unsigned int deadlock_count(void)
{
	return now->deadlocks;
}

const char *deadlock_text(void)
{
	return "who waits for whom";
}

struct oracle_finding oracle_first(void)
{
	return (struct oracle_finding){ .found = now->stale };
}

int oracle_describe(char *to, size_t room, const struct oracle_finding *finding)
{
	assert_true(finding->found);
	return snprintf(to, room, "an address leads elsewhere");
}

struct violation_report violation_first(enum violation kind)
{
	return (struct violation_report){ .count = now->violations[kind],
					  .what = "what is wrong" };
}

void test_frames_tag_all(void)
{
	tagged++;
}

u32 test_frames_count(void)
{
	return frames;
}

unsigned int num_online_cpus(void)
{
	return cpus;
}

void printk(const char *fmt, ...)
{
	told_of_control += strstr(fmt, "the control of") != NULL;
}

void record_count(bool ok)
{
	if (ok)
		good++;
	else
		bad++;
}

void record_count_skipped(void)
{
	skipped++;
}

void record_scenario(const struct scenario_result *of)
{
	result = *of;
	snprintf(detail, sizeof(detail), "%s", of->detail ? of->detail : "");
}

void timeline_write(const struct scenario_result *of, const char *title,
		    const char *strategy_title)
{
	assert_string_equal(of->name, scenario.name);
	assert_ptr_equal(title, scenario.title);
	assert_null(strategy_title);
	timelines++;
}

static int setup(void **state)
{
	(void)state;
	play = (struct shown){ .stage = { .orders = 3, .pauses = 1 } };
	play.stage.oracle[ACTOR_C].checked = 5;
	control = play;
	frames = STAGE_PAGES;
	cpus = 2;
	plays = resets = tagged = good = bad = skipped = 0;
	told_of_control = timelines = 0;
	WRITE_ONCE(trace_key.enabled, false);
	return 0;
}

static void run(const struct kmap_strategy *strategy)
{
	plays = 0;
	scenario_run(&scenario, strategy, false);
	assert_int_equal(plays, 2);
}

static void assert_judged(enum verdict verdict, const char *text)
{
	assert_int_equal(result.verdict, verdict);
	assert_int_equal(result.control, VERDICT_SAFE);
	assert_non_null(strstr(detail, text));
}

static void a_safe_strategy_is_good(void **state)
{
	(void)state;
	run(&right);
	assert_judged(VERDICT_SAFE, "");
	assert_int_equal(good, 1);
	assert_int_equal(bad, 0);
	assert_int_equal(tagged, 0);
	assert_int_equal(told_of_control, 0);
}

/* Of a read alone, or a write. Then the frames have to be tagged again. */
static void a_stale_access_is_found(void **state)
{
	(void)state;
	for (int write = 0; write < 2; write++) {
		setup(state);
		play.stale = true;
		play.stage.oracle[ACTOR_B].stale_reads = !write;
		play.stage.oracle[ACTOR_B].stale_writes = write;
		run(&wrong);
		assert_judged(VERDICT_STALE, "leads elsewhere");
		assert_int_equal(good, 1); /* as it claims nothing */
		assert_int_equal(tagged, 1);
		run(&right);
		assert_int_equal(bad, 1); /* as it claims not to be */
	}
}

/* Each of these comes before the ones below it. */
static void a_cause_comes_first(void **state)
{
	(void)state;
	play.stage.verdict = VERDICT_SAFE;
	play.violations[VIOLATION_CALLER] = 1;
	run(&right);
	assert_judged(VERDICT_REFUSED, "gave up");
	play.stage.verdict = VERDICT_IRQ_STATE;
	run(&right);
	assert_judged(VERDICT_IRQ_STATE, "");
	play.stale = true;
	play.stage.oracle[ACTOR_A].stale_reads = 1;
	run(&right);
	assert_judged(VERDICT_STALE, "elsewhere");
	play.violations[VIOLATION_COUNT] = 1;
	run(&right);
	assert_judged(VERDICT_BAD_COUNT, "what is wrong");
	play.violations[VIOLATION_DOUBLE_MAP] = 1;
	run(&right);
	assert_judged(VERDICT_DOUBLE_MAP, "in slot");
	play.deadlocks = 1;
	run(&right);
	assert_judged(VERDICT_DEADLOCK, "who waits for whom");
	play.stage.verdict = VERDICT_TIMEOUT;
	run(&right);
	assert_judged(VERDICT_TIMEOUT, "");
}

static void a_control_that_fails_is_bad(void **state)
{
	(void)state;
	control.deadlocks = 1;
	control.stage.pauses = 0; /* which does not matter then */
	run(&right);
	assert_int_equal(result.verdict, VERDICT_SAFE);
	assert_int_equal(result.control, VERDICT_DEADLOCK);
	assert_int_equal(bad, 1);
	assert_int_equal(good, 0);
	assert_int_equal(told_of_control, 1);
}

/* Nobody came to the point, or nobody looked, or nobody did anything. */
static void take_away(struct shown *shown, int what)
{
	if (what == 0)
		shown->stage.pauses = 0;
	else if (what == 1)
		shown->stage.oracle[ACTOR_C].checked = 0;
	else
		shown->stage.orders = 0;
}

static void who_shows_less_is_not_safe(void **state)
{
	for (int what = 0; what < 3; what++) {
		setup(state);
		take_away(&play, what);
		run(&right);
		assert_judged(VERDICT_TIMEOUT, what < 2 ? "less" : "nobody");
		assert_int_equal(bad, 1);
		setup(state);
		take_away(&control, what);
		run(&right);
		assert_int_equal(result.verdict, VERDICT_SAFE);
		assert_int_equal(result.control, VERDICT_TIMEOUT);
		assert_int_equal(bad, 1);
	}
}

/* A defect is one, however little was done; and if both show the same, that is
 * how the scenario is. */
static void less_does_not_matter(void **state)
{
	setup(state);
	play.stage.pauses = 0;
	play.deadlocks = 1;
	run(&right);
	assert_judged(VERDICT_DEADLOCK, "who waits");
	setup(state);
	play.stage.pauses = control.stage.pauses = 0;
	run(&right);
	assert_judged(VERDICT_SAFE, "");
	assert_int_equal(good, 1);
}

static void what_was_seen_is_told(void **state)
{
	(void)state;
	strcpy(play.stage.note, "an actor is blocked");
	play.stage.blocked_on = ON_LOCK;
	run(&right);
	assert_string_equal(detail, "an actor is blocked");
	assert_string_equal(result.blocked_on, "lock");
	play.deadlocks = 1;
	run(&right);
	assert_string_equal(detail, "who waits for whom; an actor is blocked");
}

static void what_is_traced_has_a_timeline(void **state)
{
	(void)state;
	run(&right);
	assert_int_equal(timelines, 0);
	WRITE_ONCE(trace_key.enabled, true);
	run(&right);
	assert_int_equal(timelines, 1);
	plays = 0;
	cpus = 1;
	scenario_run(&scenario, &right, false);
	assert_int_equal(timelines, 1);
}

static void not_played(bool lock_irq, const char *why)
{
	scenario_run(&scenario, &right, lock_irq);
	assert_int_equal(plays, 0);
	assert_int_equal(result.verdict, VERDICT_NA);
	assert_int_equal(result.control, VERDICT_NA);
	assert_non_null(strstr(detail, why));
}

static void what_cannot_be_played_is_left_out(void **state)
{
	(void)state;
	not_played(true, "lock=spin only");
	cpus = 1;
	not_played(false, "more CPUs");
	cpus = 2;
	frames = STAGE_PAGES - 1;
	not_played(false, "more high memory");
	assert_int_equal(skipped, 3);
	assert_int_equal(good + bad, 0);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_safe_strategy_is_good),
		TEST(a_stale_access_is_found),
		TEST(a_cause_comes_first),
		TEST(a_control_that_fails_is_bad),
		TEST(who_shows_less_is_not_safe),
		TEST(less_does_not_matter),
		TEST(what_was_seen_is_told),
		TEST(what_is_traced_has_a_timeline),
		TEST(what_cannot_be_played_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
