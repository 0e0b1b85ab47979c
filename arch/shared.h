/* SPDX-License-Identifier: MIT */
/*
 * shared.h - how memory that two CPUs may touch is declared. arch/machine.h has
 * the names by which it is touched.
 */
#ifndef ARCH_SHARED_H
#define ARCH_SHARED_H

#define SHARED(type)               \
	struct {                   \
		type shared_value; \
	}

#define SHARED_INIT(value)              \
	{                               \
		.shared_value = (value) \
	}

/* In a cache line of its own: for what one CPU writes and others write or read,
 * too. The machine says how long a line is. */
#define __cacheline __aligned(CACHE_LINE)

/* For a variable that CPUs write all the time: no other variable is in its
 * lines. (Linker scripts keep these sections apart from other data.) */
#define __own_line __cacheline __section(".data..own_line")

/* For one that is read all the time, and written only at boot or between runs:
 * what CPUs write all the time is in other lines. */
#define __read_mostly __section(".data..read_mostly")

#endif
