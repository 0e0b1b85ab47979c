/* SPDX-License-Identifier: MIT */
/*
 * test_acpi.c - the ACPI parser against good, bad, cut off and random tables.
 */
#include "tests/unit/phys_fake.h"

#include "arch/x86/firmware/acpi.h"

#define EBDA 0x9fc00u
#define BIOS 0xe0040u

/* No table need be aligned, so none is. */
#define RSDT (FAKE_HIGH + 0x103)
#define XSDT (FAKE_HIGH + 0x205)
#define FADT (FAKE_HIGH + 0x401)
#define MADT (FAKE_HIGH + 0x1007)
#define DMAR (FAKE_HIGH + 0x701)

#define RSDP_BYTES 36
#define FADT_BYTES 244
#define HEADER     36
#define SUM        9 /* where a table's checksum is */

static struct firmware_cpus out;
static char why[200];
static u32 madt_bytes;

static void sum_table(u64 phys)
{
	u32 length;

	memcpy(&length, fake_at(phys + 4), sizeof(length));
	fake_sum(phys, length, SUM);
}

static void set_length(u64 phys, u32 length)
{
	fake_put(phys + 4, length, 4);
}

static void header(u64 phys, const char *signature, u32 length)
{
	fake_text(phys, signature);
	set_length(phys, length);
	fake_text(phys + 10, "OEMID TABLE");
	sum_table(phys);
}

static void sum_rsdp(u64 phys)
{
	fake_sum(phys, 20, 8);
	fake_sum(phys, RSDP_BYTES, 32);
}

static void rsdp(u64 phys, u8 revision, u32 rsdt, u64 xsdt)
{
	memset(fake_at(phys), 0, RSDP_BYTES);
	fake_text(phys, "RSD PTR ");
	fake_text(phys + 9, "BOCHS ");
	fake_put(phys + 15, revision, 1);
	fake_put(phys + 16, rsdt, 4);
	fake_put(phys + 20, RSDP_BYTES, 4);
	fake_put(phys + 24, xsdt, 8);
	sum_rsdp(phys);
}

/* Append an entry of that type and length; returns where it is. */
static u64 entry(u8 type, u8 length)
{
	u64 at = MADT + madt_bytes;

	memset(fake_at(at), 0, length);
	fake_put(at, type, 1);
	fake_put(at + 1, length, 1);
	madt_bytes += length;
	header(MADT, "APIC", madt_bytes);
	return at;
}

static void lapic(u8 id, u32 flags)
{
	u64 at = entry(0, 8);

	fake_put(at + 3, id, 1);
	fake_put(at + 4, flags, 4);
	sum_table(MADT);
}

static void x2apic(u32 id, u32 flags)
{
	u64 at = entry(9, 16);

	fake_put(at + 4, id, 4);
	fake_put(at + 8, flags, 4);
	sum_table(MADT);
}

static void ioapic(u8 id, u32 address, u32 gsi)
{
	u64 at = entry(1, 12);

	fake_put(at + 2, id, 1);
	fake_put(at + 4, address, 4);
	fake_put(at + 8, gsi, 4);
	sum_table(MADT);
}

static void lapic_override(u64 address)
{
	fake_put(entry(5, 12) + 4, address, 8);
	sum_table(MADT);
}

static void empty_madt(void)
{
	madt_bytes = 44;
	memset(fake_at(MADT), 0, 64);
	fake_put(MADT + 36, 0xfee00000, 4);
	fake_put(MADT + 40, 1, 4);
	header(MADT, "APIC", madt_bytes);
}

/* Where the boot loader says that the RSDP is. */
static u64 passed_on;

