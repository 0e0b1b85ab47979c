/* SPDX-License-Identifier: MIT */
/*
 * acpi.c - CPUs, I/O APICs and the PM timer from the ACPI tables.
 */
#include "arch/x86/firmware/acpi.h"
#include "arch/x86/firmware/acpi_tables.h"
#include "lib/string.h"

#define BIOS_START 0xe0000
#define BIOS_BYTES 0x20000

#define RSDP_V1_BYTES  20u
#define RSDP_MAX_BYTES (4 * KiB)
#define TABLE_MIN      sizeof(struct table_header)
#define TABLE_MAX      (64 * KiB)

/* What to look for: a table has a usual name, and another one as signature. */
struct table_kind {
	char name[5];
	char signature[5];
	u32 min_length; /* bytes */
};

static const struct table_kind xsdt_kind = { "XSDT", "XSDT", TABLE_MIN };
static const struct table_kind rsdt_kind = { "RSDT", "RSDT", TABLE_MIN };
static const struct table_kind fadt_kind = { "FADT", "FACP", TABLE_MIN };
static const struct table_kind dmar_kind = { "DMAR", "DMAR",
					     sizeof(struct dmar) };
static const struct table_kind madt_kind = { "MADT", "APIC",
					     sizeof(struct madt) };

/* From revision 2 on there is a second checksum, over the whole of it. */
static bool rsdp_v2_is_sound(struct firmware_parse *p, u64 phys)
{
	struct rsdp rsdp;
	const void *all;

	if (!firmware_copy(p, &rsdp, phys, sizeof(rsdp)) ||
	    rsdp.length < sizeof(rsdp) || rsdp.length > RSDP_MAX_BYTES)
		return false;
	all = firmware_map(p, phys, rsdp.length);
	return all && firmware_checksum(all, rsdp.length);
}

static bool rsdp_probe(struct firmware_parse *p, u64 phys)
{
	struct rsdp rsdp;

	if (!firmware_copy(p, &rsdp, phys, RSDP_V1_BYTES) ||
	    memcmp(rsdp.signature, "RSD PTR ", sizeof(rsdp.signature)) != 0)
		return false;
	if (firmware_checksum(&rsdp, RSDP_V1_BYTES) &&
	    (rsdp.revision < 2 || rsdp_v2_is_sound(p, phys)))
		return true;
	firmware_note(p, "RSDP", "wrong checksum or length");
	return false;
}

/* The whole table at phys, checked; NULL, and a note, if it is not good. */
static const void *load_table(struct firmware_parse *p,
			      const struct table_kind *kind, u64 phys,
			      u32 *length)
{
	struct table_header header;
	const char *problem = NULL;
	const void *table = NULL;

	if (!firmware_copy(p, &header, phys, sizeof(header)))
		problem = "not readable";
	else if (memcmp(header.signature, kind->signature, 4) != 0)
		problem = "wrong signature";
	else if (header.length < kind->min_length || header.length > TABLE_MAX)
		problem = "impossible length";
	else if (!(table = firmware_map(p, phys, header.length)))
		problem = "not readable to its end";
	else if (!firmware_checksum(table, header.length))
		problem = "wrong checksum";

	if (problem) {
		firmware_note(p, kind->name, problem);
		return NULL;
	}
	*length = header.length;
	return table;
}

/* A root table: the RSDT with addresses of 4 bytes, the XSDT with 8. */
struct root {
	u64 phys;
	u32 length;
	u32 width;
};

/*
 * Address of the first table of that kind; 0 if there is none. The root is read
 * entry by entry, since mapping a table unmaps the root.
 */
static u64 find_table(struct firmware_parse *p, const struct root *root,
		      const struct table_kind *kind)
{
	u32 at = TABLE_MIN;
	char found[4];

	for (; root->length - at >= root->width; at += root->width) {
		u64 phys = 0; /* the low half of it is first in memory too */

		if (firmware_copy(p, &phys, root->phys + at, root->width) &&
		    phys && firmware_copy(p, found, phys, sizeof(found)) &&
		    memcmp(found, kind->signature, sizeof(found)) == 0)
			return phys;
	}
	return 0;
}

/*
 * The PM timer, if it is where this kernel can read it: at an I/O port. If
 * there is an extended address, it is the one that counts (5.2.9,
 * X_PM_TMR_BLK).
 */
static void parse_fadt(struct firmware_parse *p, u64 phys)
{
	struct fadt fadt = { 0 };
	const void *table;
	u32 length;
	u64 port;

	table = load_table(p, &fadt_kind, phys, &length);
	if (!table)
		return;
	/* Older revisions end earlier; zero means absent in each field. */
	memcpy(&fadt, table, min(length, (u32)sizeof(fadt)));
	if (fadt.flags & FADT_HW_REDUCED_ACPI ||
	    fadt.pm_tmr_len != PM_TIMER_BYTES)
		return;
	port = fadt.pm_tmr_blk;
	if (fadt.x_pm_tmr_blk.address) {
		if (fadt.x_pm_tmr_blk.space != GAS_SYSTEM_IO) {
			firmware_note(p, "FADT", "PM timer not at an I/O port");
			return;
		}
		port = fadt.x_pm_tmr_blk.address;
	}
	if (port > UINT16_MAX + 1 - PM_TIMER_BYTES) {
		firmware_note(p, "FADT", "impossible PM timer port");
		return;
	}
	p->out->pm_timer_port = (u16)port;
	p->out->pm_timer_32bit = port && fadt.flags & FADT_TMR_VAL_EXT;
}

