/* SPDX-License-Identifier: MIT */
/* apic_error.c - see apic_error.h */
#include "arch/x86/irq/apic_error.h"

#include "arch/machine.h"

/* A status may have several bits: the lowest one is named. */
static const char *const name[] = {
	"a message was sent with a wrong checksum",
	"a message came with a wrong checksum",
	NULL,
	"a message that came was not accepted",
	"an IPI cannot be sent this way",
	"a vector that was sent is below 16",
	"a vector that came is below 16",
	"there is no such register",
};

static SHARED(u32) errors;
static SHARED(u32) seen;

const char *lapic_error_count(u32 status)
{
	u32 new;

	fetch_add(errors, 1);
	new = status & ~fetch_or(seen, status);
	for (unsigned int bit = 0; bit < ARRAY_SIZE(name); bit++)
		if (new >> bit & 1 && name[bit])
			return name[bit];
	return NULL;
}

u32 lapic_errors(void)
{
	return READ_ONCE(errors);
}