/* A machine with everything, and its RSDP in the BIOS area. */
static int setup(void **state)
{
	(void)state;
	fake_reset();
	passed_on = 0;
	header(RSDT, "RSDT", HEADER + 12);
	fake_put(RSDT + HEADER + 4, FADT, 4);
	fake_put(RSDT + HEADER + 8, MADT, 4);
	sum_table(RSDT);
	header(XSDT, "XSDT", HEADER + 24);
	fake_put(XSDT + HEADER + 8, FADT, 8);
	fake_put(XSDT + HEADER + 16, MADT, 8);
	sum_table(XSDT);
	fake_put(FADT + 76, 0x608, 4);
	fake_put(FADT + 91, 4, 1);
	fake_put(FADT + 112, BIT(8), 4);
	header(FADT, "FACP", FADT_BYTES);
	empty_madt();
	lapic(0, 1);
	lapic(4, 1);
	lapic(6, 0);
	entry(4, 6); /* a local APIC NMI: of no interest */
	ioapic(2, 0xfec00000, 0);
	rsdp(BIOS, 2, RSDT, XSDT);
	return 0;
}

/* Tables change between calls; both ends of the text must hold. */
static bool find(void)
{
	bool found;

	memset(&out, 0xa5, sizeof(out));
	memset(why, 'x', sizeof(why));
	fake.maps = 0;
	found = acpi_find_cpus(&fake_reader, passed_on, &out, why, sizeof(why));
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
	assert_int_equal(out.cpu[1].apic_id, 4);
	assert_int_equal(out.cpu[2].apic_id, 6);
	assert_true(out.cpu[0].enabled && out.cpu[1].enabled);
	assert_false(out.cpu[2].enabled);
	assert_int_equal(out.lapic_address, 0xfee00000);
	assert_int_equal(out.nr_ioapics, 1);
	assert_int_equal(out.ioapic[0].id, 2);
	assert_int_equal(out.ioapic[0].address, 0xfec00000);
	assert_int_equal(out.ioapic[0].gsi_base, 0);
	assert_true(out.has_8259);
	assert_false(out.has_imcr);
	assert_int_equal(out.pm_timer_port, 0x608);
	assert_true(out.pm_timer_32bit);
	assert_string_equal(out.oem_id, "BOCHS");
	assert_string_equal(out.source, "ACPI MADT");
}

static void expect_failure(const char *reason)
{
	assert_false(find());
	assert_string_equal(why, reason);
}

static void test_both_roots(void **state)
{
	(void)state;
	expect_good();
	assert_string_equal(why, "");
}

static void test_revision_0_has_no_xsdt(void **state)
{
	(void)state;
	/* What looks like an XSDT address there is something else's. */
	rsdp(BIOS, 0, RSDT, 0x1234);
	*fake_at(BIOS + 32) ^= 1;
	expect_good();
	assert_string_equal(why, "");
}

static void test_xsdt_alone(void **state)
{
	(void)state;
	rsdp(BIOS, 2, 0, XSDT);
	expect_good();
	assert_string_equal(why, "");
}

static void test_rsdt_alone(void **state)
{
	(void)state;
	rsdp(BIOS, 2, RSDT, 0);
	expect_good();
	assert_string_equal(why, "");
	rsdp(BIOS, 2, 0, 0);
	expect_failure("RSDP: names neither XSDT nor RSDT");
}

static void test_rsdt_stands_in(void **state)
{
	(void)state;
	*fake_at(XSDT + 30) ^= 1;
	expect_good();
	assert_string_equal(why, "XSDT: wrong checksum");
	rsdp(BIOS, 2, RSDT, 0x123456789abcull);
	expect_good();
	assert_string_equal(why, "XSDT: not readable");
	rsdp(BIOS, 2, RSDT, UINT64_MAX);
	expect_good();
	rsdp(BIOS, 2, RSDT, RSDT);
	expect_good();
	assert_string_equal(why, "XSDT: wrong signature");
	setup(NULL);
	fake_put(XSDT + HEADER + 16, (u64)MADT << 32, 8);
	sum_table(XSDT);
	expect_good();
	assert_string_equal(why, "XSDT: leads to no readable MADT");
}

