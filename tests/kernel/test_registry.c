/* SPDX-License-Identifier: MIT */
/*
 * test_registry.c - all items that register themselves have different names,
 * and titles.
 */
#include "job/test.h"
#include "lib/string.h"
#include "scenario/scenario.h"
#include "workload/workload.h"

/* A registry, or another list of names and titles. */
struct list {
	unsigned int (*count)(void);
	const char *(*name)(unsigned int index);
	const char *(*title)(unsigned int index);
};

#define LIST(what)                                                             \
	static const char *what##_name_at(unsigned int i)                      \
	{                                                                      \
		return what##_at(i) ? what##_at(i)->name : "";                 \
	}                                                                      \
	static const char *what##_title_at(unsigned int i)                     \
	{                                                                      \
		return what##_at(i) ? what##_at(i)->title : "";                \
	}                                                                      \
	static const struct list what##_list = { what##_count, what##_name_at, \
						 what##_title_at }

LIST(strategy);
LIST(workload);
LIST(scenario);
LIST(claim);

static unsigned int count_verdicts(void)
{
	return NR_VERDICTS;
}

static const char *name_of_verdict(unsigned int i)
{
	return verdict_name(i);
}

static const char *title_of_verdict(unsigned int i)
{
	return verdict_title(i);
}

static const struct list verdict_list = { count_verdicts, name_of_verdict,
					  title_of_verdict };

static const struct list *const lists[] = { &strategy_list, &workload_list,
					    &scenario_list, &claim_list,
					    &verdict_list };

static bool is_one_line(const char *text)
{
	return text && text[0] && !strchr(text, '\n');
}

static void check_item(const struct list *list, unsigned int i)
{
	EXPECT(is_one_line(list->name(i)) && is_one_line(list->title(i)));
	for (unsigned int j = 0; j < i; j++)
		EXPECT(strcmp(list->name(i), list->name(j)) != 0);
}

KERNEL_TEST(all_items_have_titles_and_different_names, 1)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(lists); i++) {
		EXPECT(lists[i]->count() > 0);
		for (unsigned int j = 0; j < lists[i]->count(); j++)
			check_item(lists[i], j);
	}
}

KERNEL_TEST(registries_end, 1)
{
	EXPECT(!strategy_at(strategy_count()));
	EXPECT(!workload_at(workload_count()));
	EXPECT(!scenario_at(scenario_count()));
}

KERNEL_TEST(workloads_say_what_they_need, 1)
{
	for (unsigned int i = 0; i < workload_count(); i++) {
		EXPECT(is_one_line(workload_at(i)->contract));
		EXPECT(workload_at(i)->is_baseline == !workload_at(i)->locks);
		EXPECT(!(workload_at(i)->locks & ~LOCK_BOTH));
	}
}

KERNEL_TEST(scenarios_say_what_they_need, 1)
{
	for (unsigned int i = 0; i < scenario_count(); i++) {
		const struct scenario *scenario = scenario_at(i);

		EXPECT(is_one_line(scenario->contract));
		EXPECT(scenario->locks && !(scenario->locks & ~LOCK_BOTH));
		EXPECT(scenario->cpus >= 1 && scenario->cpus <= NR_ACTORS);
		EXPECT(scenario->shows != VERDICT_SAFE &&
		       scenario->shows < VERDICT_LIVELOCK);
	}
}

/* Each claim has a bit, and strategies claim nothing else. */
KERNEL_TEST(claims_have_names, 1)
{
	u32 all = 0;

	for (unsigned int i = 0; i < claim_count(); i++) {
		EXPECT(!(all & claim_at(i)->bit));
		all |= claim_at(i)->bit;
	}
	EXPECT(all == CLAIM_ALL);
	for (unsigned int i = 0; i < strategy_count(); i++)
		EXPECT(!(strategy_at(i)->claims & ~CLAIM_ALL));
}
