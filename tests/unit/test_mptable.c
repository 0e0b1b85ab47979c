/* SPDX-License-Identifier: MIT */
/*
 * test_mptable.c - the MP table parser against good, bad, cut off and random
 * tables.
 */
#include "tests/unit/phys_fake.h"

#include "arch/x86/firmware/mptable.h"

#define EBDA   0x9fc00u
#define BIOS   0xf0020u
#define TABLE  (FAKE_HIGH + 0x103) /* alignment is not promised */
#define HEADER 44
#define SUM    7  /* where the table's checksum is */
#define P_SUM  10 /* where the pointer's is */

static struct firmware_cpus out;
static char why[200];
static u32 bytes, entries;

static void sum_table(void)
{
	fake_put(TABLE + 4, bytes, 2);
	fake_put(TABLE + 34, entries, 2);
	fake_sum(TABLE, bytes, SUM);
}

static void pointer(u64 phys, u32 table, u8 type, u8 features)
{
	memset(fake_at(phys), 0, 16);
	fake_text(phys, "_MP_");
	fake_put(phys + 4, table, 4);
	fake_put(phys + 8, 1, 1);
	fake_put(phys + 9, 4, 1);
	fake_put(phys + 11, type, 1);
	fake_put(phys + 12, features, 1);
	fake_sum(phys, 16, P_SUM);
}

static u64 entry(u8 type, u32 length)
{
	u64 at = TABLE + bytes;

	memset(fake_at(at), 0, length);
	fake_put(at, type, 1);
	bytes += length;
	entries++;
	sum_table();
	return at;
}

/* Flags: 1 enabled, 2 bootstrap. */
static void processor(u8 id, u8 flags)
{
	u64 at = entry(0, 20);

	fake_put(at + 1, id, 1);
	fake_put(at + 3, flags, 1);
	sum_table();
}

static void ioapic(u8 id, u8 flags, u32 address)
{
	u64 at = entry(2, 8);

	fake_put(at + 1, id, 1);
	fake_put(at + 3, flags, 1);
	fake_put(at + 4, address, 4);
	sum_table();
}

static void empty_table(void)
{
	bytes = HEADER;
	entries = 0;
	memset(fake_at(TABLE), 0, HEADER);
	fake_text(TABLE, "PCMP");
	fake_text(TABLE + 8, "BOCHSCPU0.1         ");
	fake_put(TABLE + 36, 0xfee00000, 4);
	sum_table();
}

/* Three CPUs, one of them broken, and a bit of everything else. */
static int setup(void **state)
{
	(void)state;
	fake_reset();
	empty_table();
	processor(0, 3);
	processor(2, 1);
	processor(5, 0);
	entry(1, 8);
	ioapic(8, 1, 0xfec00000);
	ioapic(9, 0, 0xfec01000);
	entry(3, 8);
	entry(4, 8);
	pointer(BIOS, TABLE, 0, 0);
	return 0;
}

static bool find(void)
{
	bool found;

	memset(&out, 0xa5, sizeof(out));
	memset(why, 'x', sizeof(why));
	fake.maps = 0;
	found = mptable_find_cpus(&fake_reader, &out, why, sizeof(why));
	assert_true(strnlen(why, sizeof(why)) < sizeof(why));
	fake_check_out(&out, found);
	if (!found)
		assert_true(why[0] != '\0');
	return found;
}

static void expect_good(void)
{
	assert_true(find());
	assert_int_equal(out.count, 3);
	assert_int_equal(out.ignored, 0);
	assert_int_equal(out.cpu[0].apic_id, 0);
	assert_int_equal(out.cpu[1].apic_id, 2);
	assert_int_equal(out.cpu[2].apic_id, 5);
	assert_true(out.cpu[0].enabled && out.cpu[1].enabled);
	assert_false(out.cpu[2].enabled);
	assert_int_equal(out.lapic_address, 0xfee00000);
	assert_int_equal(out.nr_ioapics, 1);
	assert_int_equal(out.ioapic[0].id, 8);
	assert_int_equal(out.ioapic[0].address, 0xfec00000);
	assert_true(out.has_8259);
	assert_int_equal(out.pm_timer_port, 0);
	assert_string_equal(out.oem_id, "BOCHSC");
	assert_string_equal(out.source, "MP tables");
}