static void test_search_places(void **state)
{
	static const u32 good[] = { EBDA, EBDA + 1008, 0xe0000, 0xfffd0 };
	static const u32 bad[] = { EBDA + 1024, EBDA - 16, EBDA + 8,
				   0xe0004,     0xdfff0,   0x9fbf0 };

	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(good); i++) {
		setup(NULL);
		memset(fake_at(BIOS), 0, RSDP_BYTES);
		fake_put(0x40e, EBDA >> 4, 2);
		rsdp(good[i], 2, RSDT, XSDT);
		expect_good();
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		setup(NULL);
		memset(fake_at(BIOS), 0, RSDP_BYTES);
		fake_put(0x40e, EBDA >> 4, 2);
		rsdp(bad[i], 2, RSDT, XSDT);
		expect_failure("RSDP: none found");
	}
}

/* Where the boot loader says, which is anywhere: UEFI has no BIOS area. */
static void test_rsdp_passed_on(void **state)
{
	(void)state;
	memset(fake_at(BIOS), 0, RSDP_BYTES);
	rsdp(RSDT + 0x808, 2, RSDT, XSDT);
	expect_failure("RSDP: none found");
	passed_on = RSDT + 0x808;
	expect_good();
	fake_put(BIOS, 0, 8);
	rsdp(BIOS, 2, 0, 0); /* not even looked at */
	expect_good();
}

/* Then the BIOS area is searched all the same. */
static void test_bad_rsdp_passed_on(void **state)
{
	(void)state;
	passed_on = FAKE_HIGH - 4; /* not readable */
	assert_true(find());
	assert_non_null(strstr(why, "RSDP: the boot loader's is no good"));
	passed_on = RSDT + 0x800;
	assert_true(find());
	rsdp(passed_on, 2, RSDT, XSDT);
	*fake_at(passed_on + 30) ^= 1;
	assert_true(find());
	assert_non_null(strstr(why, "RSDP: wrong checksum or length"));
}

static void test_ebda_before_bios(void **state)
{
	(void)state;
	fake_put(0x40e, EBDA >> 4, 2);
	rsdp(EBDA + 32, 2, RSDT, XSDT);
	rsdp(BIOS, 2, 0, 0);
	expect_good();
}

static void test_insane_ebda(void **state)
{
	static const u16 segments[] = { 0, 1, 0x4f, 0x9fc1, 0xa000, 0xfffd };

	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(segments); i++) {
		/* It would lead to nothing, if it were followed. */
		rsdp(segments[i] * 16u, 2, 0, 0);
		fake_put(0x40e, segments[i], 2);
		expect_good();
		setup(NULL);
	}
}

static void test_rsdp_checksums(void **state)
{
	(void)state;
	for (u32 i = 8; i < RSDP_BYTES; i++) {
		*fake_at(BIOS + i) ^= 0x10;
		assert_false(find());
		assert_non_null(strstr(why, "RSDP: "));
		*fake_at(BIOS + i) ^= 0x10;
	}
	/* Each of the two checksums counts on its own. */
	fake_sum(BIOS, 20, 8);
	*fake_at(BIOS + 8) += 1;
	fake_sum(BIOS, RSDP_BYTES, 32);
	assert_false(find());
	rsdp(BIOS, 0, RSDT, 0);
	*fake_at(BIOS + 16) ^= 1;
	assert_false(find());
	rsdp(BIOS, 2, RSDT, XSDT);
	/* A bad one does not hide a good one behind it. */
	*fake_at(BIOS + 33) ^= 1;
	expect_failure("RSDP: wrong checksum or length; RSDP: none found");
	rsdp(BIOS + 48, 2, RSDT, XSDT);
	expect_good();
	assert_string_equal(why, "RSDP: wrong checksum or length");
}

