/* SPDX-License-Identifier: MIT */
/* scenario.c - see scenario.h */
#include "scenario/scenario.h"

#include "lib/printf.h"
#include "lib/string.h"
#include "mm/violation.h"
#include "scenario/expected.h"
#include "scenario/timeline.h"
#include "smp/cpu.h"
#include "smp/deadlock.h"
#include "smp/printk.h"
#include "smp/trace.h"

#define DETAIL_SIZE 700 /* bytes */

REGISTRY(scenarios, struct scenario, scenario);

static struct stage stage;
static char detail[DETAIL_SIZE];

static bool any_stale(void)
{
	for (int i = 0; i < NR_ACTORS; i++)
		if (stage.oracle[i].stale_reads || stage.oracle[i].stale_writes)
			return true;
	return false;
}

/* What was found: a cause comes before what may follow from it. The evidence
 * goes into `detail`. */
static enum verdict judge(void)
{
	struct oracle_finding stale = oracle_first();
	struct violation_report twice = violation_first(VIOLATION_DOUBLE_MAP);
	struct violation_report count = violation_first(VIOLATION_COUNT);
	struct violation_report caller = violation_first(VIOLATION_CALLER);

	detail[0] = '\0';
	if (stage.verdict == VERDICT_TIMEOUT)
		return VERDICT_TIMEOUT;
	if (deadlock_count()) {
		ksnprintf(detail, sizeof(detail), "%s", deadlock_text());
		return VERDICT_DEADLOCK;
	}
	if (twice.count) {
		ksnprintf(detail, sizeof(detail),
			  "CPU %u mapped frame 0x%x in slot %u, but it was "
			  "mapped in slot %u already",
			  twice.cpu, twice.pfn, twice.slot, twice.other);
		return VERDICT_DOUBLE_MAP;
	}
	if (count.count) {
		ksnprintf(detail, sizeof(detail),
			  "CPU %u, slot %u, frame 0x%x: %s", count.cpu,
			  count.slot, count.pfn, count.what);
		return VERDICT_BAD_COUNT;
	}
	if (any_stale()) {
		oracle_describe(detail, sizeof(detail), &stale);
		return VERDICT_STALE;
	}
	if (stage.verdict == VERDICT_SAFE && caller.count) {
		ksnprintf(detail, sizeof(detail),
			  "CPU %u: %s: kmap_high() gave up", caller.cpu,
			  caller.what);
		return VERDICT_REFUSED;
	}
	return stage.verdict;
}

/* What a play has to show for its verdict. */
struct evidence {
	bool paused;  /* an actor came to the point */
	bool checked; /* the oracle looked at an address */
};

static struct evidence given(void)
{
	struct evidence evidence = { .paused = stage.pauses };

	for (int i = 0; i < NR_ACTORS; i++)
		evidence.checked |= stage.oracle[i].checked != 0;
	return evidence;
}

/* Is there less of it than there was the other time? Then being safe means
 * nothing. */
static bool is_less(struct evidence evidence, struct evidence other)
{
	return evidence.paused < other.paused ||
	       evidence.checked < other.checked;
}

/* Returns the verdict; leaves the rest in `stage` and `detail`. */
static enum verdict play(const struct scenario *scenario,
			 const struct kmap_strategy *strategy, bool lock_irq,
			 bool control)
{
	struct pkmap_config window = { STAGE_SLOTS, 1, lock_irq, 0 };
	enum verdict verdict;
	size_t len;

	kmap_reset(strategy, &window);
	deadlock_reset();
	oracle_reset();
	stage_open(&stage, scenario->cpus, lock_irq, control);
	scenario->play(&stage);
	stage_close(&stage);
	if (!stage.orders) {
		stage.verdict = VERDICT_TIMEOUT;
		stage_note(&stage, "nobody was told to do anything");
	}
	verdict = judge();
	len = strlen(detail);
	if (stage.note[0])
		ksnprintf(detail + len, sizeof(detail) - len, "%s%s",
			  len ? "; " : "", stage.note);
	if (any_stale())
		test_frames_tag_all();
	return verdict;
}

static void print(const struct scenario_result *result)
{
	bool good = result->verdict == result->expected;

	printk("%-18s %-10s %-4s %s%s%s%s\n", result->name, result->strategy,
	       result->lock, verdict_screen(result->verdict),
	       good ? "" : " (UNEXPECTED)", result->detail[0] ? ": " : "",
	       result->detail);
}

/* Why it cannot be played; or NULL. */
static const char *why_not(const struct scenario *scenario, bool lock_irq)
{
	if (!(scenario->locks & lock_form(lock_irq)))
		return lock_irq ? "it is for lock=spin only"
				: "it is for lock=irq only";
	if (scenario->cpus > num_online_cpus())
		return "needs more CPUs";
	if (test_frames_count() < STAGE_PAGES)
		return "needs more high memory";
	return NULL;
}

/* The play and its control must have done the same things, and looked at the
 * same; or else the one that has done less, and so is safe, has shown nothing.
 */
static void hold_safe_to_evidence(const struct scenario *scenario,
				  struct scenario_result *result,
				  struct evidence of_control,
				  struct evidence of_play)
{
	if (result->control == VERDICT_SAFE && is_less(of_control, of_play)) {
		result->control = VERDICT_TIMEOUT;
		printk("the control of %s has shown nothing: it has done less "
		       "than the play\n",
		       scenario->name);
	}
	if (result->verdict == VERDICT_SAFE && is_less(of_play, of_control)) {
		result->verdict = VERDICT_TIMEOUT;
		ksnprintf(detail, sizeof(detail),
			  "it has done less than its control");
	}
}

/* Play it and its control, and fill in what came out. */
static void play_both(const struct scenario *scenario,
		      const struct kmap_strategy *strategy, bool lock_irq,
		      struct scenario_result *result)
{
	struct evidence of_control, of_play;

	result->control = play(scenario, strategy, lock_irq, true);
	of_control = given();
	if (result->control != VERDICT_SAFE)
		printk("the control of %s failed: %s: %s\n", scenario->name,
		       verdict_screen(result->control), detail);
	result->verdict = play(scenario, strategy, lock_irq, false);
	of_play = given();
	result->detail = detail;
	hold_safe_to_evidence(scenario, result, of_control, of_play);
	result->blocked_on = stage_block_name(stage.blocked_on);
	print(result);
	record_count(result->verdict == result->expected &&
		     result->control == VERDICT_SAFE);
}

enum verdict scenario_run(const struct scenario *scenario,
			  const struct kmap_strategy *strategy, bool lock_irq)
{
	struct expectation expected =
		expected_verdict(scenario, strategy, lock_irq);
	struct scenario_result result = {
		.name = scenario->name,
		.strategy = strategy->name,
		.lock = lock_form_name(lock_irq),
		.verdict = VERDICT_NA,
		.expected = expected.verdict,
		.why = expected.why,
		.control = VERDICT_NA,
		.detail = why_not(scenario, lock_irq),
	};

	if (result.detail)
		record_count_skipped();
	else
		play_both(scenario, strategy, lock_irq, &result);
	record_scenario(&result);
	if (READ_ONCE(trace_key.enabled) && result.verdict != VERDICT_NA)
		timeline_write(&result, scenario->title, strategy->title);
	return result.verdict;
}
