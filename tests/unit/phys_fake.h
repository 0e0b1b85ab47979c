/* SPDX-License-Identifier: MIT */
/*
 * phys_fake.h - physical memory for firmware parsers under test.
 *
 * Every map() hands out a fresh copy of exactly the bytes asked for and frees
 * the one before: AddressSanitizer sees a read beyond it, and a use of a stale
 * pointer. Readable are 1 MiB from 0 and 128 KiB from FAKE_HIGH; tests may
 * lower both ends.
 */
#ifndef TESTS_UNIT_PHYS_FAKE_H
#define TESTS_UNIT_PHYS_FAKE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/x86/firmware/firmware.h"
#include "lib/prng.h"

#define FAKE_LOW_BYTES  (1 * MiB)
#define FAKE_HIGH       0x7fe0000u
#define FAKE_HIGH_BYTES (128 * KiB)

/* No parser may ask more often, from one reset of fake.maps to the next. */
#define FAKE_MAX_MAPS 100000

static struct {
	u8 low[FAKE_LOW_BYTES];
	u8 high[FAKE_HIGH_BYTES];
	u64 low_end, high_end; /* first address that cannot be read */
	void *mapped;
	unsigned int maps;
} fake;

/* Where the fake keeps the byte at phys; the range must be in one part. */
static u8 *fake_at(u64 phys)
{
	if (phys < FAKE_LOW_BYTES)
		return &fake.low[phys];
	assert_in_range(phys, FAKE_HIGH, FAKE_HIGH + FAKE_HIGH_BYTES - 1);
	return &fake.high[phys - FAKE_HIGH];
}

static const void *fake_map(void *ctx, u64 phys, u32 len)
{
	bool low = phys < fake.low_end && len <= fake.low_end - phys;
	bool high = phys >= FAKE_HIGH && phys < fake.high_end &&
		    len <= fake.high_end - phys;

	assert_ptr_equal(ctx, &fake);
	assert_in_range(len, 1, 64 * KiB);
	assert_true(phys + len > phys);
	assert_true(++fake.maps < FAKE_MAX_MAPS);
	free(fake.mapped);
	fake.mapped = NULL;
	if (!low && !high)
		return NULL;
	fake.mapped = malloc(len);
	assert_non_null(fake.mapped);
	return memcpy(fake.mapped, fake_at(phys), len);
}

static const struct phys_reader fake_reader = { fake_map, &fake };

static void fake_reset(void)
{
	free(fake.mapped);
	memset(&fake, 0, sizeof(fake));
	fake.low_end = FAKE_LOW_BYTES;
	fake.high_end = FAKE_HIGH + FAKE_HIGH_BYTES;
}

/* Store the low `bytes` bytes of value, little-endian. */
static void fake_put(u64 phys, u64 value, unsigned int bytes)
{
	for (; bytes--; value >>= 8)
		*fake_at(phys++) = (u8)value;
}

static void fake_text(u64 phys, const char *text)
{
	memcpy(fake_at(phys), text, strlen(text));
}

/* Choose the byte at phys + where so that `len` bytes from phys sum up to 0. */
static void fake_sum(u64 phys, u32 len, u32 where)
{
	const u8 *bytes = fake_at(phys);
	u8 sum = 0;

	for (u32 i = 0; i < len; i++)
		sum += i == where ? 0 : bytes[i];
	*fake_at(phys + where) = (u8)-sum;
}

/* What every parser promises, whatever it has read. */
static void fake_check_out(const struct firmware_cpus *out, bool found)
{
	unsigned int enabled = 0;

	assert_in_range(out->count, 0, FIRMWARE_MAX_CPUS);
	assert_in_range(out->nr_ioapics, 0, FIRMWARE_MAX_IOAPICS);
	for (unsigned int i = 0; i < out->count; i++) {
		enabled += out->cpu[i].enabled;
		for (unsigned int j = 0; j < i; j++)
			assert_true(out->cpu[i].apic_id != out->cpu[j].apic_id);
	}
	for (unsigned int i = 0; i < out->nr_ioapics; i++)
		assert_true(out->ioapic[i].address != 0);
	for (unsigned int i = 0; out->oem_id[i]; i++)
		assert_in_range(out->oem_id[i], ' ', '~');
	assert_int_equal(out->oem_id[sizeof(out->oem_id) - 1], 0);
	assert_int_equal(found, enabled > 0);
	assert_int_equal(found, out->source != NULL);
	if (found) {
		assert_true(out->lapic_address != 0);
		assert_true((out->lapic_address & 4095) == 0);
	} else {
		assert_int_equal(out->count + out->nr_ioapics, 0);
	}
}

/* Change a few of `len` bytes from phys on. */
static void fake_mutate(struct prng *prng, u64 phys, u32 len)
{
	for (u32 n = 1 + prng_below(prng, 4); n; n--) {
		u8 *byte = fake_at(phys + prng_below(prng, len));

		switch (prng_below(prng, 4)) {
		case 0:
			*byte = (u8)prng_next(prng);
			break;
		case 1:
			*byte ^= (u8)BIT(prng_below(prng, 8));
			break;
		case 2:
			*byte = (u8)prng_below(prng, 16);
			break;
		default:
			*byte = 0xff;
		}
	}
}

#endif
