/* SPDX-License-Identifier: MIT */
/* printk.c - see printk.h */
#include "smp/printk.h"

#include "arch/console.h"
#include "smp/spinlock.h"

static DEFINE_SPINLOCK(console_lock);

void printk(const char *fmt, ...)
{
	bool were_on = spin_lock_irqsave(&console_lock);
	va_list args;

	va_start(args, fmt);
	console_vprintf(fmt, args);
	va_end(args);
	spin_unlock_irqrestore(&console_lock, were_on);
}
