/* SPDX-License-Identifier: MIT */
/* machine.c - see machine.h */
#include "machine.h"

#include "smp/point.h"
#include "smp/preempt.h"

struct unit_machine unit_machine;

/* No thread is preempted here, and no point is armed. */
DEFINE_STATIC_KEY_FALSE(preempt_full);

void preempt_schedule(void)
{
}

void point_reached(const struct point *point, unsigned long arg)
{
	(void)point;
	(void)arg;
}
