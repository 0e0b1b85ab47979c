/* SPDX-License-Identifier: MIT */
/* test_highmem.c - the pkmap window and kmap_local, with each strategy. */
#include "arch/clock.h"
#include "job/test.h"
#include "mm/kmap_local.h"
#include "mm/violation.h"
#include "oracle/testframes.h"
#include "scenario/stage.h"
#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/thread.h"

#define JOIN_MS 10000

static int count_of(const void *vaddr)
{
	return READ_ONCE(pkmap_count[PKMAP_NR((unsigned long)vaddr)].value);
}

static void use_window(const struct kmap_strategy *strategy, unsigned int slots,
		       unsigned int colors, bool irq)
{
	struct pkmap_config config = { slots, colors, irq, 0 };

	kmap_reset(strategy, &config);
}

static void map_and_unmap(void)
{
	struct page *page = test_frame_page(0);
	void *vaddr = kmap_high(page);

	EXPECT(page_address(page) == vaddr);
	EXPECT(count_of(vaddr) == 2);
	EXPECT(*(u32 *)vaddr == TAG_MAGIC);
	EXPECT(kmap_high(page) == vaddr);
	EXPECT(count_of(vaddr) == 3);
	kunmap_high(page);
	kunmap_high(page);
	EXPECT(count_of(vaddr) == 1);
	EXPECT(page_address(page) == vaddr); /* until it is recycled */
	EXPECT(kmap_high(page) == vaddr);
	kunmap_high(page);
	kmap_flush_unused();
	EXPECT(!page_address(page));
	EXPECT(!violation_any());
}

/* Run a test with every strategy and both forms of the lock. */
static void with_all(unsigned int slots, unsigned int colors,
		     void (*test)(void))
{
	for (unsigned int i = 0; i < strategy_count(); i++) {
		use_window(strategy_at(i), slots, colors, false);
		test();
		use_window(strategy_at(i), slots, colors, true);
		test();
	}
}

KERNEL_TEST(kmap_counts_its_users, 1)
{
	with_all(8, 1, map_and_unmap);
}

/* More pages than slots, one at a time: the window is recycled over and over.
 */
static void go_round(void)
{
	u32 pages = min(test_frames_count(), 40u);

	for (u32 i = 0; i < pages * 3; i++) {
		struct page *page = test_frame_page(i % pages);
		volatile struct frame_line *line = kmap_high(page);

		EXPECT(line && line->pfn == page_to_pfn(page));
		kunmap_high(page);
	}
	EXPECT(!violation_any());
}

KERNEL_TEST(window_is_recycled, 1)
{
	with_all(8, 1, go_round);
	with_all(9, 1, go_round);
	with_all(31, 4, go_round);
}

static void check_colors(void)
{
	unsigned int colors = pkmap_config.colors;

	for (u32 i = 0; i < 24; i++) {
		struct page *page = test_frame_page(i);
		unsigned long vaddr = (unsigned long)kmap_high(page);

		EXPECT(PKMAP_NR(vaddr) % colors == get_pkmap_color(page));
		kunmap_high(page);
	}
}

KERNEL_TEST(pages_go_to_slots_of_their_color, 1)
{
	with_all(10, 2, check_colors);
	with_all(11, 4, check_colors);
}

KERNEL_TEST(colors_divide_all_slots, 1)
{
	for (unsigned int slots = 8; slots <= 19; slots++) {
		unsigned int sum = 0;

		use_window(strategy_at(0), slots, 4, false);
		for (unsigned int color = 0; color < 4; color++)
			sum += get_pkmap_entries_count(color);
		EXPECT(sum == slots);
	}
}

KERNEL_TEST(kmap_high_get_takes_what_is_mapped, 1)
{
	struct page *page = test_frame_page(0);
	void *vaddr;

	use_window(strategy_at(0), 8, 1, true);
	EXPECT(!kmap_high_get(page));
	vaddr = kmap_high(page);
	local_irq_disable();
	EXPECT(kmap_high_get(page) == vaddr);
	EXPECT(count_of(vaddr) == 3);
	kunmap_high(page);
	EXPECT(irqs_disabled());
	local_irq_enable();
	kunmap_high(page);
	EXPECT(count_of(vaddr) == 1);
}

