/* SPDX-License-Identifier: MIT */
/*
 * firmware_memory.h - physical memory for firmware parsers that are fuzzed: the
 * input lies at 0xF0000, where both the RSDP and the MP floating pointer are
 * looked for; nothing else can be read. As in tests/unit/phys_fake.h, a parser
 * gets a copy of exactly what it asks for.
 */
#ifndef TESTS_FUZZ_FIRMWARE_MEMORY_H
#define TESTS_FUZZ_FIRMWARE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arch/x86/firmware/firmware.h"

#define FUZZ_BASE 0xf0000u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
bool __wrap_firmware_checksum(const void *bytes, size_t len);

static struct {
	const uint8_t *data;
	size_t size;
	void *mapped;
} input;

static const void *fuzz_map(void *ctx, u64 phys, u32 len)
{
	(void)ctx;
	free(input.mapped);
	input.mapped = NULL;
	if (!len || len > 64 * KiB || phys < FUZZ_BASE ||
	    phys - FUZZ_BASE > input.size ||
	    len > input.size - (phys - FUZZ_BASE))
		return NULL;
	input.mapped = malloc(len);
	return memcpy(input.mapped, input.data + (phys - FUZZ_BASE), len);
}

static const struct phys_reader fuzz_reader = { fuzz_map, NULL };

bool __wrap_firmware_checksum(const void *bytes, size_t len)
{
	u8 sum = 0;

	for (size_t i = 0; i < len; i++)
		sum += ((const u8 *)bytes)[i]; /* all of it can be read */
	return sum < 0xff; /* nearly always: both branches are taken */
}

#define CHECK(condition)          \
	do {                      \
		if (!(condition)) \
			abort();  \
	} while (0)

/* What the parsers promise: arch/x86/firmware/firmware.h. */
static void check_out(const struct firmware_cpus *out, bool found,
		      const char *why, size_t why_size)
{
	CHECK(memchr(why, '\0', why_size));
	CHECK(out->count <= FIRMWARE_MAX_CPUS);
	CHECK(out->nr_ioapics <= FIRMWARE_MAX_IOAPICS);
	CHECK(found == (out->source != NULL));
	for (unsigned int i = 0; i < out->nr_ioapics; i++)
		CHECK(out->ioapic[i].address != 0);
	for (unsigned int i = 0; i < out->count; i++)
		for (unsigned int j = 0; j < i; j++)
			CHECK(out->cpu[i].apic_id != out->cpu[j].apic_id);
	if (found)
		CHECK(out->lapic_address && out->lapic_address % 4096 == 0);
	else
		CHECK(out->count + out->nr_ioapics == 0);
}

/* One run of a parser on one input. */
static void fuzz_parser(bool (*parse)(const struct phys_reader *r,
				      struct firmware_cpus *out, char *why,
				      size_t why_size),
			const uint8_t *data, size_t size)
{
	static struct firmware_cpus out;
	char why[80];
	bool found;

	input.data = data;
	input.size = size;
	memset(&out, 0xa5, sizeof(out));
	found = parse(&fuzz_reader, &out, why, sizeof(why));
	check_out(&out, found, why, sizeof(why));
	free(input.mapped);
	input.mapped = NULL;
}

#endif
