/* SPDX-License-Identifier: MIT */
/*
 * test_oracle.c - the oracle can fail: each half of it, and each word of a tag.
 */
#include "job/test.h"
#include "lib/string.h"
#include "oracle/oracle.h"

#define FRAME 0
#define OTHER 1

static struct oracle_counts counts;

static struct frame_line *my_line(u32 frame)
{
	return test_frame_alias(frame) + smp_processor_id();
}

/* Look at FRAME through the address of another frame, or of its own. */
static bool look_through(u32 frame)
{
	counts = (struct oracle_counts){ 0 };
	oracle_reset();
	return oracle_check(FRAME, test_frame_alias(frame), ORACLE_THREAD,
			    &counts);
}

static bool found(u64 reads, u64 writes)
{
	return counts.checked == 1 && counts.stale_reads == reads &&
	       counts.stale_writes == writes &&
	       oracle_first().found == (reads || writes);
}

KERNEL_TEST(oracle_accepts_the_right_frame, 1)
{
	EXPECT(look_through(FRAME) && found(0, 0));
}

KERNEL_TEST(oracle_rejects_another_frame, 1)
{
	EXPECT(!look_through(OTHER) && found(1, 1));
}

/* The frame is the right one, so what is written arrives; but its tag is wrong
 * in one word. */
KERNEL_TEST(oracle_reads_every_word_of_a_tag, 1)
{
	struct frame_line *line = my_line(FRAME);

	line->magic ^= 1;
	EXPECT(!look_through(FRAME) && found(1, 0));
	test_frame_tag(FRAME);
	line->nonce ^= 1;
	EXPECT(!look_through(FRAME) && found(1, 0));
	test_frame_tag(FRAME);
	/* The alias has the same number then: what is compared is the page
	 * that is reached, not the one that should be. */
	*my_line(OTHER) = *line;
	my_line(OTHER)->pfn ^= 1;
	EXPECT(!look_through(OTHER) && found(1, 1));
	test_frame_tag(OTHER);
	EXPECT(look_through(FRAME) && found(0, 0));
}

/* What an earlier run has left: everything is right but the nonce. */
KERNEL_TEST(oracle_rejects_the_tag_of_another_run, 1)
{
	struct frame_line before = *my_line(FRAME);

	test_frames_tag_all();
	EXPECT(before.nonce != test_frames_nonce());
	*my_line(FRAME) = before;
	EXPECT(!look_through(FRAME) && found(1, 0));
	test_frame_tag(FRAME);
	EXPECT(look_through(FRAME) && found(0, 0));
}

/* Another frame that says it is this one: only the write can tell. */
KERNEL_TEST(oracle_looks_where_writes_go, 1)
{
	*my_line(OTHER) = *my_line(FRAME);
	EXPECT(!look_through(OTHER) && found(0, 1));
	test_frame_tag(OTHER);
}