static void test_rsdp_lengths(void **state)
{
	static const u32 bad[] = { 0, 1, 20, 35, 4097, 65536, UINT32_MAX };

	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		fake_put(BIOS + 20, bad[i], 4);
		sum_rsdp(BIOS);
		assert_false(find());
	}
	fake_put(BIOS + 20, 4096, 4);
	fake_sum(BIOS, 4096, 32);
	expect_good();
}

static void test_table_lengths(void **state)
{
	static const u32 tables[] = { RSDT, FADT, MADT };
	static const u32 bad[] = {
		0, 1, 35, 64 * KiB + 1, INT32_MAX, UINT32_MAX
	};

	(void)state;
	for (unsigned int t = 0; t < ARRAY_SIZE(tables); t++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
			setup(NULL);
			rsdp(BIOS, 2, RSDT, 0);
			set_length(tables[t], bad[i]);
			assert_int_equal(find(), tables[t] == FADT);
			assert_non_null(strstr(why, "T: impossible length"));
		}
	}
	setup(NULL);
	rsdp(BIOS, 2, RSDT, 0);
	set_length(MADT, 43);
	sum_table(MADT);
	expect_failure("MADT: impossible length");
}

static void test_largest_table(void **state)
{
	(void)state;
	empty_madt();
	while (madt_bytes < 64 * KiB - 255)
		entry(200, 255); /* a type nobody knows is skipped */
	lapic(3, 1);
	entry(200, (u8)(64 * KiB - madt_bytes));
	assert_int_equal(madt_bytes, 64 * KiB);
	assert_true(find());
	assert_int_equal(out.count, 1);
	assert_string_equal(why, "");
}

static void test_checksums(void **state)
{
	(void)state;
	for (u32 i = HEADER; i < madt_bytes; i++) {
		*fake_at(MADT + i) ^= 4;
		expect_failure("MADT: wrong checksum");
		*fake_at(MADT + i) ^= 4;
	}
	*fake_at(FADT + 200) ^= 4;
	assert_true(find());
	assert_string_equal(why, "FADT: wrong checksum");
	assert_int_equal(out.pm_timer_port, 0);
	setup(NULL);
	*fake_at(XSDT + 30) ^= 1;
	*fake_at(RSDT + 30) ^= 1;
	expect_failure("XSDT: wrong checksum; RSDT: wrong checksum");
}

/* The bytes of entries in setup(), where a table may end without harm. */
static bool is_boundary(u32 length)
{
	return length == 44 || length == 52 || length == 60 || length == 68 ||
	       length == 74 || length == 86;
}

static void test_madt_cut_at_every_byte(void **state)
{
	const u32 whole = madt_bytes;

	(void)state;
	assert_true(is_boundary(whole));
	for (u32 length = 0; length <= whole; length++) {
		set_length(MADT, length);
		if (length >= HEADER)
			sum_table(MADT);
		assert_int_equal(find(), length >= 52);
		if (!out.source)
			continue;
		assert_int_equal(out.count, length >= 68   ? 3
					    : length >= 60 ? 2
							   : 1);
		assert_int_equal(out.nr_ioapics, length >= 86);
		assert_string_equal(why, is_boundary(length)
						 ? ""
						 : "MADT: bad entry length, "
						   "rest ignored");
	}
}

static void test_memory_ends_at_every_byte(void **state)
{
	(void)state;
	for (u64 end = MADT + madt_bytes; end >= RSDT - 8; end--) {
		fake.high_end = end;
		if (end >= MADT + madt_bytes)
			expect_good();
		else
			assert_false(find());
		if (end == MADT)
			end = FADT + FADT_BYTES; /* nothing in between */
	}
	for (u32 cut = 0; cut <= RSDP_BYTES; cut++) {
		setup(NULL);
		fake.low_end = BIOS + cut;
		assert_int_equal(find(), cut == RSDP_BYTES);
	}
	fake.low_end = 0;
	expect_failure("RSDP: none found");
}

