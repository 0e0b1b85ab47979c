/* SPDX-License-Identifier: MIT */
/*
 * test_multiboot.c - what the boot loader tells, true or not: maps that wrap,
 * overlap or do not end, modules and strings that are nowhere.
 */
#include "boot/multiboot.h"
#include "boot_fake.h"

#define INFO    0x10000u /* where the loader has put things */
#define MAP     0x20000u
#define MODULES 0x30000u
#define TEXT    0x40000u
#define FUZZED  20000

/* Fields of the structure: the specification's offsets. */
enum field {
	FLAGS = 0,
	MEM_LOWER = 4,
	MEM_UPPER = 8,
	CMDLINE = 16,
	MODS_COUNT = 20,
	MODS_ADDR = 24,
	MMAP_LENGTH = 44,
	MMAP_ADDR = 48,
	LOADER_NAME = 64,
	FB_ADDRESS = 88,
	FB_PITCH = 96,
	FB_WIDTH = 100,
	FB_HEIGHT = 104,
	FB_BITS = 108,  /* type, red position, red size */
	FB_GREEN = 112, /* position, size; the same of blue */
};

#define HAS_MEMORY  BIT(0)
#define HAS_CMDLINE BIT(2)
#define HAS_MODULES BIT(3)
#define HAS_MAP     BIT(6)
#define HAS_NAME    BIT(9)
#define HAS_PICTURE BIT(12)

static u32 map_end;

static void set(enum field field, u32 value)
{
	put32(INFO + field, value);
}

static int setup(void **state)
{
	(void)state;
	memset(unit_machine.low_memory + INFO, 0, TEXT + 4096 - INFO);
	memset(&info, 0, sizeof(info));
	map_end = MAP;
	set(MMAP_ADDR, MAP);
	return 0;
}

/* One more entry of the map; `size` as it is written there. */
static void add_sized(u32 size, u64 base, u64 length, u32 type)
{
	put32(map_end, size);
	put64(map_end + 4, base);
	put64(map_end + 12, length);
	put32(map_end + 20, type);
	map_end += size + 4;
	set(MMAP_LENGTH, map_end - MAP);
	set(FLAGS, HAS_MAP);
}

static void add(u64 base, u64 length, u32 type)
{
	add_sized(20, base, length, type);
}

#define EXPECT_RAM(...)                                   \
	do {                                              \
		assert_true(multiboot_read(&info, INFO)); \
		EXPECT_RANGES(__VA_ARGS__);               \
	} while (0)

static void a_map(void **state)
{
	(void)state;
	add(0, 0x9fc00, RAM);
	add(0x9fc00, 0x400, RESERVED);
	add_sized(24, MiB, 511 * MiB, RAM); /* of a newer specification */
	add(4 * GiB, 2 * GiB, RAM);
	add(0xfffc0000, 0x40000, 3);
	EXPECT_RAM({ 0, 0x9fc00 }, { MiB, 512 * MiB }, { 4 * GiB, 6 * GiB });
	assert_true(info.from_memory_map);
}

/* Whatever the order. */
static void what_is_both_is_reserved(void **state)
{
	(void)state;
	add(2 * MiB, MiB, RESERVED);
	add(MiB, 9 * MiB, RAM);
	add(5 * MiB, MiB, 4);
	add(2 * MiB, 2 * MiB, RAM);
	EXPECT_RAM({ MiB, 2 * MiB }, { 3 * MiB, 5 * MiB },
		   { 6 * MiB, 10 * MiB });
}

static void ram_that_wraps_ends_there(void **state)
{
	(void)state;
	add(MiB, MiB, RAM);
	add(4 * GiB, UINT64_MAX, RAM);
	EXPECT_RAM({ MiB, 2 * MiB }, { 4 * GiB, UINT64_MAX });
}

static void a_reservation_that_wraps_is_no_small_one(void **state)
{
	(void)state;
	add(MiB, 9 * MiB, RAM);
	add(4 * GiB, GiB, RAM);
	add(8 * MiB, UINT64_MAX, RESERVED);
	EXPECT_RAM({ MiB, 8 * MiB });
}

static void nothing_is_as_long_as_nothing(void **state)
{
	(void)state;
	add(MiB, 0, RAM);
	add(0, 0, RESERVED);
	add(2 * MiB, MiB, RAM);
	add(UINT64_MAX, UINT64_MAX, RAM);
	EXPECT_RAM({ 2 * MiB, 3 * MiB });
}

/* What comes behind cannot be found. */
static void an_entry_of_no_size_ends_the_map(void **state)
{
	static const u32 sizes[] = { 0, 19, 4097, 0x7fffffff, 0xfffffffc };

	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		setup(state);
		add(MiB, MiB, RAM);
		add_sized(20, 4 * MiB, MiB, RAM);
		add(8 * MiB, MiB, RAM);
		put32(MAP + 24, sizes[i]);
		EXPECT_RAM({ MiB, 2 * MiB });
	}
}

