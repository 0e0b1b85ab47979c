/* SPDX-License-Identifier: MIT */
/* test_scenarios.c - nothing is expected by accident. */
#include "job/test.h"
#include "scenario/expected.h"
#include "scenario/scenario.h"

KERNEL_TEST(every_scenario_has_an_expected_verdict, 1)
{
	static const struct kmap_strategy stranger = { .name = "stranger" };
	enum verdict expected;

	for (unsigned int i = 0; i < strategy_count(); i++)
		for (unsigned int j = 0; j < scenario_count(); j++)
			for (int irq = 0; irq < 2; irq++)
				EXPECT(expected_verdict(scenario_at(j)->name,
							strategy_at(i), irq,
							&expected));
	EXPECT(!expected_verdict("no-such", strategy_at(0), false, &expected));
	EXPECT(!expected_verdict(scenario_at(0)->name, &stranger, false,
				 &expected));
	EXPECT(expected == VERDICT_NA);
}

/* What a scenario is not played with, it is not expected to end with. */
KERNEL_TEST(scenarios_that_need_irq_expect_nothing_without, 1)
{
	enum verdict spin;
	enum verdict irq;

	for (unsigned int i = 0; i < strategy_count(); i++)
		for (unsigned int j = 0; j < scenario_count(); j++) {
			const struct scenario *scenario = scenario_at(j);

			expected_verdict(scenario->name, strategy_at(i), false,
					 &spin);
			expected_verdict(scenario->name, strategy_at(i), true,
					 &irq);
			EXPECT((spin == VERDICT_NA) == scenario->irq_only);
			EXPECT(irq != VERDICT_NA);
		}
}
