/* SPDX-License-Identifier: MIT */
/*
 * firmware.c - what the ACPI and the MP table parser share.
 */
#include "arch/x86/firmware/firmware.h"

#include "arch/page.h"
#include "lib/string.h"

#define PARAGRAPH 16u

/* Where the BIOS keeps the EBDA's segment, and where an EBDA can be. */
#define BDA_EBDA_SEGMENT 0x40e
#define BDA_END          0x500
#define EBDA_END         0xa0000
#define EBDA_SCANNED     (1 * KiB)

void firmware_begin(struct firmware_parse *p, const struct phys_reader *reader,
		    struct firmware_cpus *out, char *why, size_t why_size)
{
	memset(out, 0, sizeof(*out));
	if (why_size)
		why[0] = '\0';
	p->reader = reader;
	p->out = out;
	p->why = why;
	p->why_size = why_size;
	p->last_who = NULL;
	p->last_what = NULL;
}

bool firmware_end(struct firmware_parse *p, const char *who, const char *source)
{
	for (unsigned int i = 0; i < p->out->count; i++) {
		if (p->out->cpu[i].enabled) {
			p->out->source = source;
			return true;
		}
	}
	firmware_note(p, who, "lists no enabled CPU");
	p->out->count = 0;
	p->out->ignored = 0;
	p->out->nr_ioapics = 0;
	return false;
}

static void append(struct firmware_parse *p, const char *text)
{
	for (; *text && p->why_size > 1; p->why_size--)
		*p->why++ = *text++;
	if (p->why_size)
		*p->why = '\0';
}

void firmware_note(struct firmware_parse *p, const char *who, const char *what)
{
	if (p->last_who == who && p->last_what == what)
		return;
	if (p->last_who)
		append(p, "; ");
	append(p, who);
	append(p, ": ");
	append(p, what);
	p->last_who = who;
	p->last_what = what;
}

const void *firmware_map(const struct firmware_parse *p, u64 phys, u32 len)
{
	if (len == 0 || phys > UINT64_MAX - len)
		return NULL;
	return p->reader->map(p->reader->ctx, phys, len);
}

bool firmware_copy(const struct firmware_parse *p, void *to, u64 phys, u32 len)
{
	const void *from = firmware_map(p, phys, len);

	if (from)
		memcpy(to, from, len);
	return from != NULL;
}

bool firmware_checksum(const void *bytes, size_t len)
{
	const u8 *byte = bytes;
	u8 sum = 0;

	while (len--)
		sum += *byte++;
	return sum == 0;
}

u64 firmware_scan(struct firmware_parse *p, u64 start, u32 bytes,
		  firmware_probe *probe)
{
	for (u32 at = 0; at + PARAGRAPH <= bytes; at += PARAGRAPH) {
		if (probe(p, start + at))
			return start + at;
	}
	return 0;
}

u64 firmware_scan_ebda(struct firmware_parse *p, firmware_probe *probe)
{
	u16 segment;
	u32 start;

	if (!firmware_copy(p, &segment, BDA_EBDA_SEGMENT, sizeof(segment)))
		return 0;
	start = segment * PARAGRAPH;
	if (start < BDA_END || start > EBDA_END - EBDA_SCANNED)
		return 0;
	return firmware_scan(p, start, EBDA_SCANNED, probe);
}

void firmware_add_cpu(struct firmware_parse *p, u32 apic_id, bool enabled)
{
	struct firmware_cpus *out = p->out;

	for (unsigned int i = 0; i < out->count; i++) {
		if (out->cpu[i].apic_id == apic_id) {
			out->cpu[i].enabled |= enabled;
			out->ignored++;
			return;
		}
	}
	if (out->count == FIRMWARE_MAX_CPUS) {
		out->ignored++;
		return;
	}
	out->cpu[out->count].apic_id = apic_id;
	out->cpu[out->count].enabled = enabled;
	out->count++;
}

void firmware_add_ioapic(struct firmware_parse *p, const char *who,
			 const struct firmware_ioapic *ioapic)
{
	struct firmware_cpus *out = p->out;

	if (ioapic->address == 0) {
		firmware_note(p, who, "I/O APIC at address 0 ignored");
		return;
	}
	for (unsigned int i = 0; i < out->nr_ioapics; i++) {
		if (out->ioapic[i].address == ioapic->address) {
			firmware_note(p, who, "I/O APIC listed twice");
			return;
		}
	}
	if (out->nr_ioapics == FIRMWARE_MAX_IOAPICS) {
		firmware_note(p, who, "too many I/O APICs, some ignored");
		return;
	}
	out->ioapic[out->nr_ioapics++] = *ioapic;
}

void firmware_set_lapic(struct firmware_parse *p, const char *who, u64 address)
{
	if (address == 0 || address % PAGE_SIZE) {
		firmware_note(p, who,
			      "bad local APIC address, 0xfee00000 used");
		address = FIRMWARE_LAPIC_DEFAULT;
	}
	p->out->lapic_address = address;
}

void firmware_set_oem(struct firmware_parse *p, const char *id)
{
	char *to = p->out->oem_id;
	size_t len = sizeof(p->out->oem_id) - 1;

	/* It ends up on screens and in records: only printable ASCII. */
	for (size_t i = 0; i < len; i++)
		to[i] = id[i] >= ' ' && id[i] <= '~' ? id[i] : ' ';
	while (len && to[len - 1] == ' ')
		len--;
	memset(to + len, 0, sizeof(p->out->oem_id) - len);
}
