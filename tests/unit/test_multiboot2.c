/* SPDX-License-Identifier: MIT */
/*
 * test_multiboot2.c - tags, true or not: of no size, with an end that is
 * missing or nowhere, maps of odd entries, strings that do not end; and that
 * both protocols fill the same structure.
 */
#include "boot/multiboot.h"
#include "boot/multiboot2.h"
#include "boot_fake.h"

#define LIST   0x10000u
#define FUZZED 20000

enum {
	TAG_COMMAND_LINE = 1,
	TAG_LOADER_NAME = 2,
	TAG_MODULE = 3,
	TAG_SIZES = 4,
	TAG_MAP = 6,
	TAG_PICTURE = 8,
	TAG_RSDP_OLD = 14,
	TAG_RSDP_NEW = 15,
};

static u32 list, list_end;

/* The list's total size, to where it is now. */
static void close_list(void)
{
	put32(list, list_end - list);
}

static void start_list(u32 at)
{
	memset(&info, 0, sizeof(info));
	list = at;
	list_end = at + 8;
	close_list();
}

static int setup(void **state)
{
	(void)state;
	memset(unit_machine.low_memory + LIST, 0, 256 * KiB);
	start_list(LIST);
	return 0;
}

/* One more tag, of that size as it is written there; returns where it is. */
static u32 add_tag(u32 type, u32 size)
{
	u32 at = list_end;

	put32(at, type);
	put32(at + 4, size);
	list_end += ALIGN_UP(size, 8u);
	close_list();
	return at;
}

static void add_end(void)
{
	add_tag(0, 8);
}

static void add_text(u32 type, const char *text)
{
	u32 at = add_tag(type, 8 + (u32)strlen(text) + 1);

	strcpy((char *)unit_machine.low_memory + at + 8, text);
}

struct entry {
	u64 base, length;
	u32 type;
};

static u32 add_map_of(u32 entry_size, const struct entry *entries, u32 count)
{
	u32 at = add_tag(TAG_MAP, 16 + entry_size * count);

	put32(at + 8, entry_size);
	for (u32 i = 0; i < count; i++) {
		u32 to = at + 16 + entry_size * i;

		put64(to, entries[i].base);
		put64(to + 8, entries[i].length);
		put32(to + 16, entries[i].type);
	}
	return at;
}

/* RAM from 1 to 2 MiB: enough for tests that are not about that. */
static const struct entry one_mib = { MiB, MiB, RAM };

static u32 add_map(void)
{
	return add_map_of(24, &one_mib, 1);
}

static bool read_list(void)
{
	bool found;

	memset(&info, 0, sizeof(info));
	found = multiboot2_read(&info, list);
	check_out(found);
	return found;
}

static void a_whole_list(void **state)
{
	static const struct entry map[] = {
		{ 0, 0x9fc00, RAM },
		{ 0x9fc00, 0x400, RESERVED },
		{ MiB, 511 * MiB, RAM },
		{ 4 * GiB, 2 * GiB, RAM },
	};

	(void)state;
	add_text(TAG_COMMAND_LINE, "run=tests nosmp");
	add_text(TAG_LOADER_NAME, "GRUB 2.06");
	add_map_of(24, map, ARRAY_SIZE(map));
	add_end();
	assert_true(read_list());
	assert_string_equal(info.command_line, "run=tests nosmp");
	assert_false(info.command_line_cut);
	assert_string_equal(info.loader, "GRUB 2.06");
	assert_true(info.from_memory_map);
	EXPECT_RANGES({ 0, 0x9fc00 }, { MiB, 512 * MiB }, { 4 * GiB, 6 * GiB });
	assert_true(info.framebuffer.address == 0);
	assert_int_equal(info.rsdp_bytes, 0);
}

