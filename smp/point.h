/* SPDX-License-Identifier: MIT */
/*
 * point.h - named points of the code, where an interleaving can be forced.
 *
 *	POINT(pkmap_unflushed, nr);
 *
 * is a NOP (arch/static_branch.h) until the point is armed, by its name. Then
 * each CPU that comes there calls the handler, in the context that it has.
 * Scenarios pause the CPU, stress delays it, the trace records that it passed.
 * `arg` says which slot, page or CPU it is about.
 */
#ifndef SMP_POINT_H
#define SMP_POINT_H

#include "arch/machine.h"
#include "arch/static_branch.h"

struct point {
	const char *name;
	SHARED(u32) armed;     /* for what: point.c */
	struct static_key key; /* on while it is armed for anything */
} __aligned(16);               /* so that the linker packs them like an array */

#define POINT(point_name, arg)                                                \
	do {                                                                  \
		static struct point here __section("named_points") __used = { \
			.name = #point_name,                                  \
		};                                                            \
		if (static_branch_unlikely(&here.key))                        \
			point_reached(&here, (unsigned long)(arg));           \
	} while (0)

/*
 * The point, if it is armed, else NULL: for a function that would need a stack
 * frame if POINT() called from its middle. It hands on to one that calls
 * point_reached(), and does the rest.
 */
#define POINT_IF_ARMED(point_name)                                            \
	({                                                                    \
		static struct point here __section("named_points") __used = { \
			.name = #point_name,                                  \
		};                                                            \
		static_branch_unlikely(&here.key) ? &here : NULL;             \
	})

typedef void (*point_handler_t)(const struct point *point, unsigned long arg);

/* The handler that armed points call; NULL: none. While no point is armed. */
void point_set_handler(point_handler_t handler);

/* Arm or disarm every point of that name, or all with NULL. Returns how many
 * there are: 0 means that the name is wrong. Context: see static_key_set(). */
unsigned int point_arm(const char *name, bool armed);

/* From now on record every passage in the trace (smp/trace.h). Context: as
 * above. */
void point_trace(bool on);

void point_reached(const struct point *point, unsigned long arg);

#endif