static void expect_failure(const char *reason)
{
	assert_false(find());
	assert_string_equal(why, reason);
}

static void test_good(void **state)
{
	(void)state;
	expect_good();
	assert_string_equal(why, "");
	assert_false(out.has_imcr);
	pointer(BIOS, TABLE, 0, 0x80);
	expect_good();
	assert_true(out.has_imcr);
}

static void test_search_places(void **state)
{
	static const u32 good[] = { EBDA,    EBDA + 1008, 0x9f800,
				    0x9fbf0, 0xf0000,     0xffff0 };
	static const u32 bad[] = { EBDA + 1024, 0x9f7f0, 0xe0000,
				   0xefff0,     0xf0008, EBDA + 4 };

	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(good) + ARRAY_SIZE(bad); i++) {
		bool is_good = i < ARRAY_SIZE(good);

		setup(NULL);
		memset(fake_at(BIOS), 0, 16);
		fake_put(0x40e, EBDA >> 4, 2);
		fake_put(0x413, 639, 2);
		pointer(is_good ? good[i] : bad[i - ARRAY_SIZE(good)], TABLE, 0,
			0);
		if (is_good)
			expect_good();
		else
			expect_failure("_MP_: none found");
	}
}

static void test_base_memory_word(void **state)
{
	static const u16 good[] = { 2, 512, 639, 640 };
	static const u16 bad[] = { 0, 1, 641, 0x8000, 0xffff };

	(void)state;
	memset(fake_at(BIOS), 0, 16);
	for (unsigned int i = 0; i < ARRAY_SIZE(good); i++) {
		setup(NULL);
		memset(fake_at(BIOS), 0, 16);
		pointer((good[i] - 1) * KiB + 512, TABLE, 0, 0);
		fake_put(0x413, good[i], 2);
		expect_good();
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		setup(NULL);
		pointer(640 * KiB, 0, 9, 0); /* where 641 leads */
		pointer(16, 0, 9, 0);        /* where 1 leads */
		fake_put(0x413, bad[i], 2);
		expect_good();
	}
}

static void test_pointer_checksum(void **state)
{
	(void)state;
	for (u32 i = 4; i < 16; i++) {
		*fake_at(BIOS + i) ^= 0x20;
		assert_false(find());
		assert_string_equal(why, "_MP_: wrong checksum or length; "
					 "_MP_: none found");
		*fake_at(BIOS + i) ^= 0x20;
	}
	/* A bad one does not hide a good one behind it. */
	*fake_at(BIOS + 4) ^= 1;
	pointer(BIOS + 16, TABLE, 0, 0);
	expect_good();
	assert_string_equal(why, "_MP_: wrong checksum or length");
}

static void test_pointer_length(void **state)
{
	(void)state;
	fake_put(BIOS + 8, 0, 1);
	fake_sum(BIOS, 16, P_SUM);
	assert_false(find());
	fake_put(BIOS + 8, 255, 1);
	fake_sum(BIOS, 255 * 16, P_SUM);
	expect_good();
	/* So long that it leaves what can be read. */
	memset(fake_at(BIOS), 0, 16);
	pointer(0xffff0, TABLE, 0, 0);
	fake_put(0xffff0 + 8, 2, 1);
	fake_sum(0xffff0, 16, P_SUM);
	assert_false(find());
}

static void test_table_address(void **state)
{
	static const u32 bad[] = { 1, FAKE_HIGH - 1,
				   FAKE_HIGH + FAKE_HIGH_BYTES - 43, 0xfffffff0,
				   UINT32_MAX };

	(void)state;
	pointer(BIOS, 0, 0, 0);
	expect_failure("_MP_: names no table");
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		pointer(BIOS, bad[i], 0, 0);
		assert_false(find());
		assert_non_null(strstr(why, "PCMP: "));
	}
	pointer(BIOS, TABLE + 1, 0, 0);
	expect_failure("PCMP: wrong signature");
}