/* Whatever the order; and entries may be longer than today. */
static void what_is_both_is_reserved(void **state)
{
	static const struct entry map[] = {
		{ 2 * MiB, MiB, RESERVED },   { MiB, 9 * MiB, RAM },
		{ 5 * MiB, MiB, 4 },          { 8 * MiB, UINT64_MAX, RESERVED },
		{ 4 * GiB, UINT64_MAX, RAM },
	};

	(void)state;
	add_map_of(40, map, ARRAY_SIZE(map));
	assert_true(read_list());
	EXPECT_RANGES({ MiB, 2 * MiB }, { 3 * MiB, 5 * MiB },
		      { 6 * MiB, 8 * MiB });
}

/* Then the two sizes are better than nothing. */
static void a_map_of_odd_entries(void **state)
{
	static const u32 sizes[] = { 0,  1,  8,      16,         20,
				     23, 25, 0x1000, 0x80000000, 0xffffffff };
	u32 at;

	(void)state;
	at = add_map();
	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		put32(at + 8, sizes[i]);
		assert_false(read_list());
	}
	at = add_tag(TAG_SIZES, 16);
	put32(at + 8, 639);
	put32(at + 12, 0xffffffff);
	assert_true(read_list());
	assert_false(info.from_memory_map);
	EXPECT_RANGES({ 0, 639 * KiB }, { MiB, MiB + 0xffffffffull * KiB });
}

/* The rest of an entry belongs to the next tag. */
static void a_map_that_is_cut(void **state)
{
	static const struct entry map[] = {
		{ MiB, MiB, RAM },
		{ 4 * MiB, MiB, RAM },
	};
	u32 at;

	(void)state;
	at = add_map_of(24, map, ARRAY_SIZE(map));
	for (u32 size = 16 + 24; size < 16 + 48; size++) {
		put32(at + 4, size);
		assert_true(read_list());
		EXPECT_RANGES({ MiB, 2 * MiB });
	}
	for (u32 size = 8; size < 16 + 24; size++) {
		put32(at + 4, size);
		assert_false(read_list());
	}
}

static void a_map_of_too_many(void **state)
{
	u32 at;

	(void)state;
	at = add_tag(TAG_MAP, 16 + 24 * 3000);
	put32(at + 8, 24);
	for (u32 i = 0; i < 3000; i++) {
		put64(at + 16 + 24 * i, (i + 1ull) * 2 * MiB);
		put64(at + 24 + 24 * i, MiB);
		put32(at + 32 + 24 * i, RAM);
	}
	assert_true(read_list());
	assert_true(info.ram.overflowed);
	assert_int_equal(info.ram.count, MEMMAP_MAX);
	/* So many are looked at. */
	assert_true(memmap_end(&info.ram) <= 1024 * 2 * MiB + MiB);
}

/* What comes behind cannot be found; what came before counts. */
static void a_tag_of_impossible_size_ends_the_list(void **state)
{
	static const u32 sizes[] = { 0,          1,          7,
				     1000,       0x7fffffff, 0xfffffff0,
				     0xfffffff9, 0xffffffff };

	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		u32 bad;

		setup(state);
		add_map();
		bad = add_tag(99, 8);
		add_text(TAG_COMMAND_LINE, "late");
		assert_true(read_list());
		assert_string_equal(info.command_line, "late");
		put32(bad + 4, sizes[i]);
		assert_true(read_list());
		assert_string_equal(info.command_line, "");
	}
}

static void tags_start_at_multiples_of_eight(void **state)
{
	(void)state;
	for (u32 size = 9; size <= 16; size++) {
		setup(state);
		add_tag(99, size);
		add_map();
		assert_true(read_list());
	}
}

/* Nobody promised that the list itself does. */
static void a_list_that_is_not_aligned(void **state)
{
	for (u32 off = 1; off < 8; off++) {
		setup(state);
		start_list(LIST + off);
		add_text(TAG_COMMAND_LINE, "a=b");
		add_map();
		add_end();
		assert_true(read_list());
		assert_string_equal(info.command_line, "a=b");
	}
}