/* The window is full: the next caller sleeps until a slot is given back. */
static SHARED(u32) got_it;

static void map_one_more(void *unused)
{
	void *vaddr = kmap_high(test_frame_page(8));

	(void)unused;
	WRITE_ONCE(got_it, vaddr ? 1 : 2);
	if (vaddr)
		kunmap_high(test_frame_page(8));
}

static struct thread *fill_up_and_start_sleeper(void)
{
	struct thread *sleeper;

	WRITE_ONCE(got_it, 0);
	for (u32 i = 0; i < 8; i++)
		kmap_high(test_frame_page(i));
	sleeper = thread_create("sleeper", num_online_cpus() - 1, map_one_more,
				NULL);
	thread_sleep_ms(30);
	EXPECT(READ_ONCE(got_it) == 0);
	return sleeper;
}

static void sleep_and_wake(void)
{
	struct thread *sleeper = fill_up_and_start_sleeper();

	kunmap_high(test_frame_page(3));
	EXPECT(sleeper && thread_join(sleeper, JOIN_MS));
	EXPECT(READ_ONCE(got_it) == 1);
	for (u32 i = 0; i < 8; i++)
		if (i != 3)
			kunmap_high(test_frame_page(i));
	EXPECT(!violation_any());
}

KERNEL_TEST(full_window_sleeps_and_wakes, 1)
{
	with_all(8, 1, sleep_and_wake);
}

static void sleep_and_give_up(void)
{
	struct thread *sleeper = fill_up_and_start_sleeper();

	kmap_abort();
	EXPECT(sleeper && thread_join(sleeper, JOIN_MS));
	EXPECT(READ_ONCE(got_it) == 2);
	for (u32 i = 0; i < 8; i++)
		kunmap_high(test_frame_page(i));
}

KERNEL_TEST(sleepers_give_up_when_told, 1)
{
	with_all(8, 1, sleep_and_give_up);
}

KERNEL_TEST(violations_are_counted_not_fatal, 1)
{
	use_window(strategy_at(0), 8, 1, false);
	EXPECT(!violation_any());
	kunmap_high(test_frame_page(0)); /* is not mapped */
	EXPECT(violation_first(VIOLATION_COUNT).count == 1);
	EXPECT(violation_first(VIOLATION_COUNT).pfn ==
	       page_to_pfn(test_frame_page(0)));
	lock_kmap();
	set_page_address(test_frame_page(1), PKMAP_ADDR(1));
	set_page_address(test_frame_page(1), PKMAP_ADDR(2));
	set_page_address(test_frame_page(1), 0);
	unlock_kmap();
	EXPECT(violation_first(VIOLATION_DOUBLE_MAP).count == 1);
	EXPECT(violation_first(VIOLATION_DOUBLE_MAP).slot == 2);
	EXPECT(violation_first(VIOLATION_DOUBLE_MAP).other == 1);
	use_window(strategy_at(0), 8, 1, false);
	EXPECT(!violation_any());
}

/* kmap_local: nesting, handlers on top, and threads that take turns. */
static void use_one_more(void *unused)
{
	struct frame_line *line = kmap_local_page(test_frame_page(2));

	(void)unused;
	EXPECT(line->pfn == page_to_pfn(test_frame_page(2)));
	kunmap_local(line);
}

KERNEL_TEST(kmap_local_nests, 1)
{
	struct frame_line *a = kmap_local_page(test_frame_page(0));
	struct frame_line *b = kmap_local_page(test_frame_page(1));

	EXPECT(a != b);
	smp_call_function_single(smp_processor_id(), use_one_more, NULL, true);
	EXPECT(a->pfn == page_to_pfn(test_frame_page(0)));
	EXPECT(b->pfn == page_to_pfn(test_frame_page(1)));
	kunmap_local(b);
	kunmap_local(a);
	b = kmap_local_page(test_frame_page(1));
	EXPECT(b == a); /* the same slot, and no trace of page 0 */
	EXPECT(b->pfn == page_to_pfn(test_frame_page(1)));
	kunmap_local(b);
}