static void parse_dmar(struct firmware_parse *p, u64 phys)
{
	u32 length;
	const struct dmar *table = load_table(p, &dmar_kind, phys, &length);

	if (table)
		p->out->x2apic_opt_out = table->flags & DMAR_X2APIC_OPT_OUT;
}

/* Copy an entry if it has all of `size` bytes. */
static bool take(struct firmware_parse *p, void *to, const u8 *entry, u32 size)
{
	if (entry[1] < size) {
		firmware_note(p, "MADT", "entry too short, ignored");
		return false;
	}
	memcpy(to, entry, size);
	return true;
}

static void add_cpu(struct firmware_parse *p, u32 apic_id, u32 broadcast,
		    u32 flags)
{
	if (apic_id == broadcast)
		p->out->ignored++;
	else
		firmware_add_cpu(p, apic_id, flags & MADT_CPU_ENABLED);
}

/* One entry, which lies in the table whole. */
static void parse_entry(struct firmware_parse *p, const u8 *entry, u64 *lapic)
{
	struct madt_lapic cpu;
	struct madt_x2apic x2cpu;
	struct madt_ioapic io;
	struct madt_lapic_override override;

	switch (entry[0]) {
	case MADT_LAPIC:
		if (take(p, &cpu, entry, sizeof(cpu)))
			add_cpu(p, cpu.apic_id, APIC_ID_BROADCAST, cpu.flags);
		break;
	case MADT_X2APIC:
		if (take(p, &x2cpu, entry, sizeof(x2cpu)))
			add_cpu(p, x2cpu.apic_id, X2APIC_ID_BROADCAST,
				x2cpu.flags);
		break;
	case MADT_IOAPIC:
		if (take(p, &io, entry, sizeof(io)))
			firmware_add_ioapic(p, "MADT",
					    &(struct firmware_ioapic){
						    .id = io.id,
						    .address = io.address,
						    .gsi_base = io.gsi_base,
					    });
		break;
	case MADT_LAPIC_OVERRIDE:
		if (take(p, &override, entry, sizeof(override)))
			*lapic = override.address;
		break;
	}
}

static bool parse_madt(struct firmware_parse *p, u64 phys)
{
	struct madt madt;
	const u8 *table;
	u32 length, at = sizeof(madt);
	u64 lapic;

	table = load_table(p, &madt_kind, phys, &length);
	if (!table)
		return false;
	memcpy(&madt, table, sizeof(madt));
	lapic = madt.lapic_address;
	p->out->has_8259 = madt.flags & MADT_PCAT_COMPAT;

	while (length - at >= 2 && table[at + 1] >= 2 &&
	       table[at + 1] <= length - at) {
		parse_entry(p, table + at, &lapic);
		at += table[at + 1];
	}
	if (at != length)
		firmware_note(p, "MADT", "bad entry length, rest ignored");
	firmware_set_lapic(p, "MADT", lapic);
	return firmware_end(p, "MADT", "ACPI MADT");
}

/* Read what the root table at phys leads to; false if that is no CPU. */
static bool parse_root(struct firmware_parse *p, const struct table_kind *kind,
		       u64 phys, u32 width)
{
	struct root root = { .phys = phys, .width = width };
	u64 fadt, dmar, madt;

	if (!load_table(p, kind, phys, &root.length))
		return false;
	fadt = find_table(p, &root, &fadt_kind);
	if (fadt)
		parse_fadt(p, fadt);
	dmar = find_table(p, &root, &dmar_kind);
	if (dmar)
		parse_dmar(p, dmar);
	madt = find_table(p, &root, &madt_kind);
	if (!madt) {
		firmware_note(p, kind->name, "leads to no readable MADT");
		return false;
	}
	return parse_madt(p, madt);
}

/* From an RSDP that rsdp_probe() has accepted. */
static bool parse_rsdp(struct firmware_parse *p, u64 phys)
{
	struct rsdp rsdp = { 0 };

	firmware_copy(p, &rsdp, phys, RSDP_V1_BYTES);
	if (rsdp.revision >= 2)
		firmware_copy(p, &rsdp, phys, sizeof(rsdp));
	firmware_set_oem(p, rsdp.oem_id);

	if (!rsdp.xsdt && !rsdp.rsdt)
		firmware_note(p, "RSDP", "names neither XSDT nor RSDT");
	if (rsdp.xsdt && parse_root(p, &xsdt_kind, rsdp.xsdt, sizeof(u64)))
		return true;
	return rsdp.rsdt && parse_root(p, &rsdt_kind, rsdp.rsdt, sizeof(u32));
}

bool acpi_find_cpus(const struct phys_reader *r, u64 rsdp,
		    struct firmware_cpus *out, char *why, size_t why_size)
{
	struct firmware_parse p;

	firmware_begin(&p, r, out, why, why_size);
	if (rsdp && !rsdp_probe(&p, rsdp)) {
		firmware_note(&p, "RSDP", "the boot loader's is no good");
		rsdp = 0;
	}
	if (!rsdp)
		rsdp = firmware_scan_ebda(&p, rsdp_probe);
	if (!rsdp)
		rsdp = firmware_scan(&p, BIOS_START, BIOS_BYTES, rsdp_probe);
	if (!rsdp) {
		firmware_note(&p, "RSDP", "none found");
		return false;
	}
	return parse_rsdp(&p, rsdp);
}