static void test_root_cut_at_every_byte(void **state)
{
	(void)state;
	for (u32 length = HEADER; length <= HEADER + 24; length++) {
		set_length(XSDT, length);
		sum_table(XSDT);
		rsdp(BIOS, 2, 0, XSDT);
		assert_int_equal(find(), length >= HEADER + 24);
	}
	for (u32 length = HEADER; length <= HEADER + 12; length++) {
		set_length(RSDT, length);
		sum_table(RSDT);
		rsdp(BIOS, 1, RSDT, 0);
		assert_int_equal(find(), length >= HEADER + 12);
	}
}

static void test_bad_entry_lengths(void **state)
{
	static const u8 types[] = { 0, 1, 5, 9, 77 };
	static const u8 lengths[] = { 0, 1, 9, 255 };

	(void)state;
	for (unsigned int t = 0; t < ARRAY_SIZE(types); t++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(lengths); i++) {
			u64 at;

			setup(NULL);
			at = entry(types[t], 8);
			fake_put(at + 1, lengths[i], 1);
			sum_table(MADT);
			expect_good();
			assert_string_equal(why, "MADT: bad entry length, "
						 "rest ignored");
		}
	}
}

static void test_short_entries(void **state)
{
	static const u8 size[][2] = {
		{ 0, 8 }, { 1, 12 }, { 5, 12 }, { 9, 16 }
	};

	(void)state;
	for (unsigned int t = 0; t < ARRAY_SIZE(size); t++) {
		for (u8 length = 2; length < size[t][1]; length++) {
			setup(NULL);
			entry(size[t][0], length);
			entry(0, 2);
			expect_good();
			assert_string_equal(why, "MADT: entry too short, "
						 "ignored");
		}
	}
}

static void test_duplicate_cpus(void **state)
{
	(void)state;
	lapic(4, 0);
	lapic(6, 1);
	x2apic(0, 1);
	x2apic(300, 1);
	x2apic(301, 2); /* online capable only */
	assert_true(find());
	assert_int_equal(out.count, 5);
	assert_int_equal(out.ignored, 3);
	assert_true(out.cpu[1].enabled);
	assert_true(out.cpu[2].enabled);
	assert_int_equal(out.cpu[3].apic_id, 300);
	assert_true(out.cpu[3].enabled);
	assert_false(out.cpu[4].enabled);
	assert_string_equal(why, "");
}

static void test_broadcast_ids(void **state)
{
	(void)state;
	lapic(0xff, 1);
	x2apic(0xffffffff, 1);
	x2apic(0xff, 1);
	assert_true(find());
	assert_int_equal(out.count, 4);
	assert_int_equal(out.ignored, 2);
	assert_int_equal(out.cpu[3].apic_id, 0xff);
}

static void test_too_many_cpus(void **state)
{
	(void)state;
	empty_madt();
	for (u32 i = 0; i < 300; i++)
		x2apic(i, 1);
	assert_true(find());
	assert_int_equal(out.count, FIRMWARE_MAX_CPUS);
	assert_int_equal(out.ignored, 300 - FIRMWARE_MAX_CPUS);
	assert_int_equal(out.cpu[255].apic_id, 255);
}

static void test_no_enabled_cpu(void **state)
{
	(void)state;
	empty_madt();
	expect_failure("MADT: lists no enabled CPU");
	lapic(0, 2);
	lapic(0xff, 1);
	ioapic(0, 0xfec00000, 0);
	expect_failure("MADT: lists no enabled CPU");
	/* The timer serves a machine with one CPU as well. */
	assert_int_equal(out.pm_timer_port, 0x608);
}