static void what_comes_behind_the_end(void **state)
{
	(void)state;
	add_map();
	add_end();
	add_text(TAG_COMMAND_LINE, "ghost");
	assert_true(read_list());
	assert_string_equal(info.command_line, "");
}

/* The total size ends the list, too. */
static void no_end(void **state)
{
	u32 ghost;

	(void)state;
	add_map();
	ghost = list_end;
	add_text(TAG_COMMAND_LINE, "ghost");
	for (u32 size = ghost - list; size < ghost - list + 14; size++) {
		put32(list, size);
		assert_true(read_list());
		assert_string_equal(info.command_line, "");
	}
}

static void a_total_size_that_lies(void **state)
{
	static const u32 small[] = { 0, 1, 7, 8, 15 };

	(void)state;
	add_map();
	for (unsigned int i = 0; i < ARRAY_SIZE(small); i++) {
		put32(list, small[i]);
		assert_false(read_list());
	}
	put32(list, 0xffffffff);
	assert_true(read_list()); /* ended by a tag of no size */
}

/* The last place where a list fits, and those behind it. */
static void a_list_ends_with_the_memory_that_is_mapped(void **state)
{
	static const u32 nowhere[] = { 0, END - 7, END, 0xfffffff8,
				       0xffffffff };

	(void)state;
	start_list(END - 48);
	add_map();
	put32(list, 0xffffffff);
	assert_true(read_list());
	put32(END - 36, 41);
	assert_false(read_list());
	start_list(END - 8);
	put32(END - 8, 0xffffffff);
	assert_false(read_list());
	for (unsigned int i = 0; i < ARRAY_SIZE(nowhere); i++)
		assert_false(multiboot2_read(&info, nowhere[i]));
}

/* Tags of the smallest size, as far as the memory goes: that must not take
 * long, and ends before the last one. */
static void tags_without_end(void **state)
{
	(void)state;
	add_map();
	for (u32 i = 0; i < 5000; i++)
		add_tag(99, 8);
	add_text(TAG_COMMAND_LINE, "late");
	assert_true(read_list());
	assert_string_equal(info.command_line, "");
}

static void the_first_of_two_counts(void **state)
{
	static const struct entry other = { 8 * MiB, MiB, RAM };

	(void)state;
	add_map();
	add_map_of(24, &other, 1);
	add_text(TAG_COMMAND_LINE, "first");
	add_text(TAG_COMMAND_LINE, "second");
	assert_true(read_list());
	EXPECT_RANGES({ MiB, 2 * MiB });
	assert_string_equal(info.command_line, "first");
}

static void strings(void **state)
{
	char text[COMMAND_LINE_MAX + 1];

	(void)state;
	memset(text, 'y', sizeof(text));
	text[COMMAND_LINE_MAX - 1] = '\0';
	add_map();
	add_text(TAG_COMMAND_LINE, text);
	add_text(TAG_LOADER_NAME, text);
	assert_true(read_list());
	assert_string_equal(info.command_line, text);
	assert_false(info.command_line_cut);
	/* The name is cut, and nobody minds. */
	assert_int_equal(strlen(info.loader), LOADER_NAME_MAX - 1);
	setup(state);
	text[COMMAND_LINE_MAX - 1] = 'y';
	text[COMMAND_LINE_MAX] = '\0';
	add_map();
	add_text(TAG_COMMAND_LINE, text);
	assert_true(read_list());
	assert_int_equal(strlen(info.command_line), COMMAND_LINE_MAX - 1);
	assert_true(info.command_line_cut);
}

/* What stands behind the tag is not part of it. */
static void strings_that_do_not_end(void **state)
{
	u32 at;

	(void)state;
	add_map();
	at = add_tag(TAG_COMMAND_LINE, 8 + 3);
	memcpy(unit_machine.low_memory + at + 8, "a=bcdef", 8);
	assert_true(read_list());
	assert_string_equal(info.command_line, "a=b");
	assert_true(info.command_line_cut);
	put32(at + 4, 8); /* not even the end of a string */
	assert_true(read_list());
	assert_string_equal(info.command_line, "");
}

