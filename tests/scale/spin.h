/* SPDX-License-Identifier: MIT */
/*
 * spin.h - wait loops. A turn that has only read lines which the CPU has will
 * be followed by equal turns until another CPU takes one of these lines away,
 * or an interrupt comes. So the CPU sleeps until then, and the turns in between
 * are skipped. Without that, 64 CPUs would be too slow to simulate.
 */
#ifndef SCALE_SPIN_H
#define SCALE_SPIN_H

#include "cache.h"

/* This CPU has read a line that it has; has done anything else with one. */
void spin_read(struct line *line);
void spin_other(void);

/* At the end of each turn. */
void spin_turn(void);

/* Another CPU takes the line away. */
void spin_wake(struct line *line);

#endif
