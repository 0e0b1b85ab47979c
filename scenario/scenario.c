/* SPDX-License-Identifier: MIT */
/* scenario.c - see scenario.h */
#include "scenario/scenario.h"

#include "lib/printf.h"
#include "lib/string.h"
#include "mm/violation.h"
#include "scenario/expected.h"
#include "smp/cpu.h"
#include "smp/deadlock.h"
#include "smp/printk.h"

#define DETAIL_SIZE 700 /* bytes */

static const struct scenario *const scenarios[] = {
	&scenario_irq_deadlock,      &scenario_stale_own,
	&scenario_stale_third,       &scenario_blind_flusher,
	&scenario_double_map,        &scenario_lost_wakeup,
	&scenario_irq_state,         &scenario_wrong_caller,
	&scenario_wrong_caller_lock, &scenario_outer_lock,
	&scenario_mail_ab,
};

unsigned int scenario_count(void)
{
	return ARRAY_SIZE(scenarios);
}

const struct scenario *scenario_at(unsigned int index)
{
	return scenarios[index];
}

static bool any_stale(const struct stage *stage)
{
	for (int i = 0; i < NR_ACTORS; i++)
		if (stage->oracle[i].stale_reads ||
		    stage->oracle[i].stale_writes)
			return true;
	return false;
}

/* The worst of what was found, and the evidence for it. */
static enum verdict judge(const struct stage *stage, char *detail, size_t room)
{
	struct oracle_finding stale = oracle_first();
	struct violation_report twice = violation_first(VIOLATION_DOUBLE_MAP);
	struct violation_report count = violation_first(VIOLATION_COUNT);
	struct violation_report caller = violation_first(VIOLATION_CALLER);

	detail[0] = '\0';
	if (stage->verdict == VERDICT_TIMEOUT)
		return VERDICT_TIMEOUT;
	if (deadlock_count()) {
		ksnprintf(detail, room, "%s", deadlock_text());
		return VERDICT_DEADLOCK;
	}
	if (twice.count) {
		ksnprintf(detail, room,
			  "CPU %u mapped frame 0x%x in slot %u, but it was "
			  "mapped in slot %u already",
			  twice.cpu, twice.pfn, twice.slot, twice.other);
		return VERDICT_DOUBLE_MAP;
	}
	if (count.count) {
		ksnprintf(detail, room, "CPU %u, slot %u, frame 0x%x: %s",
			  count.cpu, count.slot, count.pfn, count.what);
		return VERDICT_DOUBLE_MAP;
	}
	if (any_stale(stage)) {
		oracle_describe(detail, room, &stale);
		return VERDICT_STALE;
	}
	if (stage->verdict == VERDICT_SAFE && caller.count) {
		ksnprintf(detail, room, "CPU %u: %s: kmap_high() gave up",
			  caller.cpu, caller.what);
		return VERDICT_WINDOW_EXHAUSTED;
	}
	return stage->verdict;
}

static enum verdict play(const struct scenario *scenario,
			 const struct kmap_strategy *strategy, bool lock_irq,
			 bool control, char *detail, size_t room)
{
	static struct stage stage;
	struct pkmap_config window = { STAGE_SLOTS, 1, lock_irq };
	enum verdict verdict;
	size_t len;

	kmap_reset(strategy, &window);
	deadlock_reset();
	oracle_reset();
	stage_open(&stage, scenario->actors, lock_irq, control);
	scenario->play(&stage);
	stage_close(&stage);
	verdict = judge(&stage, detail, room);
	len = strlen(detail);
	if (stage.note[0])
		ksnprintf(detail + len, room - len, "%s%s", len ? "; " : "",
			  stage.note);
	if (any_stale(&stage))
		test_frames_tag_all();
	return verdict;
}

static void print(const struct scenario *scenario, const char *strategy,
		  const char *lock, enum verdict verdict, enum verdict expected,
		  const char *detail)
{
	printk("%-18s %-10s %-4s %s%s%s%s\n", scenario->name, strategy, lock,
	       verdict_name(verdict),
	       verdict == expected ? "" : " (UNEXPECTED)",
	       detail[0] ? ": " : "", detail);
}

/* NULL, or why it cannot be played. */
static const char *why_not(const struct scenario *scenario, bool lock_irq)
{
	if (scenario->irq_only && !lock_irq)
		return "kmap_high_get() is for lock=irq only";
	if (scenario->actors > num_online_cpus())
		return "needs more CPUs";
	if (test_frames_count() < STAGE_PAGES)
		return "needs more high memory";
	return NULL;
}

void scenario_run(const struct scenario *scenario,
		  const struct kmap_strategy *strategy, bool lock_irq)
{
	static char detail[DETAIL_SIZE];
	static char control_detail[DETAIL_SIZE];
	enum verdict expected;
	bool known =
		expected_verdict(scenario->name, strategy, lock_irq, &expected);
	enum verdict verdict;
	enum verdict control;
	const char *lock = lock_irq ? "irq" : "spin";
	const char *why = why_not(scenario, lock_irq);

	if (why) {
		record_count_skipped();
		record_scenario(scenario->name, strategy->name, lock,
				VERDICT_NA, expected, VERDICT_NA, why);
		return;
	}
	control = play(scenario, strategy, lock_irq, true, control_detail,
		       sizeof(control_detail));
	verdict = play(scenario, strategy, lock_irq, false, detail,
		       sizeof(detail));
	print(scenario, strategy->name, lock, verdict, expected, detail);
	if (control != VERDICT_SAFE)
		printk("  its control failed: %s: %s\n", verdict_name(control),
		       control_detail);
	if (!known)
		printk("  nobody has said what to expect: "
		       "scenario/expected.c\n");
	record_count(known && verdict == expected && control == VERDICT_SAFE);
	record_scenario(scenario->name, strategy->name, lock, verdict, expected,
			control, detail);
}