static void add_module(u32 start, u32 end)
{
	u32 at = add_tag(TAG_MODULE, 17);

	put32(at + 8, start);
	put32(at + 12, end);
}

static void modules_in_use(void **state)
{
	(void)state;
	add_map();
	add_module(100, 200);
	add_module(300, 300); /* ends where it starts */
	add_module(0xffffffff, 0);
	add_tag(TAG_MODULE, 15); /* too short: what follows is no module's */
	add_module(0, 0xffffffff);
	assert_true(read_list());
	assert_int_equal(info.nr_reserved, 2);
	assert_true(info.reserved[0].start == 100 &&
		    info.reserved[0].end == 200);
	assert_true(info.reserved[1].end == 0xffffffff);
	for (u32 i = 0; i < 2 * BOOT_RESERVED_MAX; i++)
		add_module(i, i + 1);
	assert_true(read_list());
	assert_int_equal(info.nr_reserved, BOOT_RESERVED_MAX);
}

static u32 add_picture(u32 size, u8 type)
{
	u32 at = add_tag(TAG_PICTURE, size);

	put64(at + 8, 5 * GiB);
	put32(at + 16, 4096);
	put32(at + 20, 1024);
	put32(at + 24, 768);
	put32(at + 28, 32 | (u32)type << 8);
	put32(at + 32, 16 | 8 << 8 | 8 << 16 | 7 << 24);
	put32(at + 36, 3 | 6 << 8);
	return at;
}

static void a_picture(void **state)
{
	u32 at;

	(void)state;
	add_map();
	at = add_picture(38, 1);
	assert_true(read_list());
	assert_true(info.framebuffer.address == 5 * GiB);
	assert_int_equal(info.framebuffer.pitch, 4096);
	assert_int_equal(info.framebuffer.width, 1024);
	assert_int_equal(info.framebuffer.height, 768);
	assert_int_equal(info.framebuffer.bits, 32);
	assert_true(info.framebuffer.is_rgb);
	assert_int_equal(info.framebuffer.red_at, 16);
	assert_int_equal(info.framebuffer.red_bits, 8);
	assert_int_equal(info.framebuffer.green_at, 8);
	assert_int_equal(info.framebuffer.green_bits, 7);
	assert_int_equal(info.framebuffer.blue_at, 3);
	assert_int_equal(info.framebuffer.blue_bits, 6);
	put32(at + 4, 37); /* no room for the colours */
	assert_true(read_list());
	assert_false(info.framebuffer.is_rgb);
	put32(at + 4, 31);
	assert_true(read_list());
	assert_true(info.framebuffer.address == 0);
}

/* A palette, and the text screen of a PC. */
static void other_pictures(void **state)
{
	for (u8 type = 0; type <= 3; type++) {
		setup(state);
		add_map();
		add_picture(40, type);
		assert_true(read_list());
		assert_int_equal(info.framebuffer.is_rgb, type == 1);
	}
}

static void add_rsdp(u32 type, u32 bytes, u8 fill)
{
	u32 at = add_tag(type, 8 + bytes);

	memset(unit_machine.low_memory + at + 8, fill, bytes);
}

/* The newer one, wherever it stands. */
static void root_of_acpi(void **state)
{
	u8 expected[BOOT_RSDP_MAX];

	(void)state;
	add_map();
	add_rsdp(TAG_RSDP_OLD, 20, 1);
	assert_true(read_list());
	assert_int_equal(info.rsdp_bytes, 20);
	add_rsdp(TAG_RSDP_NEW, 36, 2);
	assert_true(read_list());
	assert_int_equal(info.rsdp_bytes, 36);
	assert_memory_equal(info.rsdp, memset(expected, 2, 36), 36);
	setup(state);
	add_map();
	add_rsdp(TAG_RSDP_NEW, 1000, 3);
	assert_true(read_list());
	assert_int_equal(info.rsdp_bytes, BOOT_RSDP_MAX);
	assert_memory_equal(info.rsdp, memset(expected, 3, BOOT_RSDP_MAX),
			    BOOT_RSDP_MAX);
}