/* The last place where an entry fits, and one behind it. */
static void a_map_ends_with_the_memory_that_is_mapped(void **state)
{
	(void)state;
	set(FLAGS, HAS_MAP);
	set(MMAP_ADDR, END - 24);
	set(MMAP_LENGTH, 0xffffffff);
	put32(END - 24, 20);
	put64(END - 20, MiB);
	put64(END - 12, MiB);
	put32(END - 4, RAM);
	EXPECT_RAM({ MiB, 2 * MiB });
	put32(END - 24, 21);
	assert_false(multiboot_read(memset(&info, 0, sizeof(info)), INFO));
	for (u32 at = END - 23; at <= END + 8; at++) {
		set(MMAP_ADDR, at);
		assert_false(multiboot_read(&info, INFO));
	}
	set(MMAP_ADDR, 0xfffffff8);
	assert_false(multiboot_read(&info, INFO));
}

static void a_map_of_too_many(void **state)
{
	(void)state;
	for (u64 i = 1; i <= 3000; i++)
		add(i * 2 * MiB, MiB, RAM);
	assert_true(multiboot_read(&info, INFO));
	assert_true(info.ram.overflowed);
	assert_int_equal(info.ram.count, MEMMAP_MAX);
	/* So many are looked at. */
	assert_true(memmap_end(&info.ram) <= 1024 * 2 * MiB + MiB);
}

/* KiB from 0, and from 1 MiB. */
static void two_sizes_instead_of_a_map(void **state)
{
	(void)state;
	set(FLAGS, HAS_MEMORY);
	set(MEM_LOWER, 639);
	set(MEM_UPPER, 0xffffffff);
	EXPECT_RAM({ 0, 639 * KiB }, { MiB, MiB + 0xffffffffull * KiB });
	assert_false(info.from_memory_map);
}

/* Then the sizes are better than nothing. */
static void a_map_without_ram(void **state)
{
	(void)state;
	add(MiB, MiB, RESERVED);
	assert_false(multiboot_read(&info, INFO));
	set(FLAGS, HAS_MAP | HAS_MEMORY);
	set(MEM_UPPER, 1024);
	EXPECT_RAM({ MiB, 2 * MiB });
}

static void no_structure(void **state)
{
	static const u32 nowhere[] = { 0, END, END - 67, 0xfffffff0,
				       0xffffffff };

	(void)state;
	add(MiB, MiB, RAM);
	for (unsigned int i = 0; i < ARRAY_SIZE(nowhere); i++) {
		assert_false(multiboot_read(&info, nowhere[i]));
	}
}

static void modules_in_use(void **state)
{
	(void)state;
	add(MiB, MiB, RAM);
	set(FLAGS, HAS_MAP | HAS_MODULES);
	set(MODS_ADDR, MODULES);
	set(MODS_COUNT, 4);
	put32(MODULES, 100);
	put32(MODULES + 4, 200);
	put32(MODULES + 16, 300); /* ends where it starts */
	put32(MODULES + 20, 300);
	put32(MODULES + 32, 0xffffffff); /* ends before that */
	put32(MODULES + 36, 0);
	put32(MODULES + 48, 0);
	put32(MODULES + 52, 0xffffffff);
	assert_true(multiboot_read(&info, INFO));
	assert_int_equal(info.nr_reserved, 2);
	assert_true(info.reserved[0].start == 100 &&
		    info.reserved[0].end == 200);
	assert_true(info.reserved[1].start == 0 &&
		    info.reserved[1].end == 0xffffffff);
}

static void modules_without_end(void **state)
{
	(void)state;
	add(MiB, MiB, RAM);
	set(FLAGS, HAS_MAP | HAS_MODULES);
	set(MODS_COUNT, 0xffffffff);
	set(MODS_ADDR, MODULES);
	for (u32 i = 0; i < 2 * BOOT_RESERVED_MAX; i++)
		put32(MODULES + 16 * i + 4, 1 + i);
	assert_true(multiboot_read(&info, INFO));
	assert_int_equal(info.nr_reserved, BOOT_RESERVED_MAX);
	memset(&info, 0, sizeof(info));
	set(MODS_ADDR, END - 32);
	put32(END - 28, 1);
	put32(END - 12, 1);
	assert_true(multiboot_read(&info, INFO));
	assert_int_equal(info.nr_reserved, 2);
	memset(&info, 0, sizeof(info));
	set(MODS_ADDR, 0xfffffff8);
	assert_true(multiboot_read(&info, INFO));
	assert_int_equal(info.nr_reserved, 0);
}

static void read_command_line(u32 at)
{
	memset(&info, 'x', sizeof(info.command_line));
	info.command_line_cut = false;
	set(FLAGS, HAS_MAP | HAS_CMDLINE | HAS_NAME);
	set(CMDLINE, at);
	set(LOADER_NAME, at);
	assert_true(multiboot_read(&info, INFO));
}

