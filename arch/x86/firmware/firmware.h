/* SPDX-License-Identifier: MIT */
/*
 * firmware.h - what the firmware says about CPUs and interrupt controllers.
 *
 * Two parsers fill it: acpi.h (MADT and FADT) and mptable.h (Intel
 * MultiProcessor Specification 1.4). The second half of this file is what the
 * two share. Nothing here touches hardware: memory is read through a struct
 * phys_reader, so the same code runs on the host under sanitizers.
 *
 * All tables are treated as hostile: no length, checksum, count or address is
 * used before it has been checked, and no loop relies on a table being sane.
 */
#ifndef ARCH_X86_FIRMWARE_FIRMWARE_H
#define ARCH_X86_FIRMWARE_FIRMWARE_H

#include "lib/types.h"

#define FIRMWARE_MAX_CPUS    256
#define FIRMWARE_MAX_IOAPICS 8

/* Where local APICs are after reset (Intel SDM vol. 3, 10.4.1). */
#define FIRMWARE_LAPIC_DEFAULT 0xfee00000u
/* Where the first I/O APIC of a PC is. */
#define FIRMWARE_IOAPIC_DEFAULT 0xfec00000u

struct firmware_cpu {
	u32 apic_id;
	bool enabled; /* false: absent, broken, or may be plugged in later */
};

struct firmware_ioapic {
	u32 id;
	u32 address;  /* physical, never 0 */
	u32 gsi_base; /* first global interrupt; MP tables do not say: 0 */
};

struct firmware_cpus {
	struct firmware_cpu cpu[FIRMWARE_MAX_CPUS]; /* no id twice */
	unsigned int count;   /* entries of cpu[] in use, enabled or not */
	unsigned int ignored; /* listed, but a duplicate, an impossible id, or
				 more than fit */
	u64 lapic_address;    /* physical, page aligned; may be above what the
				 CPU can address: the user checks */
	struct firmware_ioapic ioapic[FIRMWARE_MAX_IOAPICS];
	unsigned int nr_ioapics;
	bool has_8259;     /* the PC's two 8259s exist and must be masked */
	bool has_imcr;     /* PIC mode, MP spec 3.6.2.1: leave it by the IMCR */
	u16 pm_timer_port; /* I/O port of the ACPI PM timer; 0: none */
	bool pm_timer_32bit; /* it counts 32 bits, not 24 */
	bool x2apic_opt_out; /* leave x2APIC mode off: it does not work here */
	char oem_id[7];      /* printable; trailing spaces cut */
	const char *source;  /* "ACPI MADT", "MP tables"; NULL: none was good */
};

/*
 * Access to physical memory, given by the caller of a parser.
 *
 * map() returns `len` readable bytes at `phys`, or NULL if they cannot be read,
 * for example because they are above what is mapped. The parsers never ask for
 * 0 bytes, for more than 64 KiB, or for a range that wraps around 2^64. They
 * use a pointer only until they call map() again, so one window is enough. No
 * alignment is assumed.
 */
struct phys_reader {
	const void *(*map)(void *ctx, u64 phys, u32 len);
	void *ctx;
};

/*
 * From here on: for the parsers.
 */

/* One run of a parser. */
struct firmware_parse {
	const struct phys_reader *reader;
	struct firmware_cpus *out;
	char *why;       /* where the next note goes */
	size_t why_size; /* room there in bytes, NUL included */
	const char *last_who;
	const char *last_what;
};

/*
 * Start: clears *out and the text at why, which has room for why_size bytes. If
 * why_size is 0, no notes are kept, and why may be NULL.
 */
void firmware_begin(struct firmware_parse *p, const struct phys_reader *reader,
		    struct firmware_cpus *out, char *why, size_t why_size);

/*
 * End: true, and out->source set, if at least one enabled CPU is listed. Else
 * false, a note about `who`, and the lists of CPUs and I/O APICs are emptied.
 */
bool firmware_end(struct firmware_parse *p, const char *who,
		  const char *source);

/*
 * Append "who: what" to the notes, after "; " if there are some. What does not
 * fit is cut. Both are string literals. The same two in succession are noted
 * once, so that a thousand bad entries leave room for the next problem.
 */
void firmware_note(struct firmware_parse *p, const char *who, const char *what);

/* `len` bytes at `phys`, until the next map or copy; NULL if not readable. */
const void *firmware_map(const struct firmware_parse *p, u64 phys, u32 len);

/* Copy `len` bytes from `phys`; false, and nothing written, if not readable. */
bool firmware_copy(const struct firmware_parse *p, void *to, u64 phys, u32 len);

/* The sum of `len` bytes is 0 modulo 256: true for a good table, or no bytes.*/
bool firmware_checksum(const void *bytes, size_t len);

/* Tells whether a structure starts at phys; may add notes. */
typedef bool firmware_probe(struct firmware_parse *p, u64 phys);

/*
 * Find the first paragraph (16 bytes) for which `probe` returns true, in the
 * `bytes` bytes from `start`, a multiple of 16. Returns its physical address,
 * or 0.
 */
u64 firmware_scan(struct firmware_parse *p, u64 start, u32 bytes,
		  firmware_probe *probe);

/*
 * The same in the first KiB of the extended BIOS data area, whose segment is
 * the word at 0x40E. 0 too if that word cannot be one.
 */
u64 firmware_scan_ebda(struct firmware_parse *p, firmware_probe *probe);

/*
 * List a CPU or an I/O APIC. A CPU listed twice is enabled if one entry says
 * so. `who` names the table in notes.
 */
void firmware_add_cpu(struct firmware_parse *p, u32 apic_id, bool enabled);
void firmware_add_ioapic(struct firmware_parse *p, const char *who,
			 const struct firmware_ioapic *ioapic);

/* Take the local APICs' address, or the usual one if this one is impossible. */
void firmware_set_lapic(struct firmware_parse *p, const char *who, u64 address);

/* Take 6 characters, not terminated, as the OEM's name. */
void firmware_set_oem(struct firmware_parse *p, const char *id);

#endif