static void test_ioapics(void **state)
{
	(void)state;
	ioapic(3, 0, 24);
	assert_true(find());
	assert_int_equal(out.nr_ioapics, 1);
	assert_string_equal(why, "MADT: I/O APIC at address 0 ignored");
	setup(NULL);
	ioapic(3, 0xfec00000, 24);
	assert_true(find());
	assert_int_equal(out.nr_ioapics, 1);
	assert_string_equal(why, "MADT: I/O APIC listed twice");
	setup(NULL);
	for (u32 i = 1; i < 20; i++)
		ioapic((u8)i, 0xfec00000 + i * 4096, i * 24);
	assert_true(find());
	assert_int_equal(out.nr_ioapics, FIRMWARE_MAX_IOAPICS);
	assert_int_equal(out.ioapic[7].gsi_base, 7 * 24);
	assert_string_equal(why, "MADT: too many I/O APICs, some ignored");
}

static void test_lapic_address(void **state)
{
	static const u64 bad[] = { 0, 0xfee00010, 1, UINT64_MAX };

	(void)state;
	lapic_override(0xfed00000);
	assert_true(find());
	assert_int_equal(out.lapic_address, 0xfed00000);
	lapic_override(0x1fee00000ull);
	assert_true(find());
	assert_true(out.lapic_address == 0x1fee00000ull);
	assert_string_equal(why, "");
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		lapic_override(bad[i]);
		assert_true(find());
		assert_int_equal(out.lapic_address, 0xfee00000);
		assert_string_equal(why, "MADT: bad local APIC address, "
					 "0xfee00000 used");
	}
}

static void test_no_8259(void **state)
{
	(void)state;
	fake_put(MADT + 40, 0xfffffffe, 4);
	sum_table(MADT);
	assert_true(find());
	assert_false(out.has_8259);
}

/* The FADT with an extended address of that space. */
static void timer(u32 port, u8 space, u64 extended, u8 length, u32 flags)
{
	setup(NULL);
	fake_put(FADT + 76, port, 4);
	fake_put(FADT + 91, length, 1);
	fake_put(FADT + 112, flags, 4);
	fake_put(FADT + 208, space, 1);
	fake_put(FADT + 212, extended, 8);
	sum_table(FADT);
	assert_true(find());
}

static void expect_timer(u16 port, bool wide, const char *remark)
{
	assert_int_equal(out.pm_timer_port, port);
	assert_int_equal(out.pm_timer_32bit, wide);
	assert_string_equal(why, remark);
}

static void test_pm_timer(void **state)
{
	(void)state;
	timer(0xb008, 0, 0, 4, 0);
	expect_timer(0xb008, false, "");
	timer(0xb008, 1, 0x408, 4, BIT(8));
	expect_timer(0x408, true, "");
	timer(0, 1, 0x408, 4, 0);
	expect_timer(0x408, false, "");
	timer(0, 0, 0, 4, BIT(8));
	expect_timer(0, false, "");
	timer(0xb008, 0, 0, 0, BIT(8)); /* length 0: no timer */
	expect_timer(0, false, "");
	timer(0xb008, 1, 0x408, 4, BIT(8) | BIT(20)); /* reduced hardware */
	expect_timer(0, false, "");
	timer(0xb008, 0, 0xfed00000, 4, 0);
	expect_timer(0, false, "FADT: PM timer not at an I/O port");
	timer(0xfffc, 0, 0, 4, 0);
	expect_timer(0xfffc, false, "");
	timer(0xfffd, 0, 0, 4, 0);
	expect_timer(0, false, "FADT: impossible PM timer port");
	timer(0x408, 1, 0x100000408ull, 4, 0);
	expect_timer(0, false, "FADT: impossible PM timer port");
}

