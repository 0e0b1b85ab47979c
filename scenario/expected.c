/* SPDX-License-Identifier: MIT */
/*
 * expected.c - see expected.h. docs/strategies.md has the whole table, as it
 * was reviewed; a test compares the two.
 */
#include "scenario/expected.h"

#include "lib/string.h"
#include "record/claims.h"

#define MAX_NAMES 4

/* An expectation that does not follow from the claims. The first one that fits
 * counts. */
struct exception {
	const char *scenario[MAX_NAMES]; /* for any of these */
	const char *strategy[MAX_NAMES]; /* of any of these; none: of any */
	u32 locks;
	u32 claims,
		without; /* for strategies with these claims, without those */
	enum verdict verdict;
	const char *why;
};

static const struct exception exceptions[] = {
	{
		.scenario = { "stale-own", "stale-third", "blind-flusher",
			      "mail-ab" },
		.locks = LOCK_IRQ,
		.without = CLAIM_NO_DEADLOCK_IRQ,
		.verdict = VERDICT_DEADLOCK,
		.why = "a CPU that wants the lock during the flush waits for "
		       "it with interrupts off",
	},
	{
		.scenario = { "irq-state" },
		.locks = LOCK_SPIN,
		.verdict = VERDICT_SAFE,
		.why = "lock=spin leaves interrupts as they are",
	},
	{
		.scenario = { "irq-state" },
		.strategy = { "clock", "percpu" },
		.locks = LOCK_IRQ,
		.verdict = VERDICT_SAFE,
		.why = "it takes the lock only to sleep",
	},
	{
		.scenario = { "wrong-caller" },
		.strategy = { "clock", "percpu" },
		.locks = LOCK_IRQ,
		.verdict = VERDICT_DEADLOCK,
		.why = "it takes no lock, so nothing turns the callers' "
		       "interrupts on",
	},
	{
		.scenario = { "wrong-caller" },
		.locks = LOCK_IRQ,
		.claims = CLAIM_NO_DEADLOCK_IRQ,
		.verdict = VERDICT_IRQ_STATE,
		.why = "unlocking turns the caller's interrupts on: it can "
		       "answer then, but they are on at return, too",
	},
	{
		.scenario = { "wrong-caller", "wrong-caller-lock" },
		.strategy = { "polled" },
		.locks = LOCK_BOTH,
		.verdict = VERDICT_SAFE,
		.why = "a CPU that spins answers shootdowns, whatever locks "
		       "it holds",
	},
	{
		.scenario = { "wrong-caller", "wrong-caller-lock" },
		.strategy = { "cpumask" },
		.locks = LOCK_BOTH,
		.verdict = VERDICT_SAFE,
		.why = "it never waits for another CPU",
	},
	{
		.scenario = { "wrong-caller", "wrong-caller-lock" },
		.strategy = { "epoch" },
		.locks = LOCK_BOTH,
		.verdict = VERDICT_REFUSED,
		.why = "it waits by sleeping, and this caller must not sleep",
	},
};

static bool is_among(const char *const names[MAX_NAMES], const char *name)
{
	for (int i = 0; i < MAX_NAMES && names[i]; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static bool fits(const struct exception *e, const struct scenario *scenario,
		 const struct kmap_strategy *strategy, bool lock_irq)
{
	return is_among(e->scenario, scenario->name) &&
	       e->locks & lock_form(lock_irq) &&
	       (!e->strategy[0] || is_among(e->strategy, strategy->name)) &&
	       (strategy->claims & e->claims) == e->claims &&
	       !(strategy->claims & e->without);
}

/* The scenario shows its defect, unless the strategy claims not to have it. No
 * claim is about callers that break the rules. */
static enum verdict as_claimed(const struct scenario *scenario,
			       const struct kmap_strategy *strategy,
			       bool lock_irq)
{
	u32 needed = claim_against(scenario->shows, lock_irq);

	if (!(scenario->locks & lock_form(lock_irq)))
		return VERDICT_NA;
	if (scenario->addresses == ANY_CPU)
		needed |= CLAIM_ANY_CPU;
	if (scenario->callers == KEEP_RULES &&
	    (strategy->claims & needed) == needed)
		return VERDICT_SAFE;
	return scenario->shows;
}

struct expectation expected_verdict(const struct scenario *scenario,
				    const struct kmap_strategy *strategy,
				    bool lock_irq)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(exceptions); i++)
		if (fits(&exceptions[i], scenario, strategy, lock_irq))
			return (struct expectation){ exceptions[i].verdict,
						     exceptions[i].why };
	return (struct expectation){ as_claimed(scenario, strategy, lock_irq),
				     NULL };
}
