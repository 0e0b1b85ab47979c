/* SPDX-License-Identifier: MIT */
/*
 * mptable.c - CPUs and I/O APICs from the MP tables.
 */
#include "arch/x86/firmware/mptable.h"
#include "lib/string.h"

#define BIOS_START 0xf0000
#define BIOS_BYTES 0x10000

/* The word that tells the size of base memory in KiB; at most 640. */
#define BDA_BASE_MEMORY 0x413
#define BASE_MEMORY_MAX 640

/* MP floating pointer structure (4.1). */
struct mp_pointer {
	char signature[4];
	u32 table;
	u8 length; /* in paragraphs of 16 bytes */
	u8 revision;
	u8 checksum;
	u8 default_type; /* 0: see the table */
	u8 features;
	u8 reserved[3];
} __packed;

#define MP_PARAGRAPH     16u
#define MP_IMCR_PRESENT  BIT(7)
#define MP_DEFAULT_TYPES 7

/* MP configuration table header (4.2); base entries follow (4.3). */
struct mp_table {
	char signature[4];
	u16 length; /* header and base entries, bytes */
	u8 revision;
	u8 checksum;
	char oem_id[8];
	char product_id[12];
	u32 oem_table;
	u16 oem_table_size;
	u16 entries;
	u32 lapic_address;
	u16 extended_length;
	u8 extended_checksum;
	u8 reserved;
} __packed;

/* Base entries by type. All but the first kind are 8 bytes long. */
enum mp_type {
	MP_PROCESSOR,
	MP_BUS,
	MP_IOAPIC,
	MP_IO_INTERRUPT,
	MP_LOCAL_INTERRUPT,
	MP_NR_TYPES,
};

struct mp_processor {
	u8 type;
	u8 apic_id;
	u8 apic_version;
	u8 flags;
	u32 signature;
	u32 features;
	u32 reserved[2];
} __packed;

struct mp_ioapic {
	u8 type;
	u8 id;
	u8 version;
	u8 flags;
	u32 address;
} __packed;

#define MP_CPU_ENABLED    BIT(0)
#define MP_CPU_BOOTSTRAP  BIT(1)
#define MP_IOAPIC_ENABLED BIT(0)

/* Addresses every CPU at once, so none can have it. */
#define APIC_ID_BROADCAST 0xff

/* The I/O APIC of every default configuration (5.1, 5.2). */
#define DEFAULT_IOAPIC_ID 2

static bool pointer_probe(struct firmware_parse *p, u64 phys)
{
	struct mp_pointer pointer;
	const void *all;

	if (!firmware_copy(p, &pointer, phys, sizeof(pointer)) ||
	    memcmp(pointer.signature, "_MP_", 4) != 0)
		return false;
	all = firmware_map(p, phys, pointer.length * MP_PARAGRAPH);
	if (all && firmware_checksum(all, pointer.length * MP_PARAGRAPH))
		return true;
	firmware_note(p, "_MP_", "wrong checksum or length");
	return false;
}

static u64 scan_base_memory(struct firmware_parse *p)
{
	u16 kib;

	if (!firmware_copy(p, &kib, BDA_BASE_MEMORY, sizeof(kib)) || kib < 2 ||
	    kib > BASE_MEMORY_MAX)
		return 0;
	return firmware_scan(p, (kib - 1) * KiB, 1 * KiB, pointer_probe);
}

static u64 find_pointer(struct firmware_parse *p)
{
	u64 phys = firmware_scan_ebda(p, pointer_probe);

	if (!phys)
		phys = scan_base_memory(p);
	if (!phys)
		phys = firmware_scan(p, BIOS_START, BIOS_BYTES, pointer_probe);
	return phys;
}

/* One entry, which lies in the table whole. Returns how many CPUs in it are
 * marked bootstrap. */
