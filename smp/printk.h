/* SPDX-License-Identifier: MIT */
/*
 * printk.h - print on the consoles, a whole call at a time.
 */
#ifndef SMP_PRINTK_H
#define SMP_PRINTK_H

#include "lib/types.h"

/*
 * Any context but NMI and panic. Takes the console lock, with interrupts off:
 * some 90 us a character on a real serial port.
 */
void printk(const char *fmt, ...) __printf(1, 2);

#endif
