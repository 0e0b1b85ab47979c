/* SPDX-License-Identifier: MIT */
/* point.c - see point.h */
#include "smp/point.h"

#include "lib/string.h"
#include "smp/static_key.h"
#include "smp/trace.h"

#define ARMED_HANDLER BIT(0)
#define ARMED_TRACE   BIT(1)

extern struct point __start_named_points[], __stop_named_points[];

static SHARED(point_handler_t) point_handler;

void point_set_handler(point_handler_t handler)
{
	WRITE_ONCE(point_handler, handler);
}

static unsigned int set_flag(const char *name, u32 flag, bool on)
{
	struct point *point;
	unsigned int found = 0;

	for (point = __start_named_points; point < __stop_named_points;
	     point++) {
		if (name && strcmp(point->name, name) != 0)
			continue;
		if (on)
			fetch_or(point->armed, flag);
		else
			fetch_and(point->armed, ~flag);
		WRITE_ONCE(point->key.enabled, READ_ONCE(point->armed) != 0);
		found++;
	}
	static_keys_apply();
	return found;
}

unsigned int point_arm(const char *name, bool armed)
{
	return set_flag(name, ARMED_HANDLER, armed);
}

void point_trace(bool on)
{
	set_flag(NULL, ARMED_TRACE, on);
}

void point_reached(const struct point *point, unsigned long arg)
{
	u32 armed = READ_ONCE(point->armed);
	point_handler_t handler = READ_ONCE(point_handler);

	if (armed & ARMED_TRACE)
		trace_point(point->name, arg);
	if (armed & ARMED_HANDLER && handler)
		handler(point, arg);
}