static unsigned int parse_entry(struct firmware_parse *p, const u8 *entry)
{
	struct mp_processor cpu;
	struct mp_ioapic io;

	if (entry[0] == MP_PROCESSOR) {
		memcpy(&cpu, entry, sizeof(cpu));
		if (cpu.apic_id == APIC_ID_BROADCAST)
			p->out->ignored++;
		else
			firmware_add_cpu(p, cpu.apic_id,
					 cpu.flags & MP_CPU_ENABLED);
		return cpu.flags & MP_CPU_BOOTSTRAP ? 1 : 0;
	}
	if (entry[0] == MP_IOAPIC) {
		memcpy(&io, entry, sizeof(io));
		if (io.flags & MP_IOAPIC_ENABLED)
			firmware_add_ioapic(p, "PCMP",
					    &(struct firmware_ioapic){
						    .id = io.id,
						    .address = io.address,
					    });
	}
	return 0;
}

/* The base entries: both the table's length and their count are a limit. */
static void parse_entries(struct firmware_parse *p, const u8 *table, u32 length,
			  unsigned int entries)
{
	unsigned int bootstrap = 0;
	u32 at = sizeof(struct mp_table);

	for (; entries && at < length; entries--) {
		u32 size = table[at] == MP_PROCESSOR
				   ? sizeof(struct mp_processor)
				   : sizeof(struct mp_ioapic);

		if (table[at] >= MP_NR_TYPES) {
			firmware_note(p, "PCMP",
				      "unknown entry type, rest ignored");
			return;
		}
		if (size > length - at)
			break;
		bootstrap += parse_entry(p, table + at);
		at += size;
	}
	if (entries || at != length)
		firmware_note(p, "PCMP", "length and entry count differ");
	/* The kernel does not need the mark, but such a table is suspicious. */
	if (bootstrap != 1)
		firmware_note(p, "PCMP", "not one bootstrap CPU marked");
}

static bool parse_table(struct firmware_parse *p, u64 phys)
{
	const char *problem = NULL;
	struct mp_table header;
	const void *table;

	if (!firmware_copy(p, &header, phys, sizeof(header)))
		problem = "not readable";
	else if (memcmp(header.signature, "PCMP", 4) != 0)
		problem = "wrong signature";
	else if (header.length < sizeof(header))
		problem = "impossible length";
	else if (!(table = firmware_map(p, phys, header.length)))
		problem = "not readable to its end";
	else if (!firmware_checksum(table, header.length))
		problem = "wrong checksum";

	if (problem) {
		firmware_note(p, "PCMP", problem);
		return false;
	}
	firmware_set_oem(p, header.oem_id);
	firmware_set_lapic(p, "PCMP", header.lapic_address);
	parse_entries(p, table, header.length, header.entries);
	return firmware_end(p, "PCMP", "MP tables");
}

/* Two CPUs and one I/O APIC at the usual places, whatever the type (5). */
static bool default_configuration(struct firmware_parse *p, u8 type)
{
	const struct firmware_ioapic ioapic = {
		.id = DEFAULT_IOAPIC_ID,
		.address = FIRMWARE_IOAPIC_DEFAULT,
	};

	if (type > MP_DEFAULT_TYPES) {
		firmware_note(p, "_MP_", "unknown default configuration");
		return false;
	}
	firmware_set_lapic(p, "_MP_", FIRMWARE_LAPIC_DEFAULT);
	firmware_add_cpu(p, 0, true);
	firmware_add_cpu(p, 1, true);
	firmware_add_ioapic(p, "_MP_", &ioapic);
	return firmware_end(p, "_MP_", "MP tables");
}

bool mptable_find_cpus(const struct phys_reader *r, struct firmware_cpus *out,
		       char *why, size_t why_size)
{
	struct mp_pointer pointer;
	struct firmware_parse p;
	u64 phys;

	firmware_begin(&p, r, out, why, why_size);
	phys = find_pointer(&p);
	if (!phys || !firmware_copy(&p, &pointer, phys, sizeof(pointer))) {
		firmware_note(&p, "_MP_", "none found");
		return false;
	}
	/* Every MP machine is PC compatible, and so has the 8259s (3.6.1). */
	out->has_8259 = true;
	out->has_imcr = pointer.features & MP_IMCR_PRESENT;
	if (pointer.default_type)
		return default_configuration(&p, pointer.default_type);
	if (!pointer.table) {
		firmware_note(&p, "_MP_", "names no table");
		return false;
	}
	return parse_table(&p, pointer.table);
}