static void test_table_checksum(void **state)
{
	(void)state;
	for (u32 i = 6; i < bytes; i++) {
		*fake_at(TABLE + i) ^= 2;
		expect_failure("PCMP: wrong checksum");
		*fake_at(TABLE + i) ^= 2;
	}
}

static void test_table_length(void **state)
{
	static const u32 bad[] = { 0, 1, 43 };

	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		fake_put(TABLE + 4, bad[i], 2);
		expect_failure("PCMP: impossible length");
	}
	fake.high_end = TABLE + bytes + 100;
	fake_put(TABLE + 4, 0xffff, 2);
	expect_failure("PCMP: not readable to its end");
}

static void test_default_configurations(void **state)
{
	(void)state;
	for (u8 type = 1; type <= 7; type++) {
		pointer(BIOS, type & 1 ? 0 : UINT32_MAX, type, 0x80);
		assert_true(find());
		assert_int_equal(out.count, 2);
		assert_int_equal(out.cpu[0].apic_id, 0);
		assert_int_equal(out.cpu[1].apic_id, 1);
		assert_true(out.cpu[0].enabled && out.cpu[1].enabled);
		assert_int_equal(out.lapic_address, 0xfee00000);
		assert_int_equal(out.nr_ioapics, 1);
		assert_int_equal(out.ioapic[0].id, 2);
		assert_int_equal(out.ioapic[0].address, 0xfec00000);
		assert_true(out.has_8259 && out.has_imcr);
		assert_string_equal(out.oem_id, "");
		assert_string_equal(why, "");
	}
	for (u32 type = 8; type < 256; type++) {
		pointer(BIOS, TABLE, (u8)type, 0);
		expect_failure("_MP_: unknown default configuration");
	}
}

static void test_unknown_entry(void **state)
{
	(void)state;
	for (u32 type = 5; type < 256; type += 25) {
		setup(NULL);
		entry((u8)type, 20);
		processor(7, 1);
		expect_good();
		assert_string_equal(why, "PCMP: unknown entry type, rest "
					 "ignored");
	}
}

/* Length and entry count that do not agree, either way. */
static void test_count_differs(void **state)
{
	(void)state;
	entries++;
	sum_table();
	expect_good();
	assert_string_equal(why, "PCMP: length and entry count differ");
	entries = 0xffff;
	sum_table();
	expect_good();
	entries = 5;
	sum_table();
	expect_good();
	assert_string_equal(why, "PCMP: length and entry count differ");
	entries = 2;
	sum_table();
	assert_true(find());
	assert_int_equal(out.count, 2);
	entries = 0;
	sum_table();
	assert_false(find());
	assert_non_null(strstr(why, "PCMP: lists no enabled CPU"));
}

static void test_cut_at_every_byte(void **state)
{
	const u32 whole = bytes;

	(void)state;
	for (bytes = HEADER; bytes <= whole; bytes++) {
		sum_table();
		assert_int_equal(find(), bytes >= HEADER + 20);
		assert_int_equal(why[0] == '\0', bytes == whole);
		if (!out.source)
			continue;
		assert_int_equal(out.count, min((bytes - HEADER) / 20, 3u));
		assert_int_equal(out.nr_ioapics, bytes >= HEADER + 76);
	}
}

static void test_memory_ends_at_every_byte(void **state)
{
	const u64 end = TABLE + bytes;

	(void)state;
	for (fake.high_end = TABLE; fake.high_end <= end; fake.high_end++)
		assert_int_equal(find(), fake.high_end == end);
	for (u32 cut = 0; cut <= 16; cut++) {
		fake.low_end = BIOS + cut;
		assert_int_equal(find(), cut == 16);
	}
	fake.low_end = 0;
	expect_failure("_MP_: none found");
}

static void test_cpus(void **state)
{
	(void)state;
	processor(2, 0);    /* a duplicate does not disable */
	processor(5, 1);    /* but does enable */
	processor(0xff, 1); /* nobody has this one */
	assert_true(find());
	assert_int_equal(out.count, 3);
	assert_int_equal(out.ignored, 3);
	assert_true(out.cpu[1].enabled && out.cpu[2].enabled);
	assert_string_equal(why, "");

	empty_table();
	for (u32 i = 0; i < 1000; i++)
		processor((u8)i, i ? 1 : 3);
	assert_true(find());
	assert_int_equal(out.count, 255);
	assert_int_equal(out.ignored, 1000 - 255);
}

