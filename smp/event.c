/* SPDX-License-Identifier: MIT */
/* event.c - see event.h */
#include "smp/event.h"

static const char *const names[NR_EVENTS] = {
	[EVENT_SAY] = "say",
	[EVENT_CALL] = "call",
	[EVENT_RETURN] = "return",
	[EVENT_LOCK_WAIT] = "lock-wait",
	[EVENT_LOCK_TAKE] = "lock-take",
	[EVENT_LOCK_RELEASE] = "lock-release",
	[EVENT_COUNT] = "count",
	[EVENT_ENTRY_SET] = "entry-set",
	[EVENT_ENTRY_CLEAR] = "entry-clear",
	[EVENT_ADDRESS] = "address",
	[EVENT_POST] = "post",
	[EVENT_IPI_SEND] = "ipi-send",
	[EVENT_IPI_TAKE] = "ipi-take",
	[EVENT_IPI_END] = "ipi-end",
	[EVENT_FLUSH] = "flush",
	[EVENT_ACK] = "ack",
	[EVENT_ACK_WAIT] = "ack-wait",
	[EVENT_ACK_ALL] = "ack-all",
	[EVENT_SLEEP] = "sleep",
	[EVENT_WAKE] = "wake",
	[EVENT_IRQS_OFF] = "irqs-off",
	[EVENT_IRQS_ON] = "irqs-on",
	[EVENT_ACCESS] = "access",
	[EVENT_POINT] = "point",
};

const char *event_name(enum event_kind kind)
{
	return names[kind];
}