static void hold_mine(void *arg)
{
	u32 frame = (u32)arg;
	struct frame_line *line = kmap_local_page(test_frame_page(frame));

	for (int i = 0; i < 20; i++) {
		EXPECT(line->pfn == page_to_pfn(test_frame_page(frame)));
		thread_yield();
	}
	kunmap_local(line);
}

KERNEL_TEST(kmap_local_belongs_to_the_thread, 1)
{
	struct thread *t[3];

	for (u32 i = 0; i < 3; i++)
		t[i] = thread_create("local", 0, hold_mine, (void *)i);
	for (u32 i = 0; i < 3; i++)
		EXPECT(t[i] && thread_join(t[i], JOIN_MS));
}

KERNEL_TEST(low_pages_need_no_slot, 1)
{
	struct page *page = memblock_alloc(ZONE_LOW, 1);
	void *vaddr = kmap_local_page(page);

	EXPECT(vaddr == page_address(page));
	kunmap_local(vaddr);
}

/*
 * A wants a slot of colour 0. All are in use, so it recycles the one unused
 * slot that there is, of colour 1. Where that drops the lock, B gives back a
 * slot of colour 0 meanwhile, and has nobody to wake yet. A must not sleep. (A
 * strategy that recycles slots of the wanted colour only has no such moment: A
 * sleeps before B gives the slot back, must be woken, and recycles that one.)
 */
#define LAST_OF_COLOR_0 4

static u32 of_color_0[LAST_OF_COLOR_0 + 1];
static u32 of_color_1;

static bool choose_pages(void)
{
	u32 found = 0;
	bool other = false;

	for (u32 i = 0; i < test_frames_count() && found <= LAST_OF_COLOR_0;
	     i++) {
		if (get_pkmap_color(test_frame_page(i)) == 0) {
			of_color_0[found++] = i;
		} else {
			of_color_1 = i;
			other = true;
		}
	}
	return found > LAST_OF_COLOR_0 && other;
}

static void b_fills_color_0(struct stage *stage)
{
	(void)stage;
	for (int i = 0; i < LAST_OF_COLOR_0; i++)
		kmap_high(test_frame_page(of_color_0[i]));
	kmap_high(test_frame_page(of_color_1));
	kunmap_high(test_frame_page(of_color_1));
}

static bool given_back;

static void b_gives_one_back(struct stage *stage)
{
	(void)stage;
	if (!given_back)
		kunmap_high(test_frame_page(of_color_0[0]));
	given_back = true;
}

static void while_a_flushes(struct stage *stage)
{
	stage_try(stage, ACTOR_B, b_gives_one_back);
}

static void a_maps_one_more(struct stage *stage)
{
	struct page *page = test_frame_page(of_color_0[LAST_OF_COLOR_0]);

	(void)stage;
	if (kmap_high(page))
		kunmap_high(page);
}

static void give_back_during_flush(bool irq)
{
	static struct stage stage;

	given_back = false;
	stage_open(&stage, 2, irq, false);
	stage_do(&stage, ACTOR_B, b_fills_color_0);
	stage_pause(&stage, ACTOR_A, "pkmap_flushed", NULL, while_a_flushes);
	stage_go(&stage, ACTOR_A, a_maps_one_more);
	if (stage_settle(&stage, ACTOR_A) == STAGE_ASLEEP && !given_back)
		stage_do(&stage, ACTOR_B, b_gives_one_back);
	stage_end(&stage, ACTOR_A);
	stage_expect_paused(&stage);
	stage_end(&stage, ACTOR_B);
	for (int i = 1; i < LAST_OF_COLOR_0; i++)
		kunmap_high(test_frame_page(of_color_0[i]));
	stage_close(&stage);
	EXPECT(stage.verdict == VERDICT_SAFE);
	EXPECT(!violation_any());
}

KERNEL_TEST(slot_given_back_during_flush_is_seen, 2)
{
	for (unsigned int i = 0; i < 2 * strategy_count(); i++) {
		const struct kmap_strategy *strategy = strategy_at(i / 2);

		use_window(strategy, 8, 2, i % 2);
		EXPECT(choose_pages());
		if (strategy_claims(CLAIM_NO_LOST_WAKEUP))
			give_back_during_flush(i % 2);
	}
}
