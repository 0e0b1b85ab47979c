/* SPDX-License-Identifier: MIT */
/*
 * reftimer.h - a timer of known frequency, to measure the others by: the ACPI
 * power management timer, or channel 2 of the 8254 PIT.
 */
#ifndef ARCH_X86_TIME_REFTIMER_H
#define ARCH_X86_TIME_REFTIMER_H

#include "lib/types.h"

struct reftimer {
	const char *name;
	u32 hz;
	u32 mask;          /* of the counter, which wraps around */
	u32 (*read)(void); /* counts up; any context, any CPU */
};

/*
 * The best timer that is seen to tick; NULL if none is. pm_port: the I/O port
 * of the ACPI PM timer, or 0 if there is none (ACPI 4.8.2.1); pm_32bit: it has
 * 32 bits, not 24. If it goes 10 % faster or slower than the PIT says, it is
 * left out, and a message says so. Boot CPU; takes a bounded time.
 */
const struct reftimer *reftimer_find(u16 pm_port, bool pm_32bit);

#endif
