/* SPDX-License-Identifier: GPL-2.0 */
/*
 * stress.h - two threads map, check and unmap as fast as they can.
 */
#ifndef KMAPCOMPARE_STRESS_H
#define KMAPCOMPARE_STRESS_H

#include <linux/types.h>

/*
 * For so many seconds; then one row says what was found. shared: both map the
 * same pages. If Linux dies of it, or is stopped by an NMI (the host sends one
 * when it hears nothing for long), the row is written in that moment, and the
 * emulator ends. From task context.
 */
void stress_run(bool shared, unsigned int seconds);

#endif