static void which_protocol(void **state)
{
	(void)state;
	add_map();
	add_picture(38, 1);
	memset(&boot_info, 0, sizeof(boot_info));
	assert_false(boot_info_read(0, list));
	assert_false(boot_info_read(0x1badb002, list)); /* the kernel's own */
	assert_true(boot_info_read(MULTIBOOT2_LOADER_MAGIC, list));
	assert_int_equal(boot_info.ram.count, 1);
	/* The picture is kept out of use. */
	assert_int_equal(boot_info.nr_reserved, 1);
	assert_true(boot_info.reserved[0].start == 5 * GiB);
	assert_true(boot_info.reserved[0].end == 5 * GiB + 4096 * 768);
	memset(&boot_info, 0, sizeof(boot_info));
	put32(LIST + 0x1000, BIT(0)); /* two sizes, in the older protocol */
	put32(LIST + 0x1008, 1024);
	assert_true(boot_info_read(MULTIBOOT_LOADER_MAGIC, LIST + 0x1000));
	assert_int_equal(boot_info.ram.count, 1);
}

static void add_random_tag(struct prng *random)
{
	u32 type = prng_below(random, 18);
	u32 at = add_tag(type, 8 + prng_below(random, 80));

	for (u32 i = 0; i < 8; i++)
		put32(at + 8 + 4 * i,
		      prng_next(random) >> prng_below(random, 32));
	if (type == TAG_MAP && prng_below(random, 4))
		put32(at + 8, 24);
	if (!prng_below(random, 8))
		put32(at + 4, prng_below(random, 2) ? prng_next(random)
						    : prng_below(random, 16));
}

/* In the middle of memory, and against its end. */
static void anything(void **state)
{
	struct prng random;
	unsigned int good = 0;

	prng_seed(&random, 1);
	for (int i = 0; i < FUZZED; i++) {
		setup(state);
		for (u32 n = prng_below(&random, 10); n; n--)
			add_random_tag(&random);
		if (prng_below(&random, 2)) {
			u32 to = END - (list_end - LIST) +
				 prng_below(&random, 8);

			memmove(unit_machine.low_memory + to,
				unit_machine.low_memory + LIST, END - to);
			list = to;
		}
		if (!prng_below(&random, 4) && list <= END - 4)
			put32(list, prng_next(&random));
		good += read_list();
	}
	/* Neither all rejected nor all harmless. */
	assert_in_range(good, FUZZED / 20, FUZZED * 19 / 20);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_whole_list),
		TEST(what_is_both_is_reserved),
		TEST(a_map_of_odd_entries),
		TEST(a_map_that_is_cut),
		TEST(a_map_of_too_many),
		TEST(a_tag_of_impossible_size_ends_the_list),
		TEST(tags_start_at_multiples_of_eight),
		TEST(a_list_that_is_not_aligned),
		TEST(what_comes_behind_the_end),
		TEST(no_end),
		TEST(a_total_size_that_lies),
		TEST(a_list_ends_with_the_memory_that_is_mapped),
		TEST(tags_without_end),
		TEST(the_first_of_two_counts),
		TEST(strings),
		TEST(strings_that_do_not_end),
		TEST(modules_in_use),
		TEST(a_picture),
		TEST(other_pictures),
		TEST(root_of_acpi),
		TEST(which_protocol),
		TEST(anything),
	};

	return cmocka_run_group_tests(tests, reserve_low_memory, NULL);
}
