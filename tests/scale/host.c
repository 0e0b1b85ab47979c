/* SPDX-License-Identifier: MIT */
/* host.c - what portable code says, and what it can do on a host. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "arch/clock.h"
#include "arch/panic.h"
#include "arch/static_branch.h"
#include "smp/printk.h"
#include "smp/spinlock_inline.h"

void panic(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fprintf(stderr, "panic: ");
	vfprintf(stderr, fmt, args);
	fprintf(stderr, "\n");
	va_end(args);
	exit(2);
}

/* Nothing is accounted or traced here: no static branch is ever taken. */
void spin_unlock_watched(spinlock_t *lock, bool irqs_on)
{
	(void)irqs_on;
	panic("%s is watched", lock->name);
}

void printk(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
}

/* Static branches are off here for good. */
bool static_branches_differ(void)
{
	return false;
}

void static_branches_patch(void)
{
}

/* A row that needs another tick than the usual is not run here. */
void clock_start_tick(u32 hz, u32 apart)
{
	panic("no tick of %u Hz, %u cycles apart", hz, apart);
}