static void test_bootstrap_mark(void **state)
{
	(void)state;
	processor(7, 3);
	assert_true(find());
	assert_string_equal(why, "PCMP: not one bootstrap CPU marked");
	empty_table();
	processor(7, 1);
	assert_true(find());
	assert_string_equal(why, "PCMP: not one bootstrap CPU marked");
	empty_table();
	processor(7, 2);
	expect_failure("PCMP: lists no enabled CPU");
	/* QEMU without an APIC: a table without processors. */
	empty_table();
	ioapic(0, 1, 0xfec00000);
	assert_false(find());
}

static void test_ioapics(void **state)
{
	(void)state;
	for (u32 i = 0; i < 20; i++)
		ioapic((u8)i, 1, 0xfec00000 + i * 4096);
	assert_true(find());
	assert_int_equal(out.nr_ioapics, FIRMWARE_MAX_IOAPICS);
	assert_string_equal(why, "PCMP: I/O APIC listed twice; "
				 "PCMP: too many I/O APICs, some ignored");
	setup(NULL);
	ioapic(1, 1, 0);
	expect_good();
	assert_string_equal(why, "PCMP: I/O APIC at address 0 ignored");
}

static void test_lapic_address(void **state)
{
	(void)state;
	fake_put(TABLE + 36, 0xfed00000, 4);
	sum_table();
	assert_true(find());
	assert_int_equal(out.lapic_address, 0xfed00000);
	fake_put(TABLE + 36, 0xfed00800, 4);
	sum_table();
	expect_good();
	assert_string_equal(why, "PCMP: bad local APIC address, 0xfee00000 "
				 "used");
}

static void test_random_damage(void **state)
{
	static u8 pristine[4 * KiB];
	const u32 whole = bytes;
	unsigned int good = 0;
	struct prng prng;

	(void)state;
	prng_seed(&prng, 2);
	memcpy(pristine, fake.high, sizeof(pristine));
	fake_put(0x40e, EBDA >> 4, 2);
	for (unsigned int round = 0; round < 20000; round++) {
		memcpy(fake.high, pristine, sizeof(pristine));
		pointer(EBDA, TABLE, 0, 0);
		if (prng_below(&prng, 8)) {
			fake_mutate(&prng, TABLE, whole);
			if (prng_below(&prng, 8))
				fake_sum(TABLE, whole, SUM);
		} else {
			/* All but the signature: no scan for another one. */
			fake_mutate(&prng, EBDA + 4, 12);
			fake_put(EBDA + 8, 1, 1);
			fake_sum(EBDA, 16, P_SUM);
		}
		good += find();
	}
	/* It was neither all rejected nor all harmless. */
	assert_in_range(good, 5000, 19000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_good, setup),
		cmocka_unit_test_setup(test_search_places, setup),
		cmocka_unit_test_setup(test_base_memory_word, setup),
		cmocka_unit_test_setup(test_pointer_checksum, setup),
		cmocka_unit_test_setup(test_pointer_length, setup),
		cmocka_unit_test_setup(test_table_address, setup),
		cmocka_unit_test_setup(test_table_checksum, setup),
		cmocka_unit_test_setup(test_table_length, setup),
		cmocka_unit_test_setup(test_default_configurations, setup),
		cmocka_unit_test_setup(test_unknown_entry, setup),
		cmocka_unit_test_setup(test_count_differs, setup),
		cmocka_unit_test_setup(test_cut_at_every_byte, setup),
		cmocka_unit_test_setup(test_memory_ends_at_every_byte, setup),
		cmocka_unit_test_setup(test_cpus, setup),
		cmocka_unit_test_setup(test_bootstrap_mark, setup),
		cmocka_unit_test_setup(test_ioapics, setup),
		cmocka_unit_test_setup(test_lapic_address, setup),
		cmocka_unit_test_setup(test_random_damage, setup),
	};

	return cmocka_run_group_tests_name("mptable", tests, NULL, NULL);
}