/* Bit 1 of its flags: do not switch x2APIC mode on. */
static void test_x2apic_opt_out(void **state)
{
	(void)state;
	assert_true(find());
	assert_false(out.x2apic_opt_out);
	header(XSDT, "XSDT", HEADER + 32);
	fake_put(XSDT + HEADER + 24, DMAR, 8);
	sum_table(XSDT);
	for (u8 flags = 0; flags < 8; flags++) {
		fake_put(DMAR + 37, flags, 1);
		header(DMAR, "DMAR", 48);
		expect_good();
		assert_int_equal(out.x2apic_opt_out, flags >> 1 & 1);
	}
	header(DMAR, "DMAR", 47);
	assert_true(find());
	assert_false(out.x2apic_opt_out);
	assert_string_equal(why, "DMAR: impossible length");
}

static void test_fadt_cut_at_every_byte(void **state)
{
	(void)state;
	timer(0xb008, 1, 0x408, 4, BIT(8));
	for (u32 length = HEADER; length <= FADT_BYTES; length++) {
		set_length(FADT, length);
		sum_table(FADT);
		/* A cut field has its high bytes missing: 0x408 needs two. */
		assert_true(find());
		assert_int_equal(out.pm_timer_port, length < 92    ? 0
						    : length < 213 ? 0xb008
						    : length < 214 ? 0x08
								   : 0x408);
		assert_int_equal(out.pm_timer_32bit, length >= 114);
	}
}

static void test_oem_is_printable(void **state)
{
	static const char id[] = { 'A', '\n', (char)0x80, 0x1b, 'Z', 0 };

	(void)state;
	memcpy(fake_at(BIOS + 9), id, sizeof(id));
	sum_rsdp(BIOS);
	assert_true(find());
	assert_string_equal(out.oem_id, "A   Z");
	memset(fake_at(BIOS + 9), ' ', 6);
	sum_rsdp(BIOS);
	assert_true(find());
	assert_string_equal(out.oem_id, "");
	memset(fake_at(BIOS + 9), '~', 6);
	sum_rsdp(BIOS);
	assert_true(find());
	assert_string_equal(out.oem_id, "~~~~~~");
}

static void test_root_with_hostile_entries(void **state)
{
	(void)state;
	/* The first entry of the XSDT is null: that is no address. */
	fake_text(0, "APIC");
	expect_good();
	assert_string_equal(why, "");
	/* As large as can be, and every entry leads to the table itself. */
	header(RSDT, "RSDT", 64 * KiB);
	for (u32 i = HEADER; i < 64 * KiB; i += 4)
		fake_put(RSDT + i, RSDT, 4);
	sum_table(RSDT);
	rsdp(BIOS, 0, RSDT, 0);
	expect_failure("RSDT: leads to no readable MADT");
	for (u32 i = HEADER; i < 64 * KiB; i += 4)
		fake_put(RSDT + i, 0xffffffff, 4);
	sum_table(RSDT);
	expect_failure("RSDT: leads to no readable MADT");
}

static void test_why_fits_any_size(void **state)
{
	static const char whole[] = "XSDT: wrong checksum; RSDT: not readable";

	(void)state;
	*fake_at(XSDT + 30) ^= 1;
	fake_put(BIOS + 16, 0x80000000, 4);
	sum_rsdp(BIOS);
	for (size_t size = 0; size <= sizeof(whole) + 2; size++) {
		char *text = malloc(size ? size : 1);

		text[0] = 'x';
		fake.maps = 0;
		assert_false(acpi_find_cpus(&fake_reader, 0, &out, text, size));
		if (size == 0) {
			assert_int_equal(text[0], 'x');
		} else {
			size_t fits = min(size, sizeof(whole)) - 1;

			assert_int_equal(strlen(text), fits);
			assert_memory_equal(text, whole, fits);
		}
		free(text);
	}
	assert_false(acpi_find_cpus(&fake_reader, 0, &out, NULL, 0));
}

