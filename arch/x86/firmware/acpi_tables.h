/* SPDX-License-Identifier: MIT */
/*
 * acpi_tables.h - layout of the ACPI tables that acpi.c reads.
 *
 * ACPI specification 6.5, sections and tables as named below. All fields are
 * little-endian and packed; tables may start at any address.
 */
#ifndef ARCH_X86_FIRMWARE_ACPI_TABLES_H
#define ARCH_X86_FIRMWARE_ACPI_TABLES_H

#include "lib/types.h"

/* Root system description pointer (5.2.5.3). */
struct rsdp {
	char signature[8];
	u8 checksum;
	char oem_id[6];
	u8 revision;
	u32 rsdt;
	/* 20 bytes so far: all there was, and is summed up, in ACPI 1.0 */
	u32 length;
	u64 xsdt;
	u8 extended_checksum;
	u8 reserved[3];
} __packed;

/* What every table starts with (5.2.6). */
struct table_header {
	char signature[4];
	u32 length; /* of the whole table */
	u8 revision;
	u8 checksum;
	char oem_id[6];
	char oem_table_id[8];
	u32 oem_revision;
	u32 creator_id;
	u32 creator_revision;
} __packed;

/* Generic address structure (5.2.3.2). */
struct gas {
	u8 space;
	u8 bit_width;
	u8 bit_offset;
	u8 access_size;
	u64 address;
} __packed;

#define GAS_SYSTEM_IO 1

/* Fixed ACPI description table (5.2.9), the few fields of use here. */
struct fadt {
	struct table_header header;
	u8 unused_36[40];
	u32 pm_tmr_blk;
	u8 unused_80[11];
	u8 pm_tmr_len;
	u8 unused_92[20];
	u32 flags;
	u8 unused_116[92];
	struct gas x_pm_tmr_blk;
} __packed;

_Static_assert(offsetof(struct fadt, pm_tmr_blk) == 76, "ACPI table 5.9");
_Static_assert(offsetof(struct fadt, pm_tmr_len) == 91, "ACPI table 5.9");
_Static_assert(offsetof(struct fadt, flags) == 112, "ACPI table 5.9");
_Static_assert(offsetof(struct fadt, x_pm_tmr_blk) == 208, "ACPI table 5.9");

#define FADT_TMR_VAL_EXT     BIT(8)
#define FADT_HW_REDUCED_ACPI BIT(20)
#define PM_TIMER_BYTES       4

/* DMA remapping table (Intel VT-d specification 4.0, 8.1). */
struct dmar {
	struct table_header header;
	u8 host_address_width;
	u8 flags;
	u8 reserved[10];
} __packed;

#define DMAR_X2APIC_OPT_OUT BIT(1)

/* Multiple APIC description table (5.2.12); entries follow. */
struct madt {
	struct table_header header;
	u32 lapic_address;
	u32 flags;
} __packed;

#define MADT_PCAT_COMPAT BIT(0)

/* Its entries: type, length in bytes, then what the type says. */
enum madt_type {
	MADT_LAPIC = 0,
	MADT_IOAPIC = 1,
	MADT_LAPIC_OVERRIDE = 5,
	MADT_X2APIC = 9,
};

struct madt_lapic {
	u8 type, length;
	u8 processor_uid;
	u8 apic_id;
	u32 flags;
} __packed;

struct madt_ioapic {
	u8 type, length;
	u8 id;
	u8 reserved;
	u32 address;
	u32 gsi_base;
} __packed;

struct madt_lapic_override {
	u8 type, length;
	u16 reserved;
	u64 address;
} __packed;

struct madt_x2apic {
	u8 type, length;
	u16 reserved;
	u32 apic_id;
	u32 flags;
	u32 processor_uid;
} __packed;

#define MADT_CPU_ENABLED BIT(0)

/* These ids address every CPU at once, so none can have them. */
#define APIC_ID_BROADCAST   0xff
#define X2APIC_ID_BROADCAST 0xffffffff

#endif
