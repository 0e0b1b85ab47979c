/* SPDX-License-Identifier: MIT */
/*
 * test_quarantine.c - flushes of quarantine and lockless that overlap on one
 * CPU, as those of two threads do that preempt each other.
 */
#include "job/test.h"
#include "lib/string.h"
#include "mm/highmem.h"
#include "mm/violation.h"
#include "oracle/testframes.h"
#include "smp/point.h"

#define SLOTS 8

static bool inner; /* the second flush has begun */

static int count_of(unsigned int nr)
{
	return READ_ONCE(pkmap_count[nr].value);
}

/* The slot that test frame n is mapped in; they are all mapped at the start. */
static unsigned int slot[SLOTS];

static void map_all(void)
{
	for (u32 n = 0; n < SLOTS; n++)
		slot[n] =
			PKMAP_NR((unsigned long)kmap_high(test_frame_page(n)));
}

/* In the middle of the flush of frames 0 and 2: flush 1 and 3. */
static void flush_others(const struct point *point, unsigned long arg)
{
	(void)point;
	(void)arg;
	if (inner)
		return;
	inner = true;
	kunmap_high(test_frame_page(1));
	kunmap_high(test_frame_page(3));
	kmap_flush_unused();
	EXPECT(count_of(slot[0]) < 0 && count_of(slot[2]) < 0);
	EXPECT(count_of(slot[1]) == 0 && count_of(slot[3]) == 0);
}

static void flush_in_a_flush(const struct kmap_strategy *strategy, bool irq)
{
	struct pkmap_config config = { SLOTS, 1, irq, 0 };

	kmap_reset(strategy, &config);
	map_all();
	kunmap_high(test_frame_page(0));
	kunmap_high(test_frame_page(2));
	inner = false;
	point_set_handler(flush_others);
	point_arm("pkmap_unflushed", true);
	kmap_flush_unused();
	point_arm("pkmap_unflushed", false);
	point_set_handler(NULL);
	EXPECT(inner);
	EXPECT(count_of(slot[0]) == 0 && count_of(slot[2]) == 0);
	for (u32 n = 4; n < SLOTS; n++)
		kunmap_high(test_frame_page(n));
	EXPECT(!violation_any());
}

KERNEL_TEST(no_two_flushes_have_the_same_mark, 1)
{
	for (unsigned int i = 0; i < strategy_count(); i++) {
		const struct kmap_strategy *strategy = strategy_at(i);

		if (strcmp(strategy->name, "quarantine") != 0 &&
		    strcmp(strategy->name, "lockless") != 0)
			continue;
		flush_in_a_flush(strategy, false);
		flush_in_a_flush(strategy, true);
	}
}
