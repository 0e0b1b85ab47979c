/* SPDX-License-Identifier: MIT */
/*
 * test_scenarios.c - expected verdicts follow from claims. (The whole table is
 * compared with the reviewed one in docs/strategies.md on the host.)
 */
#include "job/test.h"
#include "scenario/expected.h"

static void each_scenario(void (*check)(const struct scenario *scenario,
					bool irq))
{
	for (unsigned int i = 0; i < scenario_count(); i++)
		for (int irq = 0; irq < 2; irq++)
			check(scenario_at(i), irq);
}

static bool applies(const struct scenario *scenario, bool irq)
{
	return scenario->callers == KEEP_RULES &&
	       scenario->locks & lock_form(irq);
}

static void check_all_claimed(const struct scenario *scenario, bool irq)
{
	static const struct kmap_strategy right = { .name = "right",
						    .claims = CLAIM_ALL };

	if (applies(scenario, irq))
		EXPECT(expected_verdict(scenario, &right, irq).verdict ==
		       VERDICT_SAFE);
}

KERNEL_TEST(a_strategy_that_claims_everything_is_expected_safe, 1)
{
	each_scenario(check_all_claimed);
}

static void check_nothing_claimed(const struct scenario *scenario, bool irq)
{
	static const struct kmap_strategy wrong = { .name = "wrong" };
	struct expectation expected = expected_verdict(scenario, &wrong, irq);

	if (applies(scenario, irq))
		EXPECT(expected.verdict == scenario->shows || expected.why);
}

KERNEL_TEST(a_strategy_that_claims_nothing_is_expected_to_have_all_defects, 1)
{
	each_scenario(check_nothing_claimed);
}

static void check_own_cpu(const struct scenario *scenario, bool irq)
{
	static const struct kmap_strategy own = {
		.name = "own", .claims = CLAIM_ALL & ~CLAIM_ANY_CPU
	};
	enum verdict verdict = expected_verdict(scenario, &own, irq).verdict;

	if (applies(scenario, irq))
		EXPECT((verdict == VERDICT_SAFE) ==
		       (scenario->addresses == OWN_CPU));
}

KERNEL_TEST(handing_on_an_address_for_one_cpu_is_not_expected_safe, 1)
{
	each_scenario(check_own_cpu);
}

static void check_played(const struct scenario *scenario, bool irq)
{
	for (unsigned int i = 0; i < strategy_count(); i++) {
		struct expectation expected =
			expected_verdict(scenario, strategy_at(i), irq);

		EXPECT((expected.verdict == VERDICT_NA) ==
		       !(scenario->locks & lock_form(irq)));
		EXPECT(!expected.why || expected.why[0]);
	}
}

/* With a lock that a scenario is not for, n/a is expected. */
KERNEL_TEST(scenarios_expect_no_verdict_with_other_locks, 1)
{
	each_scenario(check_played);
}
