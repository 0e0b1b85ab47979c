/* SPDX-License-Identifier: MIT */
/*
 * point.h - instead of smp/point.h: named points are remarks in the explanation
 * of a finding. Nobody is held at them: the explorer tries every order anyway.
 */
#ifndef SMP_POINT_H
#define SMP_POINT_H

/* smp/deadlock.c would name one. */
struct point {
	const char *name;
};

void sim_remark(const char *point, unsigned long arg);

#define POINT(point_name, arg) sim_remark(#point_name, (unsigned long)(arg))

#define POINT_IF_ARMED(point_name)                 \
	({                                         \
		static const struct point here = { \
			.name = #point_name,       \
		};                                 \
		&here;                             \
	})

static inline void point_reached(const struct point *point, unsigned long arg)
{
	sim_remark(point->name, arg);
}

#endif
