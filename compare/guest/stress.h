/* SPDX-License-Identifier: GPL-2.0 */
/*
 * stress.h - a thread on each CPU maps, checks and unmaps as fast as it can.
 */
#ifndef KMAPCOMPARE_STRESS_H
#define KMAPCOMPARE_STRESS_H

#include <linux/types.h>

/*
 * Until so many maps are done, or so many seconds have passed; then one row
 * says what was found. shared: all map the same pages. If Linux dies of it, or
 * is stopped by an NMI (the host sends one when it hears nothing for long), the
 * row is written in that moment, and the emulator ends. From task context.
 */
void stress_run(bool shared, u64 maps, unsigned int seconds);

#endif
