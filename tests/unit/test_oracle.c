/* SPDX-License-Identifier: MIT */
/*
 * test_oracle.c - what the oracle says of an access: the test says where each
 * address leads for reads and for writes, as a TLB would.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/safecopy.h"
#include "machine.h"
#include "mm/pkmap.h"
#include "oracle/oracle.h"
#include "smp/trace.h"

#define CPU    7
#define NONCE  0x1234
#define PFN    0x54321 /* of frame 0 */
#define SLOT   5
#define FAULTS (-1)

static struct frame_line frames[3][FRAME_LINES]; /* the last has no tags */
static struct page pages[1];
struct page *mem_map;
static int reads, writes; /* lead to this frame */

static struct oracle_counts counts;

struct page *test_frame_page(u32 index)
{
	return mem_map + PFN + index;
}

u32 test_frames_count(void)
{
	return 2;
}

struct static_key trace_key;
static struct event traced;

void trace_event(const struct event *event)
{
	traced = *event;
}

struct frame_line *test_frame_alias(u32 index)
{
	return frames[index];
}

u32 test_frames_nonce(void)
{
	return NONCE;
}

/* What the test gives to the oracle; it uses the line of its own CPU. */
static bool is_mapping(const void *at)
{
	unsigned long vaddr = (unsigned long)at;

	return vaddr >= PKMAP_BASE - 4096 && vaddr < KMAP_LOCAL_BASE + 4096;
}

static void *translated(const void *at, int frame)
{
	unsigned long offset = (unsigned long)at % 4096;

	if (!is_mapping(at))
		return (void *)at;
	assert_int_equal(offset / sizeof(struct frame_line), CPU);
	return (u8 *)frames[frame] + offset;
}

bool safe_copy(void *to, const void *from, u32 words)
{
	if ((is_mapping(from) && reads == FAULTS) ||
	    (is_mapping(to) && writes == FAULTS))
		return false;
	memcpy(translated(to, writes), translated(from, reads), words * 4);
	return true;
}

static void tag(u32 index)
{
	for (unsigned int i = 0; i < FRAME_LINES; i++)
		frames[index][i] = (struct frame_line){
			.magic = TAG_MAGIC,
			.pfn = PFN + index,
			.nonce = NONCE,
		};
}

static int setup(void **state)
{
	(void)state;
	mem_map = pages - PFN;
	unit_machine = (struct unit_machine){ .cpu = CPU, .cycles = 1000 };
	memset(frames, 0, sizeof(frames));
	tag(0);
	tag(1);
	counts = (struct oracle_counts){ 0 };
	oracle_reset();
	unit_machine.cycles = 1500;
	return 0;
}

/* Look at frame 0 through that address, which leads there. */
static bool look(unsigned long vaddr, int read_from, int write_to)
{
	reads = read_from;
	writes = write_to;
	return oracle_check(0, (void *)vaddr, ORACLE_THREAD, &counts);
}

static void assert_counts(u64 checked, u64 stale_reads, u64 stale_writes)
{
	assert_int_equal(counts.checked, checked);
	assert_int_equal(counts.stale_reads, stale_reads);
	assert_int_equal(counts.stale_writes, stale_writes);
}

static void assert_found(bool write, u32 reached, const char *text)
{
	struct oracle_finding finding = oracle_first();
	char said[200];

	assert_true(finding.found);
	assert_int_equal(finding.write, write);
	assert_int_equal(finding.cpu, CPU);
	assert_int_equal(finding.slot, SLOT);
	assert_int_equal(finding.expected, PFN);
	assert_int_equal(finding.reached, reached);
	assert_int_equal(finding.when, 500);
	oracle_describe(said, sizeof(said), &finding);
	assert_string_equal(said, text);
}

static void the_right_frame_is_right(void **state)
{
	(void)state;
	for (u64 i = 1; i <= 3; i++) {
		assert_true(look(PKMAP_ADDR(SLOT), 0, 0));
		assert_counts(i, 0, 0);
	}
	assert_false(oracle_first().found);
}

static void a_stale_read(void **state)
{
	(void)state;
	assert_false(look(PKMAP_ADDR(SLOT), 1, 0));
	assert_counts(1, 1, 0);
	assert_found(false, PFN + 1,
		     "CPU 7 read frame 0x54322 through the address of frame "
		     "0x54321 (slot 5)");
}

static void a_stale_write(void **state)
{
	(void)state;
	assert_false(look(PKMAP_ADDR(SLOT), 0, 1));
	assert_counts(1, 0, 1);
	assert_found(true, PFN,
		     "CPU 7 wrote to frame 0x54321 through the address of "
		     "frame 0x54321 (slot 5)");
}