static void test_random_damage(void **state)
{
	static u8 pristine[8 * KiB];
	struct prng prng;
	unsigned int good = 0;

	(void)state;
	prng_seed(&prng, 1);
	x2apic(7, 1);
	lapic_override(0xfee00000);
	memcpy(pristine, fake.high, sizeof(pristine));
	for (unsigned int round = 0; round < 20000; round++) {
		bool found;

		memcpy(fake.high, pristine, sizeof(pristine));
		rsdp(BIOS, 2, RSDT, XSDT);
		/* Seldom the RSDP: all the BIOS area is searched then. */
		switch (prng_below(&prng, 16)) {
		case 0:
			fake_mutate(&prng, BIOS, RSDP_BYTES);
			break;
		case 1 ... 5:
			fake_mutate(&prng, XSDT, HEADER + 24);
			break;
		case 6 ... 10:
			fake_mutate(&prng, FADT, FADT_BYTES);
			break;
		default:
			fake_mutate(&prng, MADT, madt_bytes);
		}
		/* Mostly with checksums that let the damage through. */
		if (prng_below(&prng, 8)) {
			sum_rsdp(BIOS);
			fake_sum(XSDT, HEADER + 24, SUM);
			fake_sum(FADT, FADT_BYTES, SUM);
			fake_sum(MADT, madt_bytes, SUM);
		}
		fake.maps = 0;
		found = acpi_find_cpus(&fake_reader, 0, &out, why, sizeof(why));
		fake_check_out(&out, found);
		assert_true(strnlen(why, sizeof(why)) < sizeof(why));
		good += found;
	}
	/* It was neither all rejected nor all harmless. */
	assert_in_range(good, 5000, 19000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_both_roots, setup),
		cmocka_unit_test_setup(test_revision_0_has_no_xsdt, setup),
		cmocka_unit_test_setup(test_xsdt_alone, setup),
		cmocka_unit_test_setup(test_rsdt_alone, setup),
		cmocka_unit_test_setup(test_rsdt_stands_in, setup),
		cmocka_unit_test_setup(test_search_places, setup),
		cmocka_unit_test_setup(test_rsdp_passed_on, setup),
		cmocka_unit_test_setup(test_bad_rsdp_passed_on, setup),
		cmocka_unit_test_setup(test_ebda_before_bios, setup),
		cmocka_unit_test_setup(test_insane_ebda, setup),
		cmocka_unit_test_setup(test_rsdp_checksums, setup),
		cmocka_unit_test_setup(test_rsdp_lengths, setup),
		cmocka_unit_test_setup(test_table_lengths, setup),
		cmocka_unit_test_setup(test_largest_table, setup),
		cmocka_unit_test_setup(test_checksums, setup),
		cmocka_unit_test_setup(test_madt_cut_at_every_byte, setup),
		cmocka_unit_test_setup(test_memory_ends_at_every_byte, setup),
		cmocka_unit_test_setup(test_root_cut_at_every_byte, setup),
		cmocka_unit_test_setup(test_bad_entry_lengths, setup),
		cmocka_unit_test_setup(test_short_entries, setup),
		cmocka_unit_test_setup(test_duplicate_cpus, setup),
		cmocka_unit_test_setup(test_broadcast_ids, setup),
		cmocka_unit_test_setup(test_too_many_cpus, setup),
		cmocka_unit_test_setup(test_no_enabled_cpu, setup),
		cmocka_unit_test_setup(test_ioapics, setup),
		cmocka_unit_test_setup(test_lapic_address, setup),
		cmocka_unit_test_setup(test_no_8259, setup),
		cmocka_unit_test_setup(test_pm_timer, setup),
		cmocka_unit_test_setup(test_x2apic_opt_out, setup),
		cmocka_unit_test_setup(test_fadt_cut_at_every_byte, setup),
		cmocka_unit_test_setup(test_oem_is_printable, setup),
		cmocka_unit_test_setup(test_root_with_hostile_entries, setup),
		cmocka_unit_test_setup(test_why_fits_any_size, setup),
		cmocka_unit_test_setup(test_random_damage, setup),
	};

	return cmocka_run_group_tests_name("acpi", tests, NULL, NULL);
}