static void strings(void **state)
{
	char *text = (char *)unit_machine.low_memory + TEXT;

	(void)state;
	add(MiB, MiB, RAM);
	strcpy(text, "a=b c");
	read_command_line(TEXT);
	assert_string_equal(info.command_line, "a=b c");
	assert_string_equal(info.loader, "a=b c");
	assert_false(info.command_line_cut);
	memset(text, 'y', COMMAND_LINE_MAX);
	text[COMMAND_LINE_MAX - 1] = '\0';
	read_command_line(TEXT);
	assert_int_equal(strlen(info.command_line), COMMAND_LINE_MAX - 1);
	assert_false(info.command_line_cut);
	/* The name is cut, and nobody minds. */
	assert_int_equal(strlen(info.loader), LOADER_NAME_MAX - 1);
	text[COMMAND_LINE_MAX - 1] = 'y';
	text[COMMAND_LINE_MAX] = '\0';
	read_command_line(TEXT);
	assert_int_equal(strlen(info.command_line), COMMAND_LINE_MAX - 1);
	assert_true(info.command_line_cut);
}

static void strings_that_are_nowhere(void **state)
{
	static const u32 nowhere[] = { 0, END, 0xfffffff0, 0xffffffff };

	(void)state;
	add(MiB, MiB, RAM);
	for (unsigned int i = 0; i < ARRAY_SIZE(nowhere); i++) {
		read_command_line(nowhere[i]);
		assert_true(info.command_line_cut);
		assert_int_equal(strlen(info.loader), 0);
	}
	/* Not ended where memory ends */
	memset(unit_machine.low_memory + END - 8, 'z', 8);
	read_command_line(END - 8);
	assert_true(info.command_line_cut);
	assert_true(memchr(info.command_line, 0, COMMAND_LINE_MAX) != NULL);
}

static void a_picture(void **state)
{
	(void)state;
	add(MiB, MiB, RAM);
	put64(INFO + FB_ADDRESS, 0xfd000000);
	set(FB_PITCH, 4096);
	set(FB_WIDTH, 1024);
	set(FB_HEIGHT, 768);
	set(FB_BITS, 32 | 1 << 8 | 16 << 16 | 8 << 24);
	set(FB_GREEN, 8 | 8 << 8 | 0 << 16 | 8 << 24);
	assert_true(multiboot_read(&info, INFO));
	assert_true(info.framebuffer.address == 0);
	set(FLAGS, HAS_MAP | HAS_PICTURE);
	assert_true(multiboot_read(&info, INFO));
	assert_true(info.framebuffer.address == 0xfd000000);
	assert_int_equal(info.framebuffer.pitch, 4096);
	assert_int_equal(info.framebuffer.width, 1024);
	assert_int_equal(info.framebuffer.height, 768);
	assert_int_equal(info.framebuffer.bits, 32);
	assert_true(info.framebuffer.is_rgb);
	assert_int_equal(info.framebuffer.red_at, 16);
	assert_int_equal(info.framebuffer.green_at, 8);
	assert_int_equal(info.framebuffer.blue_at, 0);
	assert_int_equal(info.framebuffer.blue_bits, 8);
}

/* An old loader's structure ends before that. */
static void a_picture_that_is_not_mapped(void **state)
{
	(void)state;
	put32(END - 100, HAS_PICTURE | HAS_MEMORY);
	put32(END - 100 + MEM_UPPER, 1024);
	assert_true(multiboot_read(&info, END - 100));
	assert_true(info.framebuffer.address == 0);
}

static void anything(void **state)
{
	struct prng random;

	prng_seed(&random, 1);
	for (int i = 0; i < FUZZED; i++) {
		setup(state);
		for (u32 n = prng_below(&random, 8); n; n--)
			add((u64)prng_next(&random) << prng_below(&random, 32),
			    (u64)prng_next(&random) << prng_below(&random, 32),
			    prng_below(&random, 3));
		set(FLAGS, prng_next(&random));
		for (u32 n = prng_below(&random, 6); n; n--)
			put32((prng_below(&random, 2) ? INFO : MAP) +
				      4 * prng_below(&random, 20),
			      prng_below(&random, 2)
				      ? prng_next(&random)
				      : END - prng_below(&random, 64));
		check_out(multiboot_read(&info, INFO));
	}
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_map),
		TEST(what_is_both_is_reserved),
		TEST(ram_that_wraps_ends_there),
		TEST(a_reservation_that_wraps_is_no_small_one),
		TEST(nothing_is_as_long_as_nothing),
		TEST(an_entry_of_no_size_ends_the_map),
		TEST(a_map_ends_with_the_memory_that_is_mapped),
		TEST(a_map_of_too_many),
		TEST(two_sizes_instead_of_a_map),
		TEST(a_map_without_ram),
		TEST(no_structure),
		TEST(modules_in_use),
		TEST(modules_without_end),
		TEST(strings),
		TEST(strings_that_are_nowhere),
		TEST(a_picture),
		TEST(a_picture_that_is_not_mapped),
		TEST(anything),
	};

	return cmocka_run_group_tests(tests, reserve_low_memory, NULL);
}