static void a_read_of_other_memory(void **state)
{
	(void)state;
	assert_false(look(PKMAP_ADDR(SLOT), 2, 0));
	assert_found(false, ORACLE_NO_FRAME,
		     "CPU 7 read some other memory through the address of "
		     "frame 0x54321 (slot 5)");
}

/* Each word of the tag alone. */
static void a_tag_that_is_wrong_in_one_word(void **state)
{
	for (unsigned int word = 0; word < 3; word++) {
		setup(state);
		((u32 *)&frames[0][CPU])[word] ^= 1;
		memcpy(frames[2], frames[0], sizeof(frames[2]));
		tag(0);
		assert_false(look(PKMAP_ADDR(SLOT), 2, 0));
		assert_counts(1, 1, 0);
	}
}

static void a_read_that_faults(void **state)
{
	(void)state;
	assert_false(look(PKMAP_ADDR(SLOT), FAULTS, 0));
	assert_counts(1, 1, 0);
	assert_found(false, ORACLE_FAULT,
		     "CPU 7 read nothing (page fault) through the address of "
		     "frame 0x54321 (slot 5)");
}

static void a_write_that_faults(void **state)
{
	(void)state;
	assert_false(look(PKMAP_ADDR(SLOT), 0, FAULTS));
	assert_counts(1, 0, 1);
	assert_found(true, ORACLE_FAULT,
		     "CPU 7 wrote to nothing (page fault) through the address "
		     "of frame 0x54321 (slot 5)");
}

/* A number that was left from the last look is not taken for this one's. */
static void each_write_is_looked_for(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++)
		assert_true(look(PKMAP_ADDR(SLOT), 0, 0));
	memcpy(frames[1], frames[0], sizeof(frames[1]));
	assert_false(look(PKMAP_ADDR(SLOT), 0, 1));
	assert_counts(4, 0, 1);
}

static void the_first_is_kept(void **state)
{
	(void)state;
	look(PKMAP_ADDR(SLOT), 1, 0);
	unit_machine.cycles = 1700;
	look(PKMAP_ADDR(SLOT + 1), 0, 1);
	assert_counts(2, 1, 1);
	assert_int_equal(oracle_first().slot, SLOT);
	assert_int_equal(oracle_first().when, 500);
	oracle_reset();
	assert_false(oracle_first().found);
	look(PKMAP_ADDR(SLOT + 1), 0, 1);
	assert_int_equal(oracle_first().slot, SLOT + 1);
	assert_int_equal(oracle_first().when, 0);
}

/* Addresses that are not the window's have no slot. */
static void slots_of_addresses(void **state)
{
	const struct {
		unsigned long vaddr;
		unsigned int slot;
	} cases[] = {
		{ PKMAP_BASE - 4096, 0 },
		{ PKMAP_ADDR(0), 0 },
		{ PKMAP_ADDR(1), 1 },
		{ KMAP_LOCAL_BASE - 4096, PKMAP_NR(KMAP_LOCAL_BASE) - 1 },
		{ KMAP_LOCAL_BASE, 0 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		setup(state);
		look(cases[i].vaddr, 1, 0);
		assert_int_equal(oracle_first().slot, cases[i].slot);
	}
}

static void assert_traced(u32 reached)
{
	assert_int_equal(traced.kind, EVENT_ACCESS);
	assert_int_equal(traced.slot, SLOT);
	assert_int_equal(traced.page, 0);
	assert_int_equal(traced.reached, reached);
}

/* Which page the read has reached; none if it faults. */
static void accesses_are_traced(void **state)
{
	(void)state;
	traced = event_of(EVENT_SAY);
	look(PKMAP_ADDR(SLOT), 0, 0);
	assert_int_equal(traced.kind, EVENT_SAY);
	WRITE_ONCE(trace_key.enabled, true);
	look(PKMAP_ADDR(SLOT), 0, 0);
	assert_traced(BIT(0));
	look(PKMAP_ADDR(SLOT), 1, 0);
	assert_traced(BIT(1));
	look(PKMAP_ADDR(SLOT), 2, 0);
	assert_traced(BIT(EVENT_NO_PAGE));
	look(PKMAP_ADDR(SLOT), FAULTS, 0);
	assert_traced(0);
	WRITE_ONCE(trace_key.enabled, false);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_right_frame_is_right),
		TEST(a_stale_read),
		TEST(a_stale_write),
		TEST(a_read_of_other_memory),
		TEST(a_tag_that_is_wrong_in_one_word),
		TEST(a_read_that_faults),
		TEST(a_write_that_faults),
		TEST(each_write_is_looked_for),
		TEST(the_first_is_kept),
		TEST(slots_of_addresses),
		TEST(accesses_are_traced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
