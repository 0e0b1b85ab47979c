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

#endif
